"""Rows that the tests of exams share."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from edusync.assessment.exam_consent import consent_text_of
from edusync.assessment.models import Exam, ExamSitting, Quiz
from edusync.assessment.services import exams

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DEVICES = [uuid.UUID(int=number) for number in (11, 12)]


def make_exam(quiz: Quiz, **values: Any) -> Exam:
    """The quiz as an exam with these rules."""
    quiz.mode = Quiz.Mode.EXAM
    quiz.save(update_fields=["mode"])
    exam = exams.save_exam(quiz=quiz, values=values, base_version=0, by_id=0)
    exam.quiz = quiz
    return exam


def make_sitting(exam: Exam, *, seats: int = 2, starts_at: datetime = NOON, hours: int = 2) -> ExamSitting:
    """A sitting from noon on."""
    values = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=hours), "seats": seats}
    return exams.save_sitting(exam=exam, values=values, by_id=0)


def check_in(exam: Exam, enrollment: Any, *, device: uuid.UUID = DEVICES[0], statement: str = "Ada L") -> Any:
    """The candidate's session, with consent to what is asked now."""
    text = consent_text_of(exam, "en")
    return exams.check_in(
        exam=exam,
        enrollment=enrollment,
        device=device,
        consent_text=text,
        consent_digest=exams.digest_of(text),
        statement=statement,
    )

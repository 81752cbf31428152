"""Reads of quizzes and attempts, permission-free."""

import dataclasses
import json
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, DecimalField, F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from edusync.assessment.asked import note_corrections
from edusync.assessment.bank_queries import banks, categories_of, newest_wordings, tags_of
from edusync.assessment.deadlines import is_over, with_quiz_rules
from edusync.assessment.exam_queries import pass_valid_until
from edusync.assessment.learner_dates import LearnerDate, learner_dates
from edusync.assessment.mark_news import assignments_by_id, marks_posted_between, posted_at_of
from edusync.assessment.models import (
    QuestionVersion,
    Quiz,
    QuizAnswer,
    QuizAttempt,
    QuizDraw,
    QuizReview,
    QuizSlot,
)
from edusync.assessment.peer_queries import Proposal, marks_by_reviews
from edusync.assessment.quiz_terms import accommodations_of, next_attempt_at, with_accommodations
from edusync.assessment.reviewing import default_review, note_reviews, review_json, review_of, review_rows
from edusync.assessment.scoring import unscored_kinds
from edusync.assessment.sheets import Slot, version_slots
from edusync.courses.learner_facts import EnrollmentFacts
from edusync.courses.translation import Place
from edusync.enrollment.models import Enrollment
from edusync.kernel import clock
from edusync.kernel.ids import BinUUIDField
from edusync.kernel.tenancy import current_organization_id
from edusync.progress.queries import LessonTarget, as_instant

__all__ = [
    "INTRODUCTION",
    "LearnerDate",
    "Proposal",
    "QuizDetail",
    "Terms",
    "answers_of",
    "answers_with_terms",
    "assignments_by_id",
    "attempt_summary",
    "attempts_in_full",
    "banks",
    "categories_of",
    "expired_attempts",
    "latest_slots",
    "learner_dates",
    "learner_enrollment",
    "marks_by_reviews",
    "marks_posted_between",
    "newest_wordings",
    "pass_valid_until",
    "percent_of",
    "posted_at_of",
    "quizzes_with_totals",
    "submitted_attempts_of",
    "tags_of",
]
SHOWN_ATTEMPTS = 20
# The instructions of a quiz among the texts of its lesson.
INTRODUCTION = "quiz/introduction"


def attempts_in_full(attempts: Any) -> Any:
    """The attempts with quiz, lesson and enrollment, in one query."""
    return attempts.select_related("quiz__lesson", "enrollment")


def answers_of(attempt: QuizAttempt) -> dict[int, QuizAnswer]:
    """Answers of an attempt by slot id."""
    return {answer.slot_id: answer for answer in QuizAnswer.objects.filter(attempt_id=attempt.pk)}


@dataclasses.dataclass(frozen=True, slots=True)
class Terms:
    """What submitting needs of an attempt's quiz and lesson. `is_begun`: the lesson has progress already."""

    quiz: Quiz
    lesson: LessonTarget
    is_begun: bool


def answers_with_terms(attempt: QuizAttempt) -> tuple[dict[int, QuizAnswer], Terms]:
    """`answers_of` and the terms, in one query. Plain SQL: submitting is what a whole class does in one minute."""
    with connection.cursor() as cursor:
        cursor.execute(ANSWERS_WITH_TERMS, [attempt.pk])
        rows = cursor.fetchall()
    values = rows[0][len(ANSWER_COLUMNS) : -3]
    quiz, lesson = _quiz_of(values[: len(QUIZ_COLUMNS)]), values[len(QUIZ_COLUMNS) :]
    note_reviews(quiz, bool(rows[0][-3]))
    note_corrections(quiz, bool(rows[0][-2]))
    answers = {row[1]: _answer_of(attempt, row[: len(ANSWER_COLUMNS)]) for row in rows if row[0] is not None}
    return answers, Terms(quiz, LessonTarget(quiz.lesson_id, *lesson), is_begun=bool(rows[0][-1]))


def _answer_of(attempt: QuizAttempt, values: Sequence[Any]) -> QuizAnswer:
    """The answer of the plain SQL's columns."""
    found = dict(zip(ANSWER_COLUMNS, values, strict=True))
    points = found["points"]
    return QuizAnswer(
        **{
            **found,
            "attempt_id": attempt.pk,
            "response": json.loads(found["response"]),
            "answered_at": as_instant(found["answered_at"]),
            "marked_at": as_instant(found["marked_at"]),
            "points": None if points is None else Decimal(str(points)),
            "is_correct": None if found["is_correct"] is None else bool(found["is_correct"]),
        }
    )


def _quiz_of(values: Sequence[Any]) -> Quiz:
    """The quiz of the plain SQL's columns."""
    found = dict(zip(QUIZ_COLUMNS, values, strict=True))
    found["edition"] = BinUUIDField().to_python(found["edition"])
    found["closes_at"] = as_instant(found["closes_at"])
    return Quiz(**found)


# What scoring and telling the result need of the quiz.
QUIZ_COLUMNS = (
    "id", "lesson_id", "pass_percent", "feedback", "edition", "row_version", "mode", "navigation", "closes_at",
    "grace_seconds", "is_certainty_asked", "wrong_penalty_percent",
)  # fmt: skip
ANSWER_COLUMNS = (
    "id", "slot_id", "response", "answered_at", "certainty", "points", "is_correct", "feedback", "remark",
    "marked_at", "marked_by_id",
)  # fmt: skip
ANSWERS_WITH_TERMS = f"""
SELECT {", ".join(f"a.{name}" for name in ANSWER_COLUMNS)}, {", ".join(f"q.{name}" for name in QUIZ_COLUMNS)},
  l.course_id, l.module_id, l.kind, l.completion, l.completion_value,
  EXISTS (SELECT 1 FROM assessment_quiz_review r WHERE r.quiz_id = q.id),
  EXISTS (SELECT 1 FROM assessment_regrade g WHERE g.quiz_id = q.id AND g.state IN ('applying', 'applied')), p.id IS NOT NULL
FROM assessment_quiz_attempt t
JOIN assessment_quiz q ON q.id = t.quiz_id
JOIN courses_lesson l ON l.id = q.lesson_id
LEFT JOIN progress_lesson_progress p ON p.enrollment_id = t.enrollment_id AND p.lesson_id = l.id
LEFT JOIN assessment_quiz_answer a ON a.attempt_id = t.id
WHERE t.id = %s
"""  # noqa: S608


def percent_of(attempt: QuizAttempt) -> int:
    """Points of an attempt in percent, rounded down: 100 means all points."""
    return int((attempt.points or 0) * 100 / attempt.max_points) if attempt.max_points else 0


def expired_attempts(*, now: datetime, limit: int = 500) -> Iterable[QuizAttempt]:
    """Open attempts of all organizations whose time is up."""
    open_ones = QuizAttempt.unscoped.filter(state=QuizAttempt.State.OPEN, due_at__lt=now)
    due = with_quiz_rules(open_ones).order_by("due_at")[:limit]
    return [attempt for attempt in due if is_over(attempt)]


def learner_enrollment(*, course_id: int, learner_id: int | None) -> Enrollment | None:
    """The learner's latest live enrollment in the course, whatever its status."""
    if learner_id is None:
        return None
    live = Enrollment.objects.filter(course_id=course_id, learner_id=learner_id, deleted_at__isnull=True)
    return live.order_by("-attempt_number").first()


class QuizDetail:
    """Tells the lesson view about a quiz, in four queries at most."""

    def lesson_detail(
        self,
        *,
        lesson_id: int,
        user_id: int | None,
        enrollment: EnrollmentFacts | None,
        texts: Mapping[Place, str] | None = None,
    ) -> dict[str, Any] | None:
        """Value of the key `quiz` in a lesson; None while the lesson has no quiz yet."""
        rows = quizzes_with_totals().select_related("lesson__course").filter(lesson_id=lesson_id)
        quiz = rows.first()
        if quiz is None:
            return None
        granted = [] if enrollment is None else accommodations_of(quiz, enrollment_id=enrollment.id)
        attempts = [] if enrollment is None else attempts_at(quiz, enrollment_id=enrollment.id)
        terms = with_accommodations(quiz, granted)
        return {
            "id": quiz.pk,
            "introduction": (texts or {}).get(Place("lesson", lesson_id, INTRODUCTION), quiz.introduction),
            "question_count": quiz.question_count,
            "points": float(quiz.total_points),
            "pass_percent": quiz.pass_percent,
            "mode": quiz.mode,
            "navigation": quiz.navigation,
            "is_certainty_asked": quiz.is_certainty_asked,
            "wrong_penalty_percent": quiz.wrong_penalty_percent,
            "needs_password": bool(quiz.password),
            **dataclasses.asdict(terms),
            "next_attempt_at": next_attempt_at(terms, attempts),
            "server_time": clock.now(),
            "reviews": reviews_by_phase(quiz),
            "attempts": [attempt_summary(attempt, quiz) for attempt in attempts],
        }


def quizzes_with_totals() -> Any:
    """Quizzes with `question_count` and `total_points` of their present edition."""
    every = QuizSlot.objects.exclude(question_version__question__kind__in=unscored_kinds())
    slots = every.filter(edition=OuterRef("edition")).order_by().values("edition")
    draws = QuizDraw.objects.filter(edition=OuterRef("edition")).order_by().values("edition")
    drawn_points = Sum(F("count") * F("points"), output_field=DecimalField(max_digits=12, decimal_places=3))
    return Quiz.objects.annotate(
        question_count=Coalesce(Subquery(slots.annotate(n=Count("pk")).values("n")), 0)
        + Coalesce(Subquery(draws.annotate(n=Sum("count")).values("n")), 0),
        total_points=_points(slots.annotate(p=Sum("points"))) + _points(draws.annotate(p=drawn_points)),
    )


def _points(rows: Any) -> Any:
    return Coalesce(Subquery(rows.values("p")), Decimal(0), output_field=DecimalField())


def attempts_at(quiz: Quiz, *, enrollment_id: int) -> list[QuizAttempt]:
    """The latest attempts of an enrollment, newest first."""
    attempts = QuizAttempt.objects.filter(quiz=quiz, enrollment_id=enrollment_id).order_by("-number")
    return list(attempts[:SHOWN_ATTEMPTS])


def reviews_by_phase(quiz: Quiz) -> dict[str, dict[str, bool]]:
    """What is told in each phase; a quiz that never closes has no last one."""
    rows = review_rows(quiz)
    return {
        phase: review_json(rows.get(phase) or default_review(quiz))
        for phase in QuizReview.Phase.values
        if phase != QuizReview.Phase.CLOSED or quiz.closes_at is not None
    }


def attempt_summary(attempt: QuizAttempt, quiz: Quiz) -> dict[str, Any]:
    """An attempt in one line. `points`, `percent` and `is_passed` are null until submitted, or when kept back."""
    # While somebody still marks, the points are not those of the attempt.
    is_score_shown = review_of(quiz, attempt, clock.now()).points and not attempt.needs_marking
    return {
        "uuid": attempt.uuid,
        "number": attempt.number,
        "state": attempt.state,
        "started_at": attempt.started_at,
        "due_at": attempt.due_at,
        "submitted_at": attempt.submitted_at,
        "points": float(attempt.points or 0) if is_score_shown else None,
        "max_points": float(attempt.max_points),
        "percent": percent_of(attempt) if is_score_shown else None,
        "is_passed": attempt.is_passed if is_score_shown else None,
        "needs_marking": attempt.needs_marking,
    }


def submitted_attempts_of(learner_id: int) -> Any:
    """A learner's submitted attempts in all courses, with quiz, lesson and course."""
    return QuizAttempt.objects.filter(
        enrollment__learner_id=learner_id,
        enrollment__deleted_at__isnull=True,
        state=QuizAttempt.State.SUBMITTED,
    ).select_related("quiz__lesson", "enrollment__course")


def latest_slots(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Slot]:
    """The latest wording of each of these questions as plain data, by public id; in two queries."""
    versions = QuestionVersion.objects.filter(
        question__uuid__in=list(uuids),
        question__deleted_at=None,
        question__organization_id=current_organization_id(),
    ).select_related("question")
    latest: dict[uuid.UUID, QuestionVersion] = {
        version.question.uuid: version for version in versions.order_by("question_id", "number")
    }
    return {version.question.uuid: slot for version, slot in version_slots(list(latest.values()))}

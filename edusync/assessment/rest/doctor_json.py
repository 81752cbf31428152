"""The item doctor's report and reports by learners as JSON."""

import dataclasses
from typing import Any

from edusync.assessment.doctor.reading import ItemReport, QuizReport
from edusync.assessment.models import QuestionFlag, Quiz

_PLAIN = (
    "is_asked",
    "answers",
    "empty",
    "facility",
    "discrimination",
    "corrected",
    "nominal_weight",
    "effective_weight",
    "alpha_without",
    "seconds",
    "fast",
    "slow",
    "trouble",
    "open_flags",
)


def rounded(value: Any) -> Any:
    """Four places of a number, which is more than any of them means."""
    return round(value, 4) if isinstance(value, float) else value


def doctor_json(quiz: Quiz, report: QuizReport, waiting: int) -> dict[str, Any]:
    """The report as QuizDoctorSerializer describes it."""
    names = ("attempts", "counted_at", "mean_percent", "deviation_percent", "alpha", "standard_error_percent")
    return {
        "quiz_id": quiz.pk,
        "lesson_id": quiz.lesson_id,
        "title": quiz.lesson.title,
        "waiting": waiting,
        **{name: rounded(getattr(report, name)) for name in names},
        "items": [item_json(item) for item in report.items],
    }


def item_json(item: ItemReport) -> dict[str, Any]:
    """One item."""
    return {
        "question": item.question.uuid,
        "bank_id": item.question.bank_id,
        "number": item.version.number,
        "kind": item.question.kind,
        "text": item.question.text or item.question.title,
        **{name: rounded(getattr(item, name)) for name in _PLAIN},
        "choices": [{**_rounded(one), "label": item.labels.get(one.name, one.name)} for one in item.choices],
        "groups": [_rounded(one) for one in item.groups],
        "verdicts": [
            {**_rounded(one), "subject": item.labels.get(one.subject, one.subject)} for one in item.verdicts
        ],
    }


def _rounded(row: Any) -> dict[str, Any]:
    return {name: rounded(value) for name, value in dataclasses.asdict(row).items()}


def own_flag_json(flag: QuestionFlag, slot_id: int) -> dict[str, Any]:
    """A report as its learner sees it."""
    names = ("reason", "text", "state", "answer", "answered_at")
    return {"slot_id": slot_id, **{name: getattr(flag, name) for name in names}}


def flag_json(flag: QuestionFlag) -> dict[str, Any]:
    """A report as staff see it. Needs question, quiz with lesson and `answered_by` selected."""
    version, quiz = flag.question_version, flag.attempt.quiz
    return {
        "id": flag.pk,
        "question": version.question.uuid,
        "bank_id": version.question.bank_id,
        "question_text": version.question.text or version.question.title,
        "number": version.number,
        "quiz_id": quiz.pk,
        "quiz_title": quiz.lesson.title,
        "reason": flag.reason,
        "text": flag.text,
        "state": flag.state,
        "answer": flag.answer,
        "answered_by": flag.answered_by.display_name if flag.answered_by else None,
        "answered_at": flag.answered_at,
        "created_at": flag.created_at,
    }

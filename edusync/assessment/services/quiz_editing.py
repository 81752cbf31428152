"""A whole quiz as its authors see it: rules and questions with their keys, read and written together."""

import uuid
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.db.models import F

from edusync.assessment.bank_queries import questions_named
from edusync.assessment.course_content import QUIZ_FIELDS, QuizContent
from edusync.assessment.drawing import Fitting, Rule, fitting, plan_of, rule_of
from edusync.assessment.models import Quiz, QuizDraw
from edusync.assessment.question_rubrics import rubric_names
from edusync.assessment.quiz_plan import PlanReader
from edusync.assessment.scoring import (
    Choice,
    ResponseRefused,
    check_settings,
    clean_response,
    instance,
    presented,
    score_response,
    stored_settings,
)
from edusync.assessment.services.bank import course_bank
from edusync.courses.blocks import clean_inline
from edusync.courses.events import LessonChanged
from edusync.courses.models import Lesson
from edusync.courses.problems import KindMismatch
from edusync.kernel import audit, events
from edusync.kernel.problems import FieldError, PreconditionFailed, ValidationProblem

_content = QuizContent()
TRIED_SEED = 1


def quiz_for_authors(*, lesson: Lesson) -> dict[str, Any]:
    """Rules, `questions`, `parts`, `draws`, `reviews`, with `row_version`: 0 for a quiz not written yet. Fourteen queries at most.

    Raises KindMismatch for a lesson that is no quiz.
    """
    if lesson.kind != Lesson.Kind.QUIZ:
        raise KindMismatch(kind=lesson.kind)
    quiz = Quiz.objects.filter(lesson=lesson).first()
    present = _content.read([lesson.pk]).get(lesson.pk) or {**_defaults(), "questions": []}
    if quiz and any("rubric" in one for one in present["questions"]):
        for one, name in zip(present["questions"], rubric_names(lesson.pk), strict=True):
            one["rubric"] = name
    return {
        "lesson_id": lesson.pk,
        "row_version": quiz.row_version if quiz else 0,
        "parts": [],
        "reviews": [],
        **present,
        # The passage of a question is chosen beside it, in the bank.
        "questions": [
            {name: value for name, value in one.items() if name != "passage"} for one in present["questions"]
        ],
        "password": (quiz.password if quiz else None) or "",
        "draws": draws_for_authors(quiz, present.get("draws", [])) if quiz else [],
    }


def draws_for_authors(quiz: Quiz, portable: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The draws by ids, with how many questions fit each (`fits`)."""
    if not portable:
        return []
    plan = plan_of(quiz.edition)
    fits = fitting([rule_of(draw) for draw in plan.draws], plan.taken)
    return [
        {
            "bank_id": draw.bank_id,
            "bank_title": told["bank"]["title"],
            "category_id": draw.category_id,
            "category_path": told["category"],
            **{name: told[name] for name in ("is_deep", "tag", "count", "points", "part", "after")},
            "fits": count,
        }
        for draw, told, count in zip(plan.draws, portable, fits.counts, strict=True)
    ]


def banks_in_use(*, lesson: Lesson) -> set[int]:
    """Ids of the banks that the quiz draws from as it stands."""
    rows = QuizDraw.objects.filter(quiz__lesson=lesson, edition=F("quiz__edition"))
    return set(rows.values_list("bank_id", flat=True))


def fits_of(*, lesson: Lesson, draws: list[dict[str, Any]], questions: list[uuid.UUID]) -> Fitting:
    """How many questions fit draws that need not be stored, beside these questions. Raises ValidationProblem."""
    plan = PlanReader(lesson.organization_id, course_bank(lesson.course)).plan(
        {"draws": draws}, is_shuffled=False
    )
    rules = [Rule(one.bank_id, one.category_id, one.is_deep, one.tag, one.count) for one in plan.draws]
    taken = set(questions_named(questions).values_list("pk", flat=True)) if questions else set()
    return fitting(rules, taken)


def _defaults() -> dict[str, Any]:
    return {field.name: field.get_default() for field in QUIZ_FIELDS}


@transaction.atomic
def save_quiz(
    *, lesson: Lesson, data: dict[str, Any], base_version: int, by_id: int | None
) -> dict[str, Any]:
    """Write rules and questions in place of those that were there; returns the quiz as it stands.

    Questions that say something new get a new wording, attempts begun before keep the old one. `base_version` is the
    `row_version` the author saw. Raises KindMismatch, PreconditionFailed, ValidationProblem (pointers into `data`).
    """
    if lesson.kind != Lesson.Kind.QUIZ:
        raise KindMismatch(kind=lesson.kind)
    present = Quiz.objects.select_for_update().filter(lesson=lesson).first()
    version = present.row_version if present else 0
    if version != base_version:
        raise PreconditionFailed(row_version=version)
    try:
        _content.write(lesson, data)
    except ValidationProblem as problem:
        raise ValidationProblem(errors=[_near(error, lesson) for error in problem.errors]) from problem
    events.publish(LessonChanged(course_id=lesson.course_id, lesson_id=lesson.pk))
    facts = {"questions": len(data.get("questions") or [])}
    audit.record("assessment.quiz.saved", actor=by_id, target=("lesson", lesson.pk), facts=facts)
    return quiz_for_authors(lesson=lesson)


def _near(error: FieldError, lesson: Lesson) -> FieldError:
    """The error with a pointer into what the author sent."""
    prefix = f"/lessons/{lesson.uuid}/content"
    return FieldError(pointer=error.pointer.removeprefix(prefix), code=error.code, detail=error.detail)


def try_answer(*, question: dict[str, Any], response: dict[str, Any]) -> dict[str, Any]:
    """What a response to a question that need not be stored yet would earn: `share` from 0 to 1, `feedback`.

    Options are named by their place from 1. `inputs` is what a learner would be given; no response earns nothing.
    Raises ValidationProblem.
    """
    kind, settings = str(question.get("kind")), question.get("settings") or {}
    stem = question.get("stem")
    choices = _choices(question.get("options") or [])
    faults = check_settings(kind, settings, choices)
    if faults:
        errors = [
            FieldError(pointer=f"/question{one.pointer}", code=one.code, detail=one.detail) for one in faults
        ]
        raise ValidationProblem(errors=errors)
    settings = stored_settings(kind, settings, clean_inline)
    try:
        cleaned = clean_response(kind, choices, response, settings=settings) if response else {}
        outcome = score_response(kind, instance(kind, settings, TRIED_SEED)[0], choices, cleaned)
    except ResponseRefused as refused:
        error = FieldError(pointer="/response", code=refused.code, detail=refused.detail)
        raise ValidationProblem(errors=[error]) from refused
    return {
        "share": float(outcome.share),
        "is_correct": outcome.is_correct,
        "feedback": list(outcome.feedback),
        "inputs": presented(kind, settings, stem if isinstance(stem, dict) else {})[1],
        # What is drawn for it in this one trial.
        "values": instance(kind, settings, TRIED_SEED)[1],
    }


def _choices(options: list[Any]) -> list[Choice]:
    choices = []
    for place, option in enumerate(options, 1):
        try:
            weight = Decimal(str(option["weight"]))
        except (InvalidOperation, KeyError, TypeError) as error:
            pointer = f"/question/options/{place - 1}/weight"
            fault = FieldError(pointer=pointer, code="not-a-number", detail="Must be a number.")
            raise ValidationProblem(errors=[fault]) from error
        choices.append(Choice(place, place, weight, str(option.get("feedback") or "")))
    return choices

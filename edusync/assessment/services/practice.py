"""Practice questions inside pages: answered as often as one likes, scored here, never graded, never kept."""

import dataclasses
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from edusync.assessment.asked import PRACTICE_SEED, asked_slot
from edusync.assessment.drafts import QuestionDraft
from edusync.assessment.feedback import feedback_html
from edusync.assessment.models import Question
from edusync.assessment.queries import latest_slots
from edusync.assessment.scoring import ResponseRefused, clean_response, score_response, solution
from edusync.assessment.services.authoring import check_drafts, make_versions
from edusync.assessment.translation import slot_in
from edusync.courses.models import Lesson
from edusync.kernel import audit
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem


@dataclasses.dataclass(frozen=True, slots=True)
class PracticeResult:
    """What an answer was worth. What would have been right is told with a right answer, or when asked for."""

    share: float
    is_correct: bool
    feedback: str
    explanation: str = ""
    correct_options: tuple[int, ...] = ()
    correct_text: str = ""
    correct_response: Mapping[str, Any] | None = None


def answer_practice_question(
    *,
    question: uuid.UUID,
    response: Any,
    is_solution_wanted: bool = False,
    texts: Mapping[str, tuple[str, str]] | None = None,
) -> PracticeResult:
    """Score an answer and forget it. `texts` tell in which words, see `translation.slot_in`.

    Raises NotFound, ValidationProblem below /response.
    """
    slot = latest_slots([question]).get(question)
    if slot is None:
        raise NotFound
    slot = asked_slot(slot_in(slot, texts or {}), PRACTICE_SEED)
    try:
        # Who only wants to see the solution may give nothing, whatever the kind.
        is_nothing = is_solution_wanted and response == {}
        cleaned = (
            {} if is_nothing else clean_response(slot.kind, slot.choices, response, settings=slot.settings)
        )
    except ResponseRefused as refused:
        error = FieldError(pointer="/response", code=refused.code, detail=refused.detail)
        raise ValidationProblem(errors=[error]) from refused
    outcome = score_response(slot.kind, slot.settings, slot.choices, cleaned)
    feedback = feedback_html(slot, outcome)
    if not (outcome.is_correct or is_solution_wanted):
        return PracticeResult(float(outcome.share), False, feedback)
    right = solution(slot.kind, slot.settings, slot.choices)
    return PracticeResult(
        float(outcome.share),
        outcome.is_correct,
        feedback,
        slot.explanation,
        tuple(right.option_ids),
        right.text,
        right.response,
    )


@transaction.atomic
def create_practice_question(*, lesson: Lesson, draft: QuestionDraft, by_id: int | None) -> Question:
    """A question of the lesson's course, to be placed in a page. Raises ValidationProblem below /question."""
    try:
        checked = check_drafts([draft])
    except ValidationProblem as problem:
        errors = [
            FieldError(
                pointer=error.pointer.replace("/questions/0", "/question", 1),
                code=error.code,
                detail=error.detail,
            )
            for error in problem.errors
        ]
        raise ValidationProblem(errors=errors) from problem
    (version,) = make_versions(lesson, checked)
    question: Question = version.question
    audit.record(
        "assessment.practice_question.created",
        actor=by_id,
        target=("question", question.pk),
        facts={"course_id": lesson.course_id, "title": question.title},
    )
    return question


def unknown_questions(*, course_id: int, questions: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these are no questions that a page of the course may hold: unknown, deleted or another course's."""
    rows = Question.objects.filter(uuid__in=list(questions), deleted_at=None)
    known = {row.uuid for row in rows.only("uuid", "course_id") if row.course_id in (None, course_id)}
    return set(questions) - known

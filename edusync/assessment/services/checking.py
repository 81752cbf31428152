"""Practice: one answer is checked at once, and may be given anew as far as wrong answers leave something to earn."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from edusync.assessment.asked import corrections_for
from edusync.assessment.attempt_scoring import score_answer
from edusync.assessment.deadlines import is_over, with_quiz_rules
from edusync.assessment.models import AnswerCheck, Quiz, QuizAnswer, QuizAttempt
from edusync.assessment.navigation import reach_of
from edusync.assessment.problems import AnswerSettled, AttemptClosed, CheckNotOffered, QuestionNotReached
from edusync.assessment.reviewing import default_review, review_rows
from edusync.assessment.scoring import ResponseRefused, clean_response, is_marked_by_hand, is_scored
from edusync.assessment.services.answer_log import GivenAnswer, new_client_id, record_answers
from edusync.assessment.sheets import Slot, sheet_of
from edusync.kernel import clock
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem
from edusync.kernel.transactions import retry_deadlocks


def is_check_offered(quiz: Quiz) -> bool:
    """Whether answers are checked at once: in practice, where right and wrong are told just after handing in."""
    if quiz.mode != Quiz.Mode.PRACTICE:
        return False
    return (review_rows(quiz).get("just_after") or default_review(quiz)).correctness


def checks_of(attempt: QuizAttempt, slots: Collection[int] | None = None) -> dict[int, list[AnswerCheck]]:
    """Checks of the attempt by slot id, in their order; one query."""
    rows = AnswerCheck.objects.filter(attempt_id=attempt.pk).order_by("number")
    found: dict[int, list[AnswerCheck]] = {}
    for row in rows if slots is None else rows.filter(slot_id__in=slots):
        found.setdefault(row.slot_id, []).append(row)
    return found


@retry_deadlocks
@transaction.atomic
def check_answer(
    *,
    attempt: QuizAttempt,
    slot_id: int,
    response: Any,
    certainty: int | None = None,
    gives_up: bool = False,
) -> list[AnswerCheck]:
    """Keep the answer, score it, and note that it was checked; returns the checks of the question, the newest last.

    An answer that was checked already is not counted again. A right answer is the last one; so is one that is given up,
    one with which wrong answers took all there was to earn, and the first one where learners say how sure they are.
    Raises NotFound, CheckNotOffered, AttemptClosed, QuestionNotReached, AnswerSettled, ValidationProblem.
    """
    held = with_quiz_rules(QuizAttempt.unscoped.select_for_update()).get(pk=attempt.pk)
    held.quiz = Quiz.unscoped.select_related("lesson").get(pk=held.quiz_id)
    slot = _slot_of(held, slot_id)
    checks = checks_of(held, [slot_id]).get(slot_id, [])
    cleaned = _cleaned(slot, response, gives_up)
    is_known = bool(checks) and checks[-1].response == cleaned
    if checks and checks[-1].is_last:
        if is_known:
            return checks
        raise AnswerSettled
    if is_known and not gives_up:
        return checks
    if cleaned:
        _keep(held, slot, cleaned, certainty)
    answer = QuizAnswer(
        attempt_id=held.pk,
        slot_id=slot_id,
        response=cleaned,
        answered_at=clock.now() if cleaned else None,
        certainty=certainty,
    )
    score_answer(held, slot, answer, corrections_for(held.quiz))
    wrong = sum(not one.is_correct for one in checks) + (not answer.is_correct)
    is_spent = held.quiz.wrong_penalty_percent * wrong >= 100
    row = AnswerCheck.objects.create(
        attempt=held,
        slot_id=slot_id,
        number=len(checks) + 1,
        response=cleaned,
        is_correct=bool(answer.is_correct),
        is_last=bool(answer.is_correct) or gives_up or is_spent or held.quiz.is_certainty_asked,
    )
    return [*checks, row]


def _slot_of(attempt: QuizAttempt, slot_id: int) -> Slot:
    """The question, if its answer may be checked now."""
    sheet = sheet_of(attempt.edition)
    slot = sheet.slot(slot_id)
    if slot is None:
        raise NotFound
    if not is_check_offered(attempt.quiz) or not is_scored(slot.kind) or is_marked_by_hand(slot.kind):
        raise CheckNotOffered
    if attempt.state != QuizAttempt.State.OPEN or is_over(attempt):
        raise AttemptClosed
    try:
        is_open = reach_of(attempt, sheet).takes(slot_id)
    except ResponseRefused:
        is_open = False
    if not is_open:
        raise QuestionNotReached
    return slot


def _cleaned(slot: Slot, response: Any, gives_up: bool) -> dict[str, Any]:
    """The response as it is stored. Who gives up may give nothing."""
    if gives_up and response == {}:
        return {}
    try:
        return clean_response(slot.kind, slot.choices, response, settings=slot.settings)
    except ResponseRefused as refused:
        error = FieldError(pointer="/response", code=refused.code, detail=refused.detail)
        raise ValidationProblem(errors=[error]) from refused


def _keep(attempt: QuizAttempt, slot: Slot, response: dict[str, Any], certainty: int | None) -> None:
    given = GivenAnswer(sequence=1, slot_id=slot.id, response=response, certainty=certainty)
    (receipt,) = record_answers(attempt=attempt, client_id=new_client_id(), answers=[given])
    if receipt.event is None or not receipt.event.is_counted:
        raise AttemptClosed

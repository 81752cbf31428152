"""Learners report what is wrong with a question; staff answer."""

from django.db import transaction

from edusync.assessment.models import QuestionFlag, QuizAttempt, QuizSlot
from edusync.assessment.problems import FlagAnswered
from edusync.kernel import audit, clock
from edusync.kernel.problems import NotFound


@transaction.atomic
def flag_question(*, attempt: QuizAttempt, slot_id: int, reason: str, text: str = "") -> QuestionFlag:
    """Report the question in a slot of one's attempt; reporting again changes what was said.

    Raises NotFound for a slot of another quiz, FlagAnswered once staff have answered.
    """
    slot = QuizSlot.objects.filter(pk=slot_id, edition=attempt.edition).first()
    if slot is None:
        raise NotFound
    flag, is_new = QuestionFlag.objects.select_for_update().get_or_create(
        attempt=attempt,
        question_version_id=slot.question_version_id,
        defaults={"organization_id": attempt.organization_id, "reason": reason, "text": text},
    )
    if is_new:
        return flag
    if flag.state != QuestionFlag.State.OPEN:
        raise FlagAnswered
    flag.reason, flag.text = reason, text
    flag.save(update_fields=["reason", "text", "updated_at"])
    return flag


@transaction.atomic
def answer_flag(*, flag: QuestionFlag, state: str, answer: str, by_id: int | None) -> QuestionFlag:
    """Accept or decline a report, with words for the learner. Answering again replaces the answer."""
    row: QuestionFlag = QuestionFlag.objects.select_for_update().get(pk=flag.pk)
    row.state, row.answer = state, answer
    row.answered_by_id, row.answered_at = by_id, clock.now()
    row.save(update_fields=["state", "answer", "answered_by", "answered_at", "updated_at"])
    facts = {"state": state, "question_version_id": row.question_version_id}
    audit.record("assessment.flag.answered", actor=by_id, target=("question_flag", row.pk), facts=facts)
    return row

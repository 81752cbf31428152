"""Marking answers by hand: points or levels of a rubric, and a remark. What is given counts at once, the attempt when nothing waits any more."""

import datetime
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction

from edusync.assessment.asked import corrected_sheet, corrections_for
from edusync.assessment.models import AnswerLevel, QuizAnswer, QuizAttempt
from edusync.assessment.problems import AnswerNotMarkable
from edusync.assessment.scoring import is_marked_by_hand
from edusync.assessment.services.assignments.judging import judged_levels
from edusync.assessment.services.assignments.marking import GivenLevel
from edusync.assessment.services.submitting import score_again
from edusync.assessment.sheets import Slot, sheet_of
from edusync.kernel import audit, clock
from edusync.kernel.problems import FieldError, PreconditionFailed, ValidationProblem
from edusync.kernel.transactions import retry_deadlocks

MILLI = Decimal("0.001")
MAX_REMARK = 5000


@retry_deadlocks
@transaction.atomic
def mark_answer(
    *,
    answer: QuizAnswer,
    points: Decimal | None,
    remark: str,
    base_marked_at: datetime.datetime | None,
    by_id: int,
    levels: Sequence[GivenLevel] | None = None,
) -> QuizAnswer:
    """Give the answer its points, or take them back (None), and score the attempt with it.

    `levels` are those of the question's rubric, in place of the ones before; None leaves these. Without points they
    give them, once each criterion has one: the rubric's share of what the answer may earn. With points, these stand.
    `base_marked_at` is when the mark that the marker saw was given, None for none. Raises PreconditionFailed when another
    was given since, AnswerNotMarkable for an answer that nobody marks, NotMarkedByRubric, ValidationProblem.
    """
    attempt = (
        QuizAttempt.objects.select_for_update().select_related("enrollment", "quiz").get(pk=answer.attempt_id)
    )
    # Quiz answers carry no organization: the attempt was found within it.
    row = QuizAnswer.objects.get(pk=answer.pk)
    slot = sheet_of(attempt.edition).slot(row.slot_id)
    if slot is None or not is_marked_by_hand(slot.kind) or attempt.state != QuizAttempt.State.SUBMITTED:
        raise AnswerNotMarkable
    if row.marked_at != base_marked_at:
        raise PreconditionFailed(marked_at=row.marked_at)
    row.remark = remark.replace("\0", "").strip()[:MAX_REMARK]
    most = _most(attempt, slot)
    share = None if levels is None else _keep_levels(row, slot, levels)
    if points is None and share is not None:
        points = most * share
    _give(row, most, points, by_id)
    row.save(update_fields=["points", "is_correct", "marked_by", "marked_at", "remark", "updated_at"])
    score_again(attempt)
    is_named = not slot.settings.get("is_anonymous")
    audit.record(
        "assessment.answer.marked",
        actor=by_id,
        target=("attempt", attempt.pk) if is_named else ("quiz", attempt.quiz_id),
        # The name behind an anonymous answer stays out of the log.
        subject_id=attempt.enrollment.learner_id if is_named else None,
        facts={"position": slot.position, "points": None if row.points is None else str(row.points)},
    )
    return row


def _keep_levels(row: QuizAnswer, slot: Slot, levels: Sequence[GivenLevel]) -> Decimal | None:
    """Put these levels in place of those before; the share of the best that they make, None while criteria are open."""
    if not levels and slot.rubric_id is None:
        return None
    judged, share = judged_levels(slot.rubric_id, levels)
    AnswerLevel.objects.filter(answer=row).delete()
    AnswerLevel.objects.bulk_create(
        AnswerLevel(
            answer=row,
            criterion=one.criterion,
            level=one.level,
            points=one.level.points,
            comment=one.comment.replace("\0", "").strip(),
        )
        for one in judged
    )
    return share


def _most(attempt: QuizAttempt, slot: Slot) -> Decimal:
    """What the answer may earn: nothing in a question that was dropped, but a mark may still be kept for it."""
    sheet = corrected_sheet(sheet_of(attempt.edition), corrections_for(attempt.quiz))
    found = sheet.slot(slot.id)
    return found.points if found is not None and found.points else slot.points


def _give(row: QuizAnswer, most: Decimal, points: Decimal | None, by_id: int) -> None:
    if points is None:
        row.points = row.is_correct = row.marked_at = row.marked_by_id = None
        return
    if not 0 <= points <= most:
        detail = f"From 0 to {most.normalize():f}."
        raise ValidationProblem(errors=[FieldError(pointer="/points", code="out-of-range", detail=detail)])
    row.points = points.quantize(MILLI, ROUND_HALF_UP)
    row.is_correct = row.points == most
    row.marked_at, row.marked_by_id = clock.now(), by_id

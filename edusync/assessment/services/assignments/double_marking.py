"""Marking by two: each gives a mark without seeing the other's; both become one, or a moderator decides."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction

from edusync.assessment.assignment_content import fault
from edusync.assessment.assignment_dates import MILLI
from edusync.assessment.marker_desk import MODERATOR, are_apart, complete_pair, desk_of, marks_of
from edusync.assessment.models import Assignment, MarkerMark, MarkerScore, MarkingPlan, Submission
from edusync.assessment.problems import NotYoursToMark
from edusync.assessment.services.assignments.judging import judged_levels
from edusync.assessment.services.assignments.marking import (
    MARKED,
    GivenLevel,
    Mark,
    give_points,
    keep_levels,
    marked_together,
    record_marking,
)
from edusync.kernel import audit
from edusync.kernel.locking import save_versioned
from edusync.kernel.problems import PreconditionFailed
from edusync.kernel.transactions import retry_deadlocks


@transaction.atomic
def save_marking_plan(*, assignment: Assignment, values: dict[str, Any], by_id: int) -> MarkingPlan:
    """Let two people mark, by these values: `threshold_percent`, `when_apart`, `moderator` (a user or None)."""
    row, _ = MarkingPlan.objects.select_for_update().get_or_create(
        assignment=assignment, defaults={"organization_id": assignment.organization_id}
    )
    row.threshold_percent, row.when_apart = values["threshold_percent"], values["when_apart"]
    row.moderator = values.get("moderator")
    save_versioned(row, ["threshold_percent", "when_apart", "moderator"])
    audit.record("assessment.marking_plan.saved", actor=by_id, target=("assignment", assignment.pk))
    return row


@transaction.atomic
def drop_marking_plan(*, assignment: Assignment, by_id: int) -> None:
    """One person marks again. What two said so far stays in the database; marks that became one stand."""
    MarkingPlan.objects.filter(assignment=assignment).delete()
    audit.record("assessment.marking_plan.dropped", actor=by_id, target=("assignment", assignment.pk))


@retry_deadlocks
@transaction.atomic
def give_marker_mark(
    *, plan: MarkingPlan, submission: Submission, mark: Mark, base_version: int, by_id: int
) -> MarkerMark:
    """Keep one marker's mark. `base_version` is the version of that mark, 0 before the first.

    Once both have given theirs, the submission gets its mark or waits for a moderator. Raises NotYoursToMark,
    PreconditionFailed, ValidationProblem, NotMarkedByRubric.
    """
    rows = marked_together(submission)
    first = min(rows, key=lambda row: row.pk)
    desk = desk_of(plan=plan, submission=first, marks=marks_of(first), user_id=by_id, may_mark=True)
    if not desk.can_mark:
        raise NotYoursToMark
    if desk.version != base_version:
        raise PreconditionFailed(row_version=desk.version)
    own = desk.own or MarkerMark(
        organization_id=first.organization_id,
        submission=first,
        marker_id=by_id,
        place=MarkerMark.MODERATOR if desk.role == MODERATOR else _free_place(first),
        row_version=0,
    )
    _keep(own, mark, first)
    _settle(plan, rows, by_id)
    record_marking(rows, by_id)
    return own


def _free_place(submission: Submission) -> int:
    taken = set(MarkerMark.objects.filter(submission=submission).values_list("place", flat=True))
    return 2 if 1 in taken else 1


def _keep(own: MarkerMark, mark: Mark, submission: Submission) -> None:
    raw = mark.points
    if raw is not None and not 0 <= raw <= submission.max_points:
        raise fault("/points", "out-of-range", f"From 0 to {submission.max_points.normalize():f}.")
    judged, share = judged_levels(submission.assignment.rubric_id, mark.levels) if mark.levels else ([], None)
    if raw is None and share is not None:
        raw = share * submission.max_points
    own.raw_points = None if raw is None else raw.quantize(MILLI, ROUND_HALF_UP)
    own.is_late_waived = mark.is_late_waived
    own.row_version += 1
    own.save()
    MarkerScore.objects.filter(mark=own).delete()
    MarkerScore.objects.bulk_create(
        MarkerScore(mark=own, criterion=one.criterion, level=one.level, comment=one.comment) for one in judged
    )


def _settle(plan: MarkingPlan, rows: Sequence[Submission], by_id: int) -> None:
    """Make one mark of what was said, or take it back where it holds no more."""
    first = min(rows, key=lambda row: row.pk)
    marks = marks_of(first)
    raw, used = _agreed(plan, marks, first.max_points)
    if raw is None:
        for row in rows:
            _wait_again(row)
        return
    final = Mark(points=raw, is_late_waived=all(one.is_late_waived for one in used))
    levels = _shared_levels(used)
    for row in rows:
        if row.assignment.rubric_id is not None:
            keep_levels(row, levels, by_id)
        give_points(row, row.assignment, raw, final, by_id)


def _agreed(
    plan: MarkingPlan, marks: Sequence[MarkerMark], max_points: Decimal
) -> tuple[Decimal | None, list[MarkerMark]]:
    """The mark of all, and those whose words go with it; None while there is none."""
    moderator = next((one for one in marks if one.place == MarkerMark.MODERATOR), None)
    if moderator is not None and moderator.raw_points is not None:
        return moderator.raw_points, [moderator]
    pair = complete_pair(marks)
    if pair is None:
        return None, []
    if are_apart(plan, pair, max_points) and plan.when_apart == MarkingPlan.Apart.MODERATOR:
        return None, []
    average = (sum(pair, Decimal(0)) / 2).quantize(MILLI, ROUND_HALF_UP)
    return average, [one for one in marks if one.place < MarkerMark.MODERATOR]


def _shared_levels(used: Sequence[MarkerMark]) -> list[GivenLevel]:
    """Levels on which all of these agree, with what each remarked on them."""
    found: dict[Any, list[MarkerScore]] = {}
    scores = MarkerScore.objects.filter(mark__in=used).select_related("criterion", "level")
    for score in scores.order_by("mark__place"):
        found.setdefault(score.criterion.uuid, []).append(score)
    return [
        GivenLevel(
            criterion, same[0].level.uuid, "\n".join(one.comment for one in same if one.comment)[:5000]
        )
        for criterion, same in found.items()
        if len(same) == len(used) and len({one.level_id for one in same}) == 1
    ]


def _wait_again(row: Submission) -> None:
    if row.state != Submission.State.GRADED or row.posted_at is not None:
        return
    row.state = Submission.State.LATE if row.late_seconds else Submission.State.SUBMITTED
    row.raw_points = row.points = row.graded_at = row.graded_by_id = None
    row.deducted_percent = Decimal(0)
    save_versioned(row, MARKED)

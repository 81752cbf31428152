"""Marking: points, or levels of a rubric. What is given here learners see only once it is posted."""

import dataclasses
import uuid
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction

from edusync.assessment.assignment_content import fault
from edusync.assessment.assignment_dates import MILLI, deducted_percent, final_points
from edusync.assessment.models import (
    Assignment,
    LatePolicy,
    MarkerMark,
    MarkingPlan,
    RubricAssessment,
    RubricCriterion,
    RubricLevel,
    RubricScore,
    Submission,
)
from edusync.assessment.problems import NotMarkedByRubric
from edusync.assessment.services.assignments.completing import follow_mark
from edusync.kernel import audit, clock
from edusync.kernel.locking import save_versioned
from edusync.kernel.problems import PreconditionFailed
from edusync.kernel.transactions import retry_deadlocks

MARKED = ["state", "raw_points", "deducted_percent", "points", "graded_at", "graded_by"]


@dataclasses.dataclass(frozen=True, slots=True)
class GivenLevel:
    """The level reached in one criterion, by their public ids."""

    criterion: uuid.UUID
    level: uuid.UUID
    comment: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Mark:
    """What a marker says: `points`, or levels, or both (then the points stand). `is_late_waived`: being late costs nothing."""

    points: Decimal | None = None
    levels: Sequence[GivenLevel] | None = None
    is_late_waived: bool = False


@retry_deadlocks
@transaction.atomic
def mark_submission(*, submission: Submission, mark: Mark, base_version: int, by_id: int) -> Submission:
    """Keep the mark. It counts as given when there are points, or a level in each criterion; then the state is graded.

    A mark that is posted already changes for the learner at once. `base_version` is the `row_version` the marker saw.
    The members of a group are marked together. Raises PreconditionFailed, ValidationProblem, NotMarkedByRubric.
    """
    rows = marked_together(submission)
    if rows[0].row_version != base_version:
        raise PreconditionFailed(row_version=rows[0].row_version)
    assignment = rows[0].assignment
    raw = mark.points
    if raw is not None and not 0 <= raw <= rows[0].max_points:
        raise fault("/points", "out-of-range", f"From 0 to {rows[0].max_points.normalize():f}.")
    for row in rows:
        by_levels = keep_levels(row, mark.levels, by_id) if mark.levels is not None else None
        give_points(row, assignment, raw if raw is not None else by_levels, mark, by_id)
    record_marking(rows, by_id)
    return rows[0]


def record_marking(rows: Sequence[Submission], by_id: int) -> None:
    """Log that somebody marked. The name behind an anonymous number stays out of it."""
    is_named = not rows[0].assignment.is_anonymous or rows[0].posted_at is not None
    for row in rows:
        audit.record(
            "assessment.submission.marked",
            actor=by_id,
            target=("submission", row.pk),
            subject_id=row.enrollment.learner_id if is_named else None,
        )


def marked_together(submission: Submission) -> list[Submission]:
    """The submission, locked, and after it those of the other members of its group that came in with it."""
    found = Submission.objects.select_for_update().select_related("assignment__lesson", "enrollment")
    first: Submission = found.get(pk=submission.pk)
    if first.group_id is None:
        return [first]
    others = found.filter(
        assignment_id=first.assignment_id, group_id=first.group_id, submitted_at=first.submitted_at
    )
    return [first, *others.exclude(pk=first.pk).order_by("id")]


def give_points(row: Submission, assignment: Assignment, raw: Decimal | None, mark: Mark, by_id: int) -> None:
    """Put the points into the submission; None: it goes on waiting. The caller's transaction locked it."""
    if raw is None:
        # Some criteria are still open: nothing is given yet, but what was looked at is kept.
        save_versioned(row, ["raw_points"])
        return
    policy = None if mark.is_late_waived else LatePolicy.objects.filter(assignment=assignment).first()
    row.raw_points = raw.quantize(MILLI, ROUND_HALF_UP)
    row.deducted_percent = deducted_percent(policy, row.late_seconds)
    row.state, row.graded_at, row.graded_by_id = Submission.State.GRADED, clock.now(), by_id
    if row.posted_at is not None:
        row.points = final_points(row.raw_points, row.deducted_percent)
    save_versioned(row, MARKED)
    if row.posted_at is not None:
        follow_mark(row)


def keep_levels(row: Submission, levels: Sequence[GivenLevel], by_id: int) -> Decimal | None:
    """Store the levels; the mark they make in the assignment's points, or None while criteria are open."""
    rubric_id = row.assignment.rubric_id
    if rubric_id is None:
        raise NotMarkedByRubric
    assessment, _ = RubricAssessment.objects.get_or_create(
        submission=row,
        defaults={
            "organization_id": row.organization_id,
            "rubric_id": rubric_id,
            "assessed_by_id": by_id,
        },
    )
    criteria = {one.uuid: one for one in RubricCriterion.objects.filter(rubric_id=rubric_id)}
    known = {one.uuid: one for one in RubricLevel.objects.filter(criterion__rubric_id=rubric_id)}
    best: dict[int, Decimal] = {}
    for level in known.values():
        best[level.criterion_id] = max(best.get(level.criterion_id, Decimal(0)), level.points)
    RubricScore.objects.filter(assessment=assessment).delete()
    scores = [
        _score(assessment, criteria, known, given, f"/levels/{place}") for place, given in enumerate(levels)
    ]
    if len({score.criterion_id for score in scores}) != len(scores):
        raise fault("/levels", "not-unique", "One level for each criterion.")
    RubricScore.objects.bulk_create(scores)
    assessment.rubric_id, assessment.assessed_by_id = rubric_id, by_id
    assessment.points = sum((score.points for score in scores), Decimal(0))
    assessment.max_points = sum(best.values(), Decimal(0))
    assessment.save()
    if len(scores) < len(criteria) or not assessment.max_points:
        return None
    return assessment.points * row.max_points / assessment.max_points


def _score(
    assessment: RubricAssessment,
    criteria: dict[uuid.UUID, RubricCriterion],
    known: dict[uuid.UUID, RubricLevel],
    given: GivenLevel,
    pointer: str,
) -> RubricScore:
    criterion, level = criteria.get(given.criterion), known.get(given.level)
    if criterion is None or level is None or level.criterion_id != criterion.pk:
        raise fault(pointer, "unknown-level", "No such level of this rubric.")
    return RubricScore(
        assessment=assessment, criterion=criterion, level=level, points=level.points, comment=given.comment
    )


@retry_deadlocks
@transaction.atomic
def return_submission(*, submission: Submission, base_version: int, by_id: int) -> Submission:
    """Give the work back for another try, without a mark. Raises PreconditionFailed."""
    rows = marked_together(submission)
    if MarkingPlan.objects.filter(assignment=rows[0].assignment).exists():
        # What two markers said about work that comes back holds no more; their own versions were checked by none.
        MarkerMark.objects.filter(submission__in=rows).delete()
    elif rows[0].row_version != base_version:
        raise PreconditionFailed(row_version=rows[0].row_version)
    for row in rows:
        was_posted = row.posted_at is not None
        row.state, row.returned_at = Submission.State.RETURNED, clock.now()
        row.raw_points = row.points = row.posted_at = row.graded_at = row.graded_by_id = None
        row.deducted_percent = Decimal(0)
        save_versioned(row, [*MARKED, "posted_at", "returned_at"])
        if was_posted:
            follow_mark(row)
        audit.record("assessment.submission.returned", actor=by_id, target=("submission", row.pk))
    return rows[0]


def levels_from(values: Sequence[dict[str, Any]] | None) -> list[GivenLevel] | None:
    """Levels out of checked input."""
    if values is None:
        return None
    return [GivenLevel(one["criterion"], one["level"], one.get("comment", "")) for one in values]

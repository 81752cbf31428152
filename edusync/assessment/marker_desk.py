"""What one of two markers may see and do with a submission: their own mark alone, until it is posted."""

import dataclasses
from collections.abc import Sequence
from decimal import Decimal

from edusync.assessment.models import MarkerMark, MarkingPlan, Submission

MARKER, MODERATOR, NOBODY = "marker", "moderator", "none"


@dataclasses.dataclass(frozen=True, slots=True)
class Desk:
    """One person's place at a submission that two people mark."""

    role: str
    own: MarkerMark | None
    # Both marks of the markers and the moderator's, empty while they are not to be seen.
    shown: tuple[MarkerMark, ...]
    is_apart: bool
    can_mark: bool

    @property
    def version(self) -> int:
        """What a change of the own mark must name; 0 before there is one."""
        return self.own.row_version if self.own else 0


def plan_of(assignment_id: int) -> MarkingPlan | None:
    """The plan by which two people mark; None where one does."""
    row: MarkingPlan | None = MarkingPlan.objects.filter(assignment_id=assignment_id).first()
    return row


def marked_row(submission: Submission) -> Submission:
    """The row that carries the markers' marks: of a group that handed in together, the first."""
    if submission.group_id is None:
        return submission
    rows = Submission.objects.filter(
        assignment_id=submission.assignment_id,
        group_id=submission.group_id,
        submitted_at=submission.submitted_at,
    )
    first: Submission | None = rows.order_by("id").first()
    return first or submission


def marks_of(submission: Submission) -> list[MarkerMark]:
    """What was said by each so far: both markers, then the moderator."""
    rows = MarkerMark.objects.filter(submission=submission).select_related("marker")
    return list(rows.order_by("place"))


def complete_pair(marks: Sequence[MarkerMark]) -> tuple[Decimal, Decimal] | None:
    """The points of both markers, once both gave theirs."""
    points = [
        one.raw_points for one in marks if one.place < MarkerMark.MODERATOR and one.raw_points is not None
    ]
    return (points[0], points[1]) if len(points) == 2 else None


def are_apart(plan: MarkingPlan, pair: tuple[Decimal, Decimal], max_points: Decimal) -> bool:
    """Whether two marks differ by more than the threshold, a share of the points."""
    return abs(pair[0] - pair[1]) * 100 > plan.threshold_percent * max_points


def desk_of(
    *, plan: MarkingPlan, submission: Submission, marks: Sequence[MarkerMark], user_id: int, may_mark: bool
) -> Desk:
    """The person's place. Whoever comes third moderates, unless the plan names a moderator.

    `may_mark`: whether the course lets them mark at all.
    """
    own = next((one for one in marks if one.marker_id == user_id), None)
    pair = complete_pair(marks)
    role = _role(plan, own, len([one for one in marks if one.place < MarkerMark.MODERATOR]), user_id)
    role = role if may_mark else NOBODY
    is_posted = submission.posted_at is not None
    is_moderating = role == MODERATOR and pair is not None
    return Desk(
        role=role,
        own=own,
        shown=tuple(marks) if is_posted or is_moderating else (),
        is_apart=pair is not None and are_apart(plan, pair, submission.max_points),
        can_mark=is_moderating or (role == MARKER and not is_posted),
    )


def _role(plan: MarkingPlan, own: MarkerMark | None, taken: int, user_id: int) -> str:
    if own is not None:
        return MODERATOR if own.place == MarkerMark.MODERATOR else MARKER
    if plan.moderator_id == user_id:
        return MODERATOR
    if taken < 2:
        return MARKER
    return MODERATOR if plan.moderator_id is None else NOBODY

"""When work may be handed in, when it is late, and what being late costs."""

import dataclasses
import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from edusync.assessment.models import Assignment, AssignmentExtension, LatePolicy

# What was sent in the last second may arrive a little later.
GRACE = dt.timedelta(seconds=30)
PERIODS = {LatePolicy.Period.HOUR: 3600, LatePolicy.Period.DAY: 86_400}
MILLI = Decimal("0.001")
CENT = Decimal("0.01")


@dataclasses.dataclass(frozen=True, slots=True)
class Dates:
    """When an assignment opens, is due and closes for one learner. None: no such date."""

    opens_at: dt.datetime | None
    due_at: dt.datetime | None
    closes_at: dt.datetime | None
    is_extended: bool

    def is_begun(self, now: dt.datetime) -> bool:
        """Whether the first day has come."""
        return self.opens_at is None or now >= self.opens_at

    def is_over(self, now: dt.datetime) -> bool:
        """Whether nothing is taken any more."""
        return self.closes_at is not None and now > self.closes_at + GRACE

    def late_seconds(self, at: dt.datetime) -> int:
        """Whole seconds after the due date; 0 in time."""
        if self.due_at is None or at <= self.due_at + GRACE:
            return 0
        return int((at - self.due_at).total_seconds())


def dates_of(assignment: Assignment, extension: AssignmentExtension | None) -> Dates:
    """The assignment's dates for a learner, who may have more time than others."""
    return with_extension(
        assignment.opens_at,
        assignment.due_at,
        assignment.closes_at,
        accepts_late=assignment.accepts_late,
        extended_to=extension.due_at if extension else None,
    )


def with_extension(
    opens_at: dt.datetime | None,
    due_at: dt.datetime | None,
    closes_at: dt.datetime | None,
    *,
    accepts_late: bool,
    extended_to: dt.datetime | None,
) -> Dates:
    """Dates of an assignment, where one learner may have until `extended_to`."""
    due_at = extended_to or due_at
    if not accepts_late and due_at is not None:
        closes_at = due_at
    elif extended_to is not None and closes_at is not None:
        closes_at = max(closes_at, extended_to)
    return Dates(opens_at, due_at, closes_at, extended_to is not None)


def deducted_percent(policy: LatePolicy | None, late_seconds: int) -> Decimal:
    """What being late takes from the mark, in percent: for each period begun, and never below the floor."""
    if policy is None or late_seconds <= policy.grace_minutes * 60:
        return Decimal(0)
    begun = -(-late_seconds // PERIODS[LatePolicy.Period(policy.period)])
    return min(begun * policy.percent_per_period, 100 - policy.floor_percent).quantize(CENT)


def final_points(raw: Decimal, deducted: Decimal) -> Decimal:
    """The mark after the deduction."""
    return (raw * (100 - deducted) / 100).quantize(MILLI, ROUND_HALF_UP)

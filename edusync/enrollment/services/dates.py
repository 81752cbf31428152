"""By when a learner should be through, and until when the lessons stay open."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from edusync.enrollment.models import Cohort, Enrollment, EnrollmentExtension
from edusync.kernel import clock
from edusync.kernel.tasks import enqueue_many

Instant = datetime.datetime
WARN_DAYS = 7
Kind = EnrollmentExtension.Kind


def dates_of(
    enrollment: Enrollment, course: Any, cohort: Cohort | None, extensions: Iterable[EnrollmentExtension]
) -> tuple[Instant | None, Instant | None]:
    """`(due_at, expires_at)`; None for no such date.

    Days count from `enrolled_at`, in a scheduled cohort from its beginning if that is later. The due date is the
    earlier of the course's days and the cohort's end; access ends after the course's days. The latest extension of a
    kind (`extensions` oldest first) stands instead of what the rules say.
    """
    start = enrollment.enrolled_at
    if cohort is not None and cohort.pacing == Cohort.Pacing.SCHEDULED and cohort.starts_at:
        start = max(start, cohort.starts_at)
    ends_at = cohort.ends_at if cohort is not None else None
    due = [instant for instant in (_after(start, course.due_days), ends_at) if instant]
    dates = {Kind.DUE: min(due, default=None), Kind.ACCESS: _after(start, course.access_days)}
    for extension in extensions:
        dates[Kind(extension.kind)] = extension.until
    return dates[Kind.DUE], dates[Kind.ACCESS]


def _after(start: Instant, days: int | None) -> Instant | None:
    return None if days is None else start + datetime.timedelta(days=days)


def set_dates(*, enrollment: Enrollment, course: Any, cohort: Cohort | None) -> tuple[str, ...]:
    """Set both dates on the locked row, unsaved; returns the names of the columns. A mail before the end is planned."""
    has_history = enrollment.pk is not None and not enrollment._state.adding
    extensions = list(enrollment.extensions.order_by("id")) if has_history else []
    enrollment.due_at, enrollment.expires_at = dates_of(enrollment, course, cohort, extensions)
    return ("due_at", "expires_at")


def plan_warning(enrollment: Enrollment) -> None:
    """Have the learner told a week before access ends. A date that changes meanwhile makes the old plan void."""
    plan_warnings([enrollment])


def plan_warnings(enrollments: Sequence[Enrollment]) -> None:
    """The same for many whose access ends at one time."""
    expires_at = enrollments[0].expires_at if enrollments else None
    if expires_at is None:
        return
    ahead = expires_at - datetime.timedelta(days=WARN_DAYS) - clock.now()
    # Who has less than a week in all was told so when they came.
    if ahead > datetime.timedelta(0):
        enqueue_many(
            "enrollment.warn_of_expiry",
            [{"enrollment_id": row.pk, "expires_at": expires_at.isoformat()} for row in enrollments],
            first_after_seconds=ahead.total_seconds(),
        )


def follow_dates(*, enrollment: Enrollment, course: Any) -> None:
    """Bring the dates of the locked enrollment in line with course, cohort and extensions, and save them."""
    before = enrollment.expires_at
    fields = set_dates(enrollment=enrollment, course=course, cohort=enrollment.cohort)
    enrollment.save(update_fields=[*fields, "updated_at"])
    if enrollment.expires_at != before:
        plan_warning(enrollment)

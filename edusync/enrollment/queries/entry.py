"""May somebody take a course, and if not, why."""

import dataclasses
import datetime
from collections.abc import Iterator
from typing import Any

from edusync.courses import queries as course_queries
from edusync.enrollment.models import Cohort, Enrollment
from edusync.enrollment.queries.line import is_enrollment_time, waitlist_length
from edusync.kernel import clock


@dataclasses.dataclass(frozen=True, slots=True)
class Reason:
    """Why not: a code, which is also that of the problem one would meet, and what goes into the sentence."""

    code: str
    facts: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class CohortChoice:
    """A cohort one may choose. `seats_left` None for no limit; `is_open_now` by its own dates."""

    id: int
    name: str
    starts_at: datetime.datetime | None
    ends_at: datetime.datetime | None
    seats_left: int | None
    is_open_now: bool


@dataclasses.dataclass(frozen=True, slots=True)
class EnrollAnswer:
    """What a person may do now: `act` is enroll, request, join_waitlist or none; `reasons` say why not more."""

    is_allowed: bool
    act: str
    reasons: list[Reason]
    seats_left: int | None
    waitlist_length: int
    cohorts: list[CohortChoice]


def can_enroll(
    course: Any,
    user_id: int | None,
    *,
    enrollment: Enrollment | None = None,
    has_key: bool = False,
    cohort: Cohort | None = None,
) -> EnrollAnswer:
    """Whether the person may take the course by themselves; at most three queries.

    `enrollment` is what they have in it already. `has_key`: they came with a key or link that opens it.
    """
    now = clock.now()
    reasons = [
        *_of_person(user_id, enrollment),
        *_of_course(course, enrollment, now, has_key=has_key),
        *_of_cohort(cohort, now),
    ]
    if not reasons:
        missing = course_queries.unmet_prerequisites(course_id=course.pk, user_id=user_id or 0)
        if missing:
            reasons.append(Reason("prerequisites-unmet", {"missing": [row.as_reason() for row in missing]}))
    left = left_in(course)
    is_full = left == 0 or (cohort is not None and left_in(cohort) == 0)
    length = waitlist_length(course.pk) if course.is_waitlist_on or is_full else 0
    act = "none" if reasons else _act(course, enrollment, has_key=has_key, is_full=is_full or length > 0)
    if is_full and act in {"none", "join_waitlist"}:
        reasons.append(Reason("course-full", {"capacity": course.capacity}))
    return EnrollAnswer(
        is_allowed=act != "none",
        act=act,
        reasons=reasons,
        seats_left=left,
        waitlist_length=length,
        cohorts=_choices(course.pk, now),
    )


def left_in(place: Any) -> int | None:
    """Seats of a course or cohort that are neither taken nor kept free; None without a limit."""
    if place.capacity is None:
        return None
    return max(0, int(place.capacity) - int(place.seats_taken) - int(place.seats_offered))


STANDING = {
    "active": "already-enrolled",
    "completed": "already-enrolled",
    "paused": "already-enrolled",
    "suspended": "enrollment-suspended",
    "pending": "enrollment-requested",
    "waitlisted": "already-waiting",
    "expired": "enrollment-expired",
}


def _of_person(user_id: int | None, enrollment: Enrollment | None) -> Iterator[Reason]:
    if user_id is None:
        yield Reason("not-authenticated")
    elif enrollment is not None and enrollment.status in STANDING:
        yield Reason(STANDING[enrollment.status], {"enrollment_id": enrollment.pk})


def _of_course(
    course: Any, enrollment: Enrollment | None, now: datetime.datetime, *, has_key: bool
) -> Iterator[Reason]:
    is_invited = enrollment is not None and enrollment.status == "invited"
    is_closed = course.access == "restricted" and not has_key and not is_invited
    if course.status != "published" or is_closed:
        yield Reason("course-not-open", {"course_status": course.status, "access": course.access})
    elif not is_enrollment_time(course, now):
        yield _not_now(course)


def _of_cohort(cohort: Cohort | None, now: datetime.datetime) -> Iterator[Reason]:
    if cohort is None:
        return
    if not cohort.is_open:
        yield Reason("cohort-not-open", {"cohort_id": cohort.pk})
    elif not is_enrollment_time(cohort, now):
        yield _not_now(cohort)


def _not_now(place: Any) -> Reason:
    opens_at, closes_at = place.enrollment_opens_at, place.enrollment_closes_at
    return Reason("enrollment-not-open-now", {"opens_at": opens_at, "closes_at": closes_at})


def _act(course: Any, enrollment: Enrollment | None, *, has_key: bool, is_full: bool) -> str:
    is_invited = enrollment is not None and enrollment.status == "invited"
    if course.access == "approval" and not has_key and not is_invited:
        return "request"
    if not is_full:
        return "enroll"
    return "join_waitlist" if course.is_waitlist_on else "none"


def _choices(course_id: int, now: datetime.datetime) -> list[CohortChoice]:
    rows = Cohort.objects.filter(course_id=course_id, is_open=True, deleted_at=None).order_by(
        "starts_at", "id"
    )
    return [
        CohortChoice(row.pk, row.name, row.starts_at, row.ends_at, left_in(row), is_enrollment_time(row, now))
        for row in rows
        if row.ends_at is None or row.ends_at > now
    ]

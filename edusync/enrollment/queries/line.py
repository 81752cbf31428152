"""Reads about the line for a seat and about requests."""

import dataclasses
import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from edusync.enrollment.models import Enrollment, EnrollmentTransition, WaitlistEntry, WaitlistOffer

if TYPE_CHECKING:
    from django.db.models import QuerySet

IN_LINE = ("waiting", "offered")


def is_anybody_waiting(course_id: int) -> bool:
    """Whether somebody stands in line without an offer."""
    return bool(WaitlistEntry.objects.filter(course_id=course_id, state="waiting").exists())


def waitlist_length(course_id: int) -> int:
    """How many stand in line without an offer."""
    return int(WaitlistEntry.objects.filter(course_id=course_id, state="waiting").count())


def position_of(entry: WaitlistEntry) -> int:
    """The place in line, 1 for the first: one query over the index of the line. Who has an offer stands at 0."""
    if entry.state != "waiting":
        return 0
    before = Q(priority__lt=entry.priority) | Q(priority=entry.priority, joined_at__lt=entry.joined_at)
    same = Q(priority=entry.priority, joined_at=entry.joined_at, pk__lt=entry.pk)
    rows = WaitlistEntry.objects.filter(before | same, course_id=entry.course_id, state="waiting")
    return int(rows.count()) + 1


def line_of(course_id: int) -> "QuerySet[WaitlistEntry]":
    """Who is in line, the next first: those with an offer, then by priority, then by time."""
    rows: QuerySet[WaitlistEntry] = WaitlistEntry.objects.filter(course_id=course_id, state__in=IN_LINE)
    return rows.select_related("learner", "cohort", "enrollment")


@dataclasses.dataclass(frozen=True, slots=True)
class LinePlace:
    """Where one enrollment stands: `position` from 1, 0 with an offer; `offer` the open one."""

    entry: WaitlistEntry
    position: int
    offer: WaitlistOffer | None


def place_in_line(enrollment_id: int) -> LinePlace | None:
    """Where the enrollment stands in line; None when it does not. At most three queries."""
    entry = WaitlistEntry.objects.filter(enrollment_id=enrollment_id, state__in=IN_LINE).first()
    if entry is None:
        return None
    offer = None
    if entry.state == "offered":
        offer = WaitlistOffer.objects.filter(entry=entry, answer="open").first()
    return LinePlace(entry, position_of(entry), offer)


def open_offers_of(enrollment_ids: list[int]) -> dict[int, WaitlistOffer]:
    """By enrollment id: its open offer. One query, none for nobody."""
    if not enrollment_ids:
        return {}
    rows = WaitlistOffer.objects.filter(entry__enrollment_id__in=enrollment_ids, answer="open")
    return {row.entry.enrollment_id: row for row in rows.select_related("entry")}


def requests_of(course_ids: Any) -> "QuerySet[Enrollment]":
    """Open requests in these courses, the oldest first."""
    rows: QuerySet[Enrollment] = Enrollment.objects.filter(
        course_id__in=course_ids, status="pending", deleted_at__isnull=True
    )
    return rows.select_related("learner", "course", "cohort").order_by("approval_requested_at", "id")


def transitions_of(enrollment_id: int) -> "QuerySet[EnrollmentTransition]":
    """Every change of status, the oldest first, with who made it."""
    rows: QuerySet[EnrollmentTransition] = EnrollmentTransition.objects.filter(enrollment_id=enrollment_id)
    return rows.select_related("by").order_by("id")


def is_enrollment_time(place: Any, now: datetime.datetime) -> bool:
    """Whether a course or cohort takes learners by themselves at this time."""
    if place.enrollment_opens_at is not None and now < place.enrollment_opens_at:
        return False
    return place.enrollment_closes_at is None or now < place.enrollment_closes_at

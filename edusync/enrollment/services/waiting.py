"""The line for a seat: joining it, offers to the first, and what becomes of them."""

import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from edusync.courses import services as courses
from edusync.enrollment.events import LearnerEnrolled, OfferLapsed, SeatOffered, WaitlistJoined
from edusync.enrollment.models import Cohort, Enrollment, WaitlistEntry, WaitlistOffer
from edusync.enrollment.problems import OfferClosed
from edusync.enrollment.queries import left_in
from edusync.enrollment.services.changing import change_status, locked
from edusync.enrollment.services.dates import plan_warning, set_dates
from edusync.kernel import audit, clock, events
from edusync.kernel.problems import NotFound
from edusync.kernel.transactions import retry_deadlocks

if TYPE_CHECKING:
    from edusync.courses.models import Course

Answer = WaitlistOffer.Answer
State = WaitlistEntry.State
Status = Enrollment.Status


def join_line(enrollment: Enrollment) -> WaitlistEntry:
    """Put a waitlisted enrollment at the end of the line. The caller holds the course's lock."""
    entry: WaitlistEntry = WaitlistEntry.objects.create(
        organization_id=enrollment.organization_id,
        enrollment=enrollment,
        course_id=enrollment.course_id,
        learner_id=enrollment.learner_id,
        cohort_id=enrollment.cohort_id,
        joined_at=clock.now(),
    )
    events.publish(WaitlistJoined(enrollment.pk, enrollment.course_id, enrollment.learner_id))
    return entry


def leave_line(enrollment: Enrollment, state: str = State.LEFT) -> None:
    """Take an enrollment out of the line, with its open offer. The caller holds the course's lock."""
    rows = WaitlistEntry.objects.filter(enrollment=enrollment, state__in=[State.WAITING, State.OFFERED])
    entry = rows.select_for_update().first()
    if entry is None:
        return
    offer = WaitlistOffer.objects.filter(entry=entry, answer=Answer.OPEN).first()
    if offer is not None:
        close_offer(offer, Answer.ACCEPTED if state == State.SEATED else Answer.REVOKED)
    _close_entry(entry, state)


def close_offer(offer: WaitlistOffer, answer: str) -> None:
    """Write the answer; the seat is not kept free any more from here on."""
    offer.answer, offer.answered_at = answer, clock.now()
    offer.save(update_fields=["answer", "answered_at", "updated_at"])


def _close_entry(entry: WaitlistEntry, state: str) -> None:
    entry.state, entry.left_at = state, clock.now()
    entry.save(update_fields=["state", "left_at", "updated_at"])


def promote(course: "Course") -> list[WaitlistOffer]:
    """Offer every free seat to the first in line: by priority, then by the time of joining.

    Whoever waits for a full cohort is passed over until it has a seat. The caller holds the course's lock; only a
    published course offers.
    """
    course.refresh_from_db(fields=["status", "capacity", "seats_taken", "seats_offered", "offer_hours"])
    line = WaitlistEntry.objects.filter(course_id=course.pk, state=State.WAITING)
    if course.status != "published" or left_in(course) == 0:
        return []
    left = left_in(course)
    in_cohorts = {row.pk: left_in(row) for row in Cohort.objects.filter(course_id=course.pk)}
    offers: list[WaitlistOffer] = []
    while left is None or left > len(offers):
        full = [pk for pk, free in in_cohorts.items() if free == 0]
        entry = line.exclude(cohort_id__in=full).order_by("priority", "joined_at", "id").first()
        if entry is None:
            break
        offers.append(_offer(entry, course.offer_hours))
        free = in_cohorts.get(entry.cohort_id or 0)
        if free is not None:
            in_cohorts[entry.cohort_id or 0] = free - 1
    return offers


def _offer(entry: WaitlistEntry, hours: int) -> WaitlistOffer:
    now = clock.now()
    offer: WaitlistOffer = WaitlistOffer.objects.create(
        organization_id=entry.organization_id,
        entry=entry,
        course_id=entry.course_id,
        cohort_id=entry.cohort_id,
        expires_at=now + datetime.timedelta(hours=hours),
    )
    entry.state, entry.notified_at = State.OFFERED, now
    entry.save(update_fields=["state", "notified_at", "updated_at"])
    events.publish(
        SeatOffered(
            entry.enrollment_id, entry.course_id, entry.learner_id, offer.pk, offer.expires_at.isoformat()
        )
    )
    return offer


@retry_deadlocks
@transaction.atomic
def accept_offer(*, offer: WaitlistOffer, by_id: int) -> Enrollment:
    """Take the seat that was kept free. Raises OfferClosed when it is not any more."""
    course, row = _open_offer(offer)
    enrollment = locked(row.entry.enrollment)
    # First the offer, then the enrollment: at no moment do both count.
    close_offer(row, Answer.ACCEPTED)
    _close_entry(row.entry, State.SEATED)
    enrollment.enrolled_at = clock.now()
    # Waiting for approval comes before waiting for a seat; where the course asks for it only since then, the offer is it.
    enrollment.approved_at = enrollment.approved_at or enrollment.enrolled_at
    dates = set_dates(enrollment=enrollment, course=course, cohort=enrollment.cohort)
    change_status(
        enrollment=enrollment,
        status=Status.ACTIVE,
        by_id=by_id,
        fields=("enrolled_at", "approved_at", *dates),
    )
    plan_warning(enrollment)
    events.publish(
        LearnerEnrolled(enrollment.pk, course.pk, enrollment.learner_id, enrollment.source, is_return=False)
    )
    return enrollment


@retry_deadlocks
@transaction.atomic
def decline_offer(*, offer: WaitlistOffer, by_id: int) -> Enrollment:
    """Leave the seat to the next in line. Raises OfferClosed."""
    course, row = _open_offer(offer)
    return _end_offer(course, row, Answer.DECLINED, State.LEFT, by_id=by_id, reason="offer declined")


def _open_offer(offer: WaitlistOffer) -> "tuple[Course, WaitlistOffer]":
    course = courses.lock_course(offer.course_id)
    row = WaitlistOffer.objects.select_for_update().get(pk=offer.pk)
    if row.answer != Answer.OPEN:
        raise OfferClosed(answer=row.answer)
    if row.expires_at <= clock.now():
        raise OfferClosed(answer=Answer.LAPSED)
    return course, row


def _end_offer(
    course: "Course", row: WaitlistOffer, answer: str, state: str, *, by_id: int | None, reason: str
) -> Enrollment:
    enrollment = locked(row.entry.enrollment)
    close_offer(row, answer)
    _close_entry(row.entry, state)
    change_status(enrollment=enrollment, status=Status.WITHDRAWN, by_id=by_id, reason=reason)
    promote(course)
    return enrollment


@retry_deadlocks
@transaction.atomic
def lapse_offer(*, offer_id: int) -> bool:
    """End an offer whose time is over and give the seat to the next; False when it was answered meanwhile."""
    course_id = WaitlistOffer.objects.values_list("course_id", flat=True).get(pk=offer_id)
    try:
        course = courses.lock_course(course_id)
    except NotFound:
        return False
    row = WaitlistOffer.objects.select_for_update().get(pk=offer_id)
    if row.answer != Answer.OPEN or row.expires_at > clock.now():
        return False
    enrollment = _end_offer(course, row, Answer.LAPSED, State.LAPSED, by_id=None, reason="offer lapsed")
    events.publish(OfferLapsed(enrollment.pk, course.pk, enrollment.learner_id, row.pk))
    return True


@retry_deadlocks
@transaction.atomic
def set_waitlist_priority(*, entry: WaitlistEntry, priority: int, by_id: int) -> WaitlistEntry:
    """Move somebody in the line: the lower, the sooner. An offer that stands is not taken away."""
    row: WaitlistEntry = WaitlistEntry.objects.select_for_update().get(pk=entry.pk)
    before, row.priority = row.priority, priority
    row.save(update_fields=["priority", "updated_at"])
    audit.record(
        "enrollment.waitlist.moved",
        actor=by_id,
        target=("enrollment", row.enrollment_id),
        facts={"course_id": row.course_id, "from": before, "to": priority},
        subject_id=row.learner_id,
    )
    return row


def offer_free_seats(course_id: int) -> None:
    """The capacity or the line changed: whoever waits is offered what is free now."""
    promote_course(course_id=course_id)


@retry_deadlocks
@transaction.atomic
def promote_course(*, course_id: int) -> int:
    """Offer what seats are free now, as after a change of capacity; returns how many offers were made."""
    return len(promote(courses.lock_course(course_id)))

"""What the clock brings: offers run out, access ends, a course is to be taken anew."""

import datetime

from django.db import transaction
from django.db.models import F, Q

from edusync.courses import queries as course_queries
from edusync.enrollment.events import EnrollmentExpired, EnrollmentExpiring, LearnerEnrolled
from edusync.enrollment.models import Enrollment, WaitlistEntry, WaitlistOffer
from edusync.enrollment.services.changing import (
    Status,
    change_status,
    has_seat,
    locked_with_course,
    log_change,
)
from edusync.enrollment.services.dates import plan_warning, set_dates
from edusync.enrollment.services.leaving import free_seat
from edusync.enrollment.services.waiting import lapse_offer, promote_course
from edusync.kernel import clock, events
from edusync.kernel.problems import NotFound
from edusync.kernel.tenancy import organization_context
from edusync.kernel.transactions import retry_deadlocks

BATCH = 1_000
ENDING = (Status.ACTIVE, Status.PAUSED, Status.SUSPENDED, Status.COMPLETED, Status.INVITED)


def lapse_due_offers() -> int:
    """End the offers nobody answered in time, in all organizations; returns how many."""
    due = WaitlistOffer.unscoped.filter(answer="open", expires_at__lte=clock.now())
    count = 0
    for pk, organization_id in due.order_by("expires_at", "id").values_list("pk", "organization_id")[:BATCH]:
        with organization_context(organization_id):
            count += lapse_offer(offer_id=pk)
    return count


def promote_due_courses() -> int:
    """Offer seats that became free with nobody there to see, in all organizations; returns how many offers were made.

    A course published again, or a cohort with more seats: whatever the way, nobody waits beside a free seat.
    """
    waiting = WaitlistEntry.unscoped.filter(
        Q(course__capacity=None)
        | Q(course__capacity__gt=F("course__seats_taken") + F("course__seats_offered")),
        state="waiting",
        course__status="published",
        course__deleted_at__isnull=True,
    )
    pairs = waiting.order_by("course_id").values_list("course_id", "organization_id").distinct()
    count = 0
    for course_id, organization_id in list(pairs):
        with organization_context(organization_id):
            count += promote_course(course_id=course_id)
    return count


def expire_due_enrollments() -> int:
    """End the access whose time is over, in all organizations; returns how many."""
    due = Enrollment.unscoped.filter(
        status__in=ENDING,
        expires_at__lte=clock.now(),
        deleted_at__isnull=True,
        course__deleted_at__isnull=True,
    )
    count = 0
    for pk, organization_id in due.order_by("expires_at", "id").values_list("pk", "organization_id")[:BATCH]:
        with organization_context(organization_id):
            count += expire_enrollment(enrollment_id=pk)
    return count


@retry_deadlocks
@transaction.atomic
def expire_enrollment(*, enrollment_id: int) -> bool:
    """End one access; the seat goes to the next in line. False when it got more time meanwhile."""
    try:
        course, row = locked_with_course(Enrollment.objects.get(pk=enrollment_id))
    except NotFound:
        return False
    if row.status not in ENDING or row.expires_at is None or row.expires_at > clock.now():
        return False
    change_status(enrollment=row, status=Status.EXPIRED, by_id=None, reason="access ended")
    events.publish(EnrollmentExpired(row.pk, row.course_id, row.learner_id))
    free_seat(course)
    return True


def renew_due_enrollments() -> int:
    """Begin anew what is to be taken again so many days after completion, in all organizations; returns how many."""
    now = clock.now()
    courses = Enrollment.unscoped.filter(
        status=Status.COMPLETED,
        deleted_at__isnull=True,
        course__recertify_days__isnull=False,
        course__status="published",
        course__deleted_at__isnull=True,
    )
    pairs = (
        courses.order_by().values_list("course_id", "course__recertify_days", "organization_id").distinct()
    )
    count = 0
    for course_id, days, organization_id in list(pairs):
        with organization_context(organization_id):
            due = Enrollment.objects.filter(
                Q(course_id=course_id, status=Status.COMPLETED, deleted_at__isnull=True),
                completed_at__lte=now - datetime.timedelta(days=days),
            )
            for pk in due.order_by("completed_at", "id").values_list("pk", flat=True)[:BATCH]:
                count += renew_enrollment(enrollment_id=pk)
    return count


@retry_deadlocks
@transaction.atomic
def renew_enrollment(*, enrollment_id: int) -> bool:
    """End a completed enrollment whose validity is over and begin the next attempt; False when it is not due.

    The next attempt has the seat of the old one. Where the course has fewer seats by now it is an invitation.
    """
    try:
        course, row = locked_with_course(Enrollment.objects.get(pk=enrollment_id))
    except NotFound:
        return False
    days = course.recertify_days
    if row.status != Status.COMPLETED or days is None or row.completed_at is None:
        return False
    if row.completed_at + datetime.timedelta(days=days) > clock.now():
        return False
    change_status(enrollment=row, status=Status.EXPIRED, by_id=None, reason="to be renewed")
    events.publish(EnrollmentExpired(row.pk, row.course_id, row.learner_id, is_renewal=True))
    course.refresh_from_db(fields=["seats_taken", "seats_offered"])
    fresh = _next_attempt(row)
    fresh.status = Status.ACTIVE if has_seat(course, fresh.cohort) else Status.INVITED
    if fresh.status == Status.ACTIVE:
        set_dates(enrollment=fresh, course=course, cohort=fresh.cohort)
    fresh.save(force_insert=True)
    log_change(fresh, "", by_id=None, reason="renewal")
    if fresh.status == Status.ACTIVE:
        plan_warning(fresh)
        events.publish(
            LearnerEnrolled(fresh.pk, fresh.course_id, fresh.learner_id, fresh.source, is_return=True)
        )
    return True


def _next_attempt(row: Enrollment) -> Enrollment:
    weights = course_queries.required_weights(row.course_id)
    now = clock.now()
    return Enrollment(
        organization_id=row.organization_id,
        course_id=row.course_id,
        learner_id=row.learner_id,
        attempt_number=row.attempt_number + 1,
        source=row.source,
        enrolled_at=now,
        required_weight=sum(weight for _, weight in weights.values()),
        # Who was let in once is let in again.
        approved_by_id=row.approved_by_id,
        approved_at=now,
    )


@transaction.atomic
def warn_of_expiry(*, enrollment_id: int, expires_at: str) -> bool:
    """Announce that access ends in a week, if that is still so."""
    row = Enrollment.objects.filter(
        pk=enrollment_id, deleted_at__isnull=True, status__in=(Status.ACTIVE, Status.PAUSED)
    ).first()
    if row is None or row.expires_at is None or row.expires_at.isoformat() != expires_at:
        return False
    events.publish(EnrollmentExpiring(row.pk, row.course_id, row.learner_id, expires_at))
    return True

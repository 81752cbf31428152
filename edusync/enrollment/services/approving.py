"""Answers to requests."""

from django.db import transaction

from edusync.enrollment.events import EnrollmentApproved, EnrollmentRejected, LearnerEnrolled
from edusync.enrollment.models import Enrollment
from edusync.enrollment.problems import CourseFull
from edusync.enrollment.services.changing import Status, change_status, locked_with_course, require_status
from edusync.enrollment.services.dates import plan_warning, set_dates
from edusync.enrollment.services.enrolling import seat_or_line
from edusync.enrollment.services.leaving import free_seat
from edusync.enrollment.services.waiting import join_line, leave_line
from edusync.kernel import clock, events
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.transactions import retry_deadlocks


@retry_deadlocks
@transaction.atomic
def approve_enrollment(*, enrollment: Enrollment, by_id: int, reason: str = "") -> Enrollment:
    """Say yes: the learner has a seat, or a place in line where the course is full.

    Raises EnrollmentStateConflict, CourseFull.
    """
    course, row = locked_with_course(enrollment)
    require_status(row, Status.PENDING)
    row.approved_by_id, row.approved_at = by_id, clock.now()
    has_place = seat_or_line(course, row.cohort)
    if not has_place and not course.is_waitlist_on:
        raise CourseFull(capacity=course.capacity)
    fields: tuple[str, ...] = ("approved_by", "approved_at")
    if has_place:
        row.enrolled_at = row.approved_at
        fields = (*fields, "enrolled_at", *set_dates(enrollment=row, course=course, cohort=row.cohort))
    status = Status.ACTIVE if has_place else Status.WAITLISTED
    change_status(enrollment=row, status=status, by_id=by_id, reason=reason, fields=fields)
    events.publish(EnrollmentApproved(row.pk, row.course_id, row.learner_id, by_id, is_waiting=not has_place))
    if has_place:
        plan_warning(row)
        events.publish(LearnerEnrolled(row.pk, row.course_id, row.learner_id, row.source))
    else:
        join_line(row)
    return row


@retry_deadlocks
@transaction.atomic
def reject_enrollment(*, enrollment: Enrollment, by_id: int, reason: str) -> Enrollment:
    """Say no, to a request or to somebody in line, and why. Raises ValidationProblem, EnrollmentStateConflict."""
    reason = reason.strip()
    if not reason:
        raise ValidationProblem(errors=[FieldError("/reason", "blank", "Say why.")])
    course, row = locked_with_course(enrollment)
    require_status(row, Status.PENDING, Status.WAITLISTED)
    if row.status == Status.WAITLISTED:
        leave_line(row)
    row.rejection_reason = reason[:1000]
    change_status(
        enrollment=row, status=Status.REJECTED, by_id=by_id, reason=reason, fields=("rejection_reason",)
    )
    events.publish(EnrollmentRejected(row.pk, row.course_id, row.learner_id, by_id))
    free_seat(course)
    return row

"""Leaving a course, breaks, suspensions, and being through."""

from typing import TYPE_CHECKING

from django.db import transaction

from edusync.enrollment.events import CourseCompleted, EnrollmentPaused, EnrollmentReopened, LearnerLeft
from edusync.enrollment.models import Enrollment
from edusync.enrollment.problems import CourseFull
from edusync.enrollment.services.changing import (
    Status,
    change_status,
    has_seat,
    locked,
    locked_with_course,
    require_status,
)
from edusync.enrollment.services.waiting import leave_line, promote
from edusync.enrollment.states import LEAVABLE
from edusync.kernel import clock, events
from edusync.kernel.transactions import retry_deadlocks

if TYPE_CHECKING:
    from edusync.courses.models import Course


@retry_deadlocks
@transaction.atomic
def withdraw(*, enrollment: Enrollment, by_id: int | None, reason: str = "") -> Enrollment:
    """End an enrollment, a request, an invitation or a place in line; a seat that was held goes to the next in line.

    The progress stays. Raises EnrollmentStateConflict. A completed course stays completed: there is nothing to leave
    any more.
    """
    course, row = locked_with_course(enrollment)
    require_status(row, *LEAVABLE)
    had_seat = row.status in {Status.ACTIVE, Status.PAUSED}
    if row.status == Status.WAITLISTED:
        leave_line(row)
    change_status(enrollment=row, status=Status.WITHDRAWN, by_id=by_id, reason=reason)
    if had_seat:
        events.publish(LearnerLeft(row.pk, row.course_id, row.learner_id, by_id))
    free_seat(course)
    return row


def free_seat(course: "Course") -> None:
    """Offer what was freed to those in line. Courses without a limit never had a line."""
    if course.capacity is not None or course.is_waitlist_on:
        promote(course)


@retry_deadlocks
@transaction.atomic
def suspend_enrollment(*, enrollment: Enrollment, by_id: int, reason: str = "") -> Enrollment:
    """Close the course's lessons to the learner for now; the seat is free. Raises EnrollmentStateConflict."""
    course, row = locked_with_course(enrollment)
    require_status(row, Status.ACTIVE, Status.PAUSED)
    change_status(enrollment=row, status=Status.SUSPENDED, by_id=by_id, reason=reason)
    free_seat(course)
    return row


@retry_deadlocks
@transaction.atomic
def resume_enrollment(*, enrollment: Enrollment, by_id: int, reason: str = "") -> Enrollment:
    """Lift a suspension, if there is a seat. Raises EnrollmentStateConflict, CourseFull."""
    course, row = locked_with_course(enrollment)
    require_status(row, Status.SUSPENDED)
    if not has_seat(course, row.cohort):
        raise CourseFull(capacity=course.capacity)
    change_status(enrollment=row, status=Status.ACTIVE, by_id=by_id, reason=reason)
    return row


@retry_deadlocks
@transaction.atomic
def reopen_enrollment(*, enrollment: Enrollment, by_id: int, reason: str = "") -> Enrollment:
    """Have somebody who is through go on: the course counts as not completed until they are through again.

    Seat, progress and certificate stay. Raises EnrollmentStateConflict.
    """
    row = locked(enrollment)
    require_status(row, Status.COMPLETED)
    row.completed_at = None
    change_status(enrollment=row, status=Status.ACTIVE, by_id=by_id, reason=reason)
    events.publish(EnrollmentReopened(row.pk, row.course_id, row.learner_id, by_id, reason[:200]))
    return row


@retry_deadlocks
@transaction.atomic
def pause_enrollment(*, enrollment: Enrollment, by_id: int | None) -> Enrollment:
    """A break of the learner's own: lessons are closed, the seat stays theirs, dates go on. Raises EnrollmentStateConflict."""
    return _pause(enrollment, Status.ACTIVE, Status.PAUSED, by_id)


@retry_deadlocks
@transaction.atomic
def unpause_enrollment(*, enrollment: Enrollment, by_id: int | None) -> Enrollment:
    """End the break. Raises EnrollmentStateConflict."""
    return _pause(enrollment, Status.PAUSED, Status.ACTIVE, by_id)


def _pause(enrollment: Enrollment, before: str, after: str, by_id: int | None) -> Enrollment:
    row = locked(enrollment)
    require_status(row, before)
    change_status(enrollment=row, status=after, by_id=by_id)
    events.publish(EnrollmentPaused(row.pk, row.course_id, row.learner_id, after == Status.PAUSED))
    return row


def mark_completed(*, enrollment: Enrollment) -> None:
    """Note that the learner has done all that is required. The caller holds the row's lock and the transaction."""
    enrollment.completed_at = clock.now()
    change_status(enrollment=enrollment, status=Status.COMPLETED, by_id=None)
    events.publish(CourseCompleted(enrollment.pk, enrollment.course_id, enrollment.learner_id))

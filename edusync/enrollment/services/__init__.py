"""Changes of enrollments: one function, one act, one transaction."""

from typing import TYPE_CHECKING

from django.db import transaction

from edusync.courses import queries as course_queries
from edusync.courses import services as courses
from edusync.courses.problems import PrerequisitesUnmet
from edusync.enrollment import queries
from edusync.enrollment.events import CourseCompleted, LearnerEnrolled, LearnerLeft
from edusync.enrollment.models import Enrollment, EnrollmentTransition
from edusync.enrollment.problems import (
    AlreadyEnrolled,
    CourseFull,
    CourseNotOpen,
    EnrollmentStateConflict,
    EnrollmentSuspended,
)
from edusync.kernel import audit, clock, events
from edusync.kernel.problems import NotFound
from edusync.kernel.transactions import retry_deadlocks

if TYPE_CHECKING:
    from edusync.courses.models import Course

Status = Enrollment.Status
Source = Enrollment.Source


@retry_deadlocks
@transaction.atomic
def enroll_learner(
    *,
    course_id: int,
    learner_id: int,
    source: str = Source.SELF,
    by_id: int | None = None,
    reason: str = "",
) -> Enrollment:
    """Give the learner a seat. After a withdrawal the old enrollment opens again, with its progress.

    Raises NotFound, CourseNotOpen (only staff and imports bring learners into such a course), PrerequisitesUnmet
    (staff may pass over that with a `reason`, which is kept; imports do), CourseFull, AlreadyEnrolled,
    EnrollmentSuspended.
    """
    # The lock makes enrollments of one course wait for each other: the last seat is given once.
    course = courses.lock_course(course_id)
    enrollment = queries.enrollment_of(course_id=course.pk, learner_id=learner_id)
    if enrollment is not None:
        _refuse_repetition(enrollment)
    if source == Source.SELF:
        _require_open(course)
    if source != Source.IMPORT:
        _require_prerequisites(course, learner_id, source, by_id, reason)
    if course.capacity is not None and course.seats_taken >= course.capacity:
        raise CourseFull(capacity=course.capacity)
    is_return = enrollment is not None
    if enrollment is None:
        enrollment = _new_enrollment(course.pk, learner_id, source, by_id, reason)
    else:
        _change_status(enrollment, Status.ACTIVE, by_id=by_id or learner_id, reason=reason)
    events.publish(LearnerEnrolled(enrollment.pk, course.pk, learner_id, source, is_return))
    return enrollment


def _refuse_repetition(enrollment: Enrollment) -> None:
    if enrollment.status == Status.SUSPENDED:
        raise EnrollmentSuspended(enrollment_id=enrollment.pk)
    if enrollment.status != Status.WITHDRAWN:
        raise AlreadyEnrolled(enrollment_id=enrollment.pk)


def _require_open(course: "Course") -> None:
    if course.status == "draft":
        raise NotFound
    if course.status != "published" or course.access != "open":
        raise CourseNotOpen(course_status=course.status, access=course.access)


def _require_prerequisites(
    course: "Course", learner_id: int, source: str, by_id: int | None, reason: str
) -> None:
    missing = course_queries.unmet_prerequisites(course_id=course.pk, user_id=learner_id)
    if not missing:
        return
    if source == Source.SELF or not reason:
        raise PrerequisitesUnmet(reasons=[row.as_reason() for row in missing])
    audit.record(
        "enrollment.prerequisites.passed_over",
        actor=by_id,
        target=("course", course.pk),
        facts={"reason": reason, "missing": [row.course_id for row in missing]},
        subject_id=learner_id,
    )


def _new_enrollment(
    course_id: int, learner_id: int, source: str, by_id: int | None, reason: str
) -> Enrollment:
    weights = course_queries.required_weights(course_id)
    enrollment: Enrollment = Enrollment.objects.create(
        course_id=course_id,
        learner_id=learner_id,
        source=source,
        enrolled_at=clock.now(),
        required_weight=sum(weight for _, weight in weights.values()),
    )
    _log(enrollment, "", by_id=by_id or learner_id, reason=reason)
    return enrollment


@retry_deadlocks
@transaction.atomic
def withdraw(*, enrollment: Enrollment, by_id: int | None, reason: str = "") -> Enrollment:
    """End an active enrollment; the seat is free, the progress stays. Raises EnrollmentStateConflict.

    A completed course stays completed: there is nothing to leave any more.
    """
    row = _locked(enrollment)
    _require_status(row, Status.ACTIVE)
    _change_status(row, Status.WITHDRAWN, by_id=by_id, reason=reason)
    events.publish(LearnerLeft(row.pk, row.course_id, row.learner_id, by_id))
    return row


@retry_deadlocks
@transaction.atomic
def suspend_enrollment(*, enrollment: Enrollment, by_id: int, reason: str = "") -> Enrollment:
    """Close the course's lessons to the learner for now. Raises EnrollmentStateConflict."""
    row = _locked(enrollment)
    _require_status(row, Status.ACTIVE)
    _change_status(row, Status.SUSPENDED, by_id=by_id, reason=reason)
    return row


@retry_deadlocks
@transaction.atomic
def resume_enrollment(*, enrollment: Enrollment, by_id: int, reason: str = "") -> Enrollment:
    """Lift a suspension, if there is a seat. Raises EnrollmentStateConflict, CourseFull."""
    course = courses.lock_course(enrollment.course_id)
    row = _locked(enrollment)
    _require_status(row, Status.SUSPENDED)
    if course.capacity is not None and course.seats_taken >= course.capacity:
        raise CourseFull(capacity=course.capacity)
    _change_status(row, Status.ACTIVE, by_id=by_id, reason=reason)
    return row


def mark_completed(*, enrollment: Enrollment) -> None:
    """Note that the learner has done all that is required. The caller holds the row's lock and the transaction."""
    enrollment.completed_at = clock.now()
    _change_status(enrollment, Status.COMPLETED, by_id=None)
    events.publish(CourseCompleted(enrollment.pk, enrollment.course_id, enrollment.learner_id))


def _locked(enrollment: Enrollment) -> Enrollment:
    row: Enrollment = Enrollment.objects.select_for_update().get(pk=enrollment.pk)
    return row


def _require_status(enrollment: Enrollment, wanted: str) -> None:
    if enrollment.status != wanted:
        raise EnrollmentStateConflict(enrollment_status=enrollment.status)


def _change_status(enrollment: Enrollment, status: str, *, by_id: int | None, reason: str = "") -> None:
    before, enrollment.status = enrollment.status, status
    # The percentage is a generated column: only what changed may be written.
    enrollment.save(update_fields=["status", "completed_at", "updated_at"])
    _log(enrollment, before, by_id=by_id, reason=reason)


def _log(enrollment: Enrollment, before: str, *, by_id: int | None, reason: str = "") -> None:
    EnrollmentTransition.objects.create(
        organization_id=enrollment.organization_id,
        enrollment=enrollment,
        from_status=before,
        to_status=enrollment.status,
        by_id=by_id,
        reason=reason,
    )

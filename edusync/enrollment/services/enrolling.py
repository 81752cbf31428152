"""Coming into a course: at once, after an approval, or by way of the line."""

from typing import TYPE_CHECKING

from django.db import transaction

from edusync.courses import queries as course_queries
from edusync.courses import services as courses
from edusync.courses.problems import PrerequisitesUnmet
from edusync.enrollment import queries
from edusync.enrollment.events import EnrollmentRequested, LearnerEnrolled
from edusync.enrollment.models import Cohort, Enrollment, EnrollmentExtension
from edusync.enrollment.problems import (
    AccessEnded,
    AlreadyEnrolled,
    AlreadyWaiting,
    CohortNotOpen,
    CourseFull,
    CourseNotOpen,
    EnrollmentNotOpenNow,
    EnrollmentSuspended,
    RequestOpen,
)
from edusync.enrollment.services.changing import Status, change_status, has_seat, log_change
from edusync.enrollment.services.dates import plan_warning, set_dates
from edusync.enrollment.services.waiting import join_line, leave_line, promote
from edusync.kernel import audit, clock, events
from edusync.kernel.problems import NotFound
from edusync.kernel.transactions import retry_deadlocks

if TYPE_CHECKING:
    import datetime

    from edusync.courses.models import Course

Source = Enrollment.Source
# The learner's own ways: the course must be published, and its times of enrollment hold.
OWN_WAYS = frozenset({Source.SELF, Source.KEY, Source.LINK})
IN_COURSE = frozenset({Status.ACTIVE, Status.COMPLETED, Status.PAUSED})


@retry_deadlocks
@transaction.atomic
def enroll_learner(
    *,
    course_id: int,
    learner_id: int,
    source: str = Source.SELF,
    by_id: int | None = None,
    reason: str = "",
    cohort_id: int | None = None,
    due_at: "datetime.datetime | None" = None,
    join_waitlist: bool = True,
    message: str = "",
) -> Enrollment:
    """Give the learner a seat; in a course with approval make a request of it; in a full one put them in line.

    Whoever had an enrollment that ended gets it back, with its progress. Staff, imports, rules, keys, links and
    invitations pass approval and restricted access; staff, imports and rules also the times of enrollment. `due_at`
    is a date of one's own instead of the course's; `message` goes with a request.
    Raises NotFound, CourseNotOpen, CohortNotOpen, EnrollmentNotOpenNow, PrerequisitesUnmet (staff may pass over that
    with a `reason`, which is kept; imports do), CourseFull (also where `join_waitlist` is False and there is a line),
    AlreadyEnrolled, AlreadyWaiting, RequestOpen, EnrollmentSuspended, AccessEnded.
    """
    # The lock makes enrollments of one course wait for each other: the last seat is given once.
    course = courses.lock_course(course_id)
    row = queries.enrollment_of(course_id=course.pk, learner_id=learner_id)
    cohort = cohort_to_enter(course, cohort_id or (row.cohort_id if row else None))
    is_invited = row is not None and row.status == Status.INVITED
    if row is not None:
        _refuse_repetition(row, source)
    if source in OWN_WAYS:
        _require_open(course, cohort, source, is_invited=is_invited)
    if source != Source.IMPORT:
        _require_prerequisites(course, learner_id, source, by_id, reason)
    target = _target(course, cohort, row, source, join_waitlist)
    before = row.status if row else ""
    row = row or new_enrollment(course, learner_id, source)
    row.cohort = cohort
    note_approval(row, target, source, by_id, message, is_invited=is_invited)
    _enter(course, row, target, before=before, by_id=by_id or learner_id, reason=reason, due_at=due_at)
    return row


def cohort_to_enter(course: "Course", cohort_id: int | None) -> Cohort | None:
    """The cohort of the course with that id, None for none. Raises CohortNotOpen."""
    if cohort_id is None:
        return None
    row: Cohort | None = Cohort.objects.filter(pk=cohort_id, course_id=course.pk, deleted_at=None).first()
    if row is None:
        raise CohortNotOpen(cohort_id=cohort_id)
    return row


def _refuse_repetition(row: Enrollment, source: str) -> None:
    """Raise what stands against coming in, given what there is already."""
    if row.status == Status.SUSPENDED:
        raise EnrollmentSuspended(enrollment_id=row.pk)
    if row.status in IN_COURSE:
        raise AlreadyEnrolled(enrollment_id=row.pk)
    if source == Source.SELF and row.status == Status.PENDING:
        raise RequestOpen(enrollment_id=row.pk)
    if source in OWN_WAYS and row.status == Status.WAITLISTED:
        raise AlreadyWaiting(enrollment_id=row.pk)
    if source in OWN_WAYS and row.status == Status.EXPIRED:
        raise AccessEnded(enrollment_id=row.pk)


def _require_open(course: "Course", cohort: Cohort | None, source: str, *, is_invited: bool) -> None:
    if course.status == "draft":
        raise NotFound
    is_closed = course.access == "restricted" and source == Source.SELF and not is_invited
    if course.status != "published" or is_closed:
        raise CourseNotOpen(course_status=course.status, access=course.access)
    if cohort is not None and not cohort.is_open and source == Source.SELF and not is_invited:
        raise CohortNotOpen(cohort_id=cohort.pk)
    now = clock.now()
    for place in (course, cohort):
        if place is not None and not queries.is_enrollment_time(place, now):
            raise EnrollmentNotOpenNow(
                opens_at=place.enrollment_opens_at, closes_at=place.enrollment_closes_at
            )


def _require_prerequisites(
    course: "Course", learner_id: int, source: str, by_id: int | None, reason: str
) -> None:
    missing = course_queries.unmet_prerequisites(course_id=course.pk, user_id=learner_id)
    if not missing:
        return
    if source in OWN_WAYS or not reason:
        raise PrerequisitesUnmet(reasons=[row.as_reason() for row in missing])
    audit.record(
        "enrollment.prerequisites.passed_over",
        actor=by_id,
        target=("course", course.pk),
        facts={"reason": reason, "missing": [row.course_id for row in missing]},
        subject_id=learner_id,
    )


def _target(
    course: "Course", cohort: Cohort | None, row: Enrollment | None, source: str, join_waitlist: bool
) -> str:
    """The status the learner comes to. Raises CourseFull, AlreadyWaiting."""
    is_asked = row is None or row.status != Status.INVITED
    if course.access == "approval" and source == Source.SELF and is_asked:
        return Status.PENDING
    if row is not None and row.status == Status.WAITLISTED:
        # Staff give a seat past the line, or the one that is kept for this person.
        leave_line(row, "seated")
        course.refresh_from_db(fields=["seats_taken", "seats_offered"])
        if cohort is not None:
            cohort.refresh_from_db(fields=["seats_taken", "seats_offered"])
        if not has_seat(course, cohort):
            raise AlreadyWaiting(enrollment_id=row.pk)
        return Status.ACTIVE
    if seat_or_line(course, cohort):
        return Status.ACTIVE
    if not (course.is_waitlist_on and join_waitlist):
        raise CourseFull(capacity=_capacity_in_the_way(course, cohort))
    return Status.WAITLISTED


def seat_or_line(course: "Course", cohort: Cohort | None) -> bool:
    """Whether there is a seat that nobody in line comes before; those who wait are offered what is free first."""
    if course.capacity is None and (cohort is None or cohort.capacity is None):
        return True
    if has_seat(course, cohort) and queries.is_anybody_waiting(course.pk):
        promote(course)
        if cohort is not None:
            cohort.refresh_from_db(fields=["seats_taken", "seats_offered"])
    return has_seat(course, cohort)


def _capacity_in_the_way(course: "Course", cohort: Cohort | None) -> int | None:
    full = course if not has_seat(course) else cohort
    return full.capacity if full is not None else None


def new_enrollment(course: "Course", learner_id: int, source: str) -> Enrollment:
    """An enrollment that is not saved yet, with what the course asks for now."""
    weights = course_queries.required_weights(course.pk)
    return Enrollment(
        organization_id=course.organization_id,
        course_id=course.pk,
        learner_id=learner_id,
        source=source,
        enrolled_at=clock.now(),
        required_weight=sum(weight for _, weight in weights.values()),
    )


def note_approval(
    row: Enrollment, target: str, source: str, by_id: int | None, message: str, *, is_invited: bool
) -> None:
    """Write down a request, or whose word stands instead of one."""
    now = clock.now()
    row.rejection_reason = ""
    if target == Status.PENDING:
        row.approval_requested_at, row.request_message = now, message
        row.approved_at, row.approved_by_id = None, None
    elif source != Source.SELF:
        row.approval_requested_at = None
        row.approved_at = now
        row.approved_by_id = by_id if by_id != row.learner_id else None
    elif is_invited:
        row.approved_at = row.approved_at or now
    else:
        row.approval_requested_at, row.approved_at, row.approved_by_id = None, None, None


ENTRY_FIELDS = (
    *("cohort", "enrolled_at", "rejection_reason", "approval_requested_at", "request_message"),
    *("approved_at", "approved_by"),
)


def _enter(
    course: "Course",
    row: Enrollment,
    target: str,
    *,
    before: str,
    by_id: int,
    reason: str,
    due_at: "datetime.datetime | None",
) -> None:
    """Save the enrollment in its new status, with dates, place in line and announcement."""
    fields: tuple[str, ...] = ENTRY_FIELDS
    if before and due_at is not None:
        _own_due_date(row, due_at, by_id)
    if target == Status.ACTIVE:
        row.enrolled_at = clock.now()
        fields = (*fields, *set_dates(enrollment=row, course=course, cohort=row.cohort))
    if before:
        change_status(enrollment=row, status=target, by_id=by_id, reason=reason, fields=fields)
    else:
        row.due_at = due_at or row.due_at
        row.status = target
        row.save(force_insert=True)
        log_change(row, "", by_id=by_id, reason=reason)
        if due_at is not None:
            _own_due_date(row, due_at, by_id)
    _announce(row, target, is_return=bool(before))


def _own_due_date(row: Enrollment, due_at: "datetime.datetime", by_id: int) -> None:
    """Keep a date of one's own as an extension, so that it stands whenever dates are counted anew."""
    EnrollmentExtension.objects.create(
        organization_id=row.organization_id,
        enrollment=row,
        kind=EnrollmentExtension.Kind.DUE,
        until=due_at,
        granted_by_id=by_id if by_id != row.learner_id else None,
    )


def _announce(row: Enrollment, target: str, *, is_return: bool) -> None:
    if target == Status.ACTIVE:
        plan_warning(row)
        events.publish(LearnerEnrolled(row.pk, row.course_id, row.learner_id, row.source, is_return))
    elif target == Status.PENDING:
        events.publish(EnrollmentRequested(row.pk, row.course_id, row.learner_id))
    else:
        join_line(row)

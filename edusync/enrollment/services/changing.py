"""The one way an enrollment changes its status, and what every change shares."""

from typing import TYPE_CHECKING, Any

from edusync.courses import services as courses
from edusync.enrollment.models import Enrollment, EnrollmentTransition
from edusync.enrollment.problems import EnrollmentStateConflict
from edusync.enrollment.queries import left_in
from edusync.enrollment.services.departing import tell_of_departure
from edusync.enrollment.states import is_allowed
from edusync.kernel import audit

if TYPE_CHECKING:
    from edusync.courses.models import Course

Status = Enrollment.Status


def change_status(
    *, enrollment: Enrollment, status: str, by_id: int | None, reason: str = "", fields: tuple[str, ...] = ()
) -> None:
    """Bring the enrollment into the status; write the log and, for an act of somebody else, the audit. Whoever watches
    departures is told in the same transaction.

    The caller holds the row's lock and the transaction; `fields` are further columns set on the row by the caller.
    Raises EnrollmentStateConflict where the machine (`states.ALLOWED`) knows no such change.
    """
    before = enrollment.status
    if not is_allowed(before, status):
        raise EnrollmentStateConflict(enrollment_status=before)
    enrollment.status = status
    # The percentage is a generated column: only what changed may be written.
    enrollment.save(update_fields=["status", "completed_at", "updated_at", *fields])
    log_change(enrollment, before, by_id=by_id, reason=reason)
    tell_of_departure(enrollment, by_id)


def log_change(enrollment: Enrollment, before: str, *, by_id: int | None, reason: str = "") -> None:
    """Write down that the status was `before` and is now what the row says."""
    EnrollmentTransition.objects.create(
        organization_id=enrollment.organization_id,
        enrollment=enrollment,
        from_status=before,
        to_status=enrollment.status,
        by_id=by_id,
        # The whole reason of a refusal stands on the enrollment.
        reason=reason[:200],
    )
    audit_change(enrollment, before, by_id=by_id, reason=reason)


def audit_change(enrollment: Enrollment, before: str, *, by_id: int | None, reason: str = "") -> None:
    """Put a change that somebody else made into the audit log."""
    if by_id is not None and by_id != enrollment.learner_id:
        audit.record(
            "enrollment.status.changed",
            actor=by_id,
            target=("enrollment", enrollment.pk),
            facts={
                "course_id": enrollment.course_id,
                "from": before,
                "to": enrollment.status,
                "reason": reason[:200],
            },
            subject_id=enrollment.learner_id,
        )


def locked(enrollment: Enrollment) -> Enrollment:
    """The enrollment as it is now, locked until the transaction ends."""
    row: Enrollment = Enrollment.objects.select_for_update().get(pk=enrollment.pk)
    return row


def locked_with_course(enrollment: Enrollment) -> "tuple[Course, Enrollment]":
    """Course and enrollment, locked in this order: whoever gives or frees seats waits at the course."""
    course = courses.lock_course(enrollment.course_id)
    return course, locked(enrollment)


def require_status(enrollment: Enrollment, *wanted: str) -> None:
    """Raise EnrollmentStateConflict unless the enrollment has one of the statuses."""
    if enrollment.status not in wanted:
        raise EnrollmentStateConflict(enrollment_status=enrollment.status)


def has_seat(*places: Any) -> bool:
    """Whether each of the course and the cohort (None for none) has a seat left."""
    return all(place is None or left_in(place) != 0 for place in places)

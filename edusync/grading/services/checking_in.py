"""A learner checks in by the code on the wall."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from edusync.enrollment import queries as enrollments
from edusync.grading.engine.codes import device_of, is_code_of
from edusync.grading.models import AttendanceRecord, AttendanceSession
from edusync.grading.problems import CheckInCodeWrong, DeviceCheckedInAlready
from edusync.grading.queries.attendance import live_sessions, plan_of
from edusync.kernel import audit, clock
from edusync.kernel.transactions import retry_deadlocks

State = AttendanceRecord.State


def check_in(*, learner_id: int, code: str, device: str) -> AttendanceRecord:
    """Write down that the learner is here: present, or late after the minutes that the course allows.

    Asked twice it says the same; what staff wrote stays. One device checks in one person a meeting: a second one is
    refused, and counted for staff to see. Raises CheckInCodeWrong, DeviceCheckedInAlready.
    """
    session, enrollment_id = session_with_code(learner_id, code)
    token = device_of(str(session.uuid), device)
    try:
        return write_presence(session, enrollment_id, token, learner_id)
    except IntegrityError:
        # A second person at the same device; or the same person at two devices in the same moment, who is in already.
        found = AttendanceRecord.objects.filter(session=session, enrollment_id=enrollment_id).first()
        if found is not None:
            return found
        refuse_device(session, learner_id)
        raise DeviceCheckedInAlready from None


def session_with_code(learner_id: int, code: str) -> tuple[AttendanceSession, int]:
    """The open meeting of one of the learner's courses that shows this code now. Raises CheckInCodeWrong."""
    now = clock.now()
    places = {
        row.course_id: row
        for row in enrollments.live_enrollments(learner_id)
        .filter(status__in=enrollments.OPEN_STATUSES)
        .order_by("attempt_number")
    }
    rows: Any = live_sessions().filter(
        Q(checkin_until__gt=now),
        course_id__in=list(places),
        closed_at__isnull=True,
        course__deleted_at__isnull=True,
    )
    for session in rows.order_by("pk"):
        place = places[session.course_id]
        if session.cohort_id in (None, place.cohort_id) and is_code_of(str(session.uuid), code, now):
            return session, place.pk
    raise CheckInCodeWrong


@retry_deadlocks
@transaction.atomic
def write_presence(
    session: AttendanceSession, enrollment_id: int, token: str, learner_id: int
) -> AttendanceRecord:
    """The record, a new one or the one there is."""
    rows = AttendanceRecord.objects.select_for_update().filter(session=session, enrollment_id=enrollment_id)
    found: AttendanceRecord | None = rows.first()
    if found is not None:
        return found
    now = clock.now()
    late = plan_of(session.course_id).late_after_minutes
    is_late = (now - session.starts_at).total_seconds() > late * 60
    row: AttendanceRecord = AttendanceRecord.objects.create(
        organization_id=session.organization_id,
        session=session,
        enrollment_id=enrollment_id,
        state=State.LATE if is_late else State.PRESENT,
        source=AttendanceRecord.Source.CODE,
        checked_in_at=now,
        device=token,
        changed_by_id=learner_id,
    )
    return row


@transaction.atomic
def refuse_device(session: AttendanceSession, learner_id: int) -> None:
    """Note that somebody tried to check in a second person."""
    AttendanceSession.objects.filter(pk=session.pk).update(refused_count=F("refused_count") + 1)
    audit.record(
        "grading.checkin.refused",
        actor=learner_id,
        target=("attendance_session", session.pk),
        facts={"course_id": session.course_id},
    )

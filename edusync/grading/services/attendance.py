"""Meetings of a course and who was there, as staff write it down."""

import dataclasses
import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from edusync.enrollment.queries.cohorts import cohorts
from edusync.grading.models import AttendancePlan, AttendanceRecord, AttendanceSession, GradeItem
from edusync.grading.queries.attendance import attendance_item
from edusync.grading.queries.learners import learners_in_book
from edusync.grading.services.sources import refill_item, retire_source
from edusync.grading.services.totals import outdate_course
from edusync.kernel import audit, clock
from edusync.kernel.problems import FieldError, PreconditionFailed, ValidationProblem
from edusync.kernel.transactions import retry_deadlocks

BATCH = 500
State = AttendanceRecord.State
Source = AttendanceRecord.Source
WRITTEN = ("state", "source", "note", "row_version", "changed_by", "updated_at")


@dataclasses.dataclass(frozen=True, slots=True)
class Presence:
    """What somebody says of a learner at a meeting. `note` None keeps the one there is."""

    enrollment_id: int
    state: str
    note: str | None = None


@transaction.atomic
def save_plan(
    *,
    course: Any,
    base_version: int,
    by_id: int | None,
    is_graded: bool,
    title: str,
    max_points: Decimal,
    **values: int,
) -> AttendancePlan:
    """Say what being there is worth; with `is_graded` it fills a column of the gradebook, which learners see at once.

    `values`: percentages and minutes as columns of AttendancePlan. Raises PreconditionFailed.
    """
    plan = AttendancePlan.objects.select_for_update().filter(course_id=course.pk).first()
    if (plan.row_version if plan else 0) != base_version:
        raise PreconditionFailed(row_version=plan.row_version if plan else 0)
    plan = plan or AttendancePlan(course_id=course.pk, organization_id=course.organization_id, row_version=0)
    for name, value in values.items():
        setattr(plan, name, value)
    plan.row_version += 1
    plan.save()
    if is_graded:
        fill_column_of(plan, title=title, max_points=max_points)
    else:
        retire_source(kind=GradeItem.Source.ATTENDANCE, source_id=plan.pk)
    facts = {**values, "is_graded": is_graded, "max_points": str(max_points)}
    audit.record("grading.attendance.planned", actor=by_id, target=("course", course.pk), facts=facts)
    return plan


def fill_column_of(plan: AttendancePlan, *, title: str, max_points: Decimal) -> None:
    """The column of attendance as it shall be, with its cells."""
    item = attendance_item(plan) or GradeItem(
        organization_id=plan.organization_id,
        course_id=plan.course_id,
        source_kind=GradeItem.Source.ATTENDANCE,
        source_id=plan.pk,
        posted_at=clock.now(),
    )
    item.title, item.max_points = title, max_points
    item.row_version += bool(item.pk)
    item.save()
    refill_item(item=item)
    outdate_course(plan.course_id)


@transaction.atomic
def save_session(
    *,
    course: Any,
    by_id: int | None,
    session: AttendanceSession | None = None,
    base_version: int = 0,
    **values: Any,
) -> AttendanceSession:
    """A new meeting, or another one changed that was seen at `base_version`. Raises PreconditionFailed, ValidationProblem."""
    row = AttendanceSession(
        course=course, organization_id=course.organization_id, created_by_id=by_id, row_version=0
    )
    if session is not None:
        row = AttendanceSession.objects.select_for_update().get(pk=session.pk)
    if row.row_version != base_version:
        raise PreconditionFailed(row_version=row.row_version)
    cohort_id = values.get("cohort_id")
    if cohort_id is not None and not cohorts().filter(pk=cohort_id, course_id=course.pk).exists():
        raise ValidationProblem(errors=[FieldError("/cohort_id", "unknown", "No cohort of this course.")])
    for name, value in values.items():
        setattr(row, name, value)
    row.row_version += 1
    row.save()
    act = "added" if session is None else "changed"
    audit.record(
        f"grading.session.{act}", actor=by_id, target=("attendance_session", row.pk), facts=facts_of(row)
    )
    return row


@transaction.atomic
def remove_session(*, session: AttendanceSession, by_id: int | None) -> None:
    """Take a meeting back: its records stay, and count nowhere."""
    session.deleted_at = clock.now()
    session.checkin_until = None
    session.save(update_fields=["deleted_at", "checkin_until", "updated_at"])
    plan = AttendancePlan.objects.filter(course_id=session.course_id).first()
    item = attendance_item(plan) if plan else None
    if item is not None:
        refill_item(item=item)
    audit.record(
        "grading.session.removed",
        actor=by_id,
        target=("attendance_session", session.pk),
        facts=facts_of(session),
    )


@retry_deadlocks
@transaction.atomic
def take_attendance(
    *,
    session: AttendanceSession,
    presences: Sequence[Presence],
    by_id: int | None,
    source: str = Source.STAFF,
    is_filling: bool = False,
) -> int:
    """Write down who was there; returns how many records are new or other. `is_filling` leaves those that exist alone.

    Triggers carry each into the gradebook and into the history. Raises ValidationProblem.
    """
    AttendanceSession.objects.select_for_update().get(pk=session.pk)
    check_presences(session, presences)
    keys = [one.enrollment_id for one in presences]
    rows = AttendanceRecord.objects.select_for_update().filter(session=session, enrollment_id__in=keys)
    known = {row.enrollment_id: row for row in rows.order_by("pk")}
    fresh, changed = [], []
    for one in presences:
        row = known.get(one.enrollment_id)
        if row is None:
            row = AttendanceRecord(
                organization_id=session.organization_id, session=session, enrollment_id=one.enrollment_id
            )
            fresh.append(row)
        elif is_filling or (row.state == one.state and one.note in (None, row.note)):
            continue
        else:
            row.row_version += 1
            changed.append(row)
        row.state, row.source, row.changed_by_id = one.state, source, by_id
        row.note = row.note if one.note is None else one.note
        row.updated_at = clock.now()
    AttendanceRecord.objects.bulk_update(changed, WRITTEN, batch_size=BATCH)
    AttendanceRecord.objects.bulk_create(fresh, batch_size=BATCH)
    count = len(fresh) + len(changed)
    facts = {"records": count, "source": str(source)}
    audit.record(
        "grading.attendance.taken", actor=by_id, target=("attendance_session", session.pk), facts=facts
    )
    return count


def check_presences(session: AttendanceSession, presences: Sequence[Presence]) -> None:
    """Raise ValidationProblem for somebody who does not belong to the meeting, or named twice."""
    known = set(
        learners_in_book(session.course_id, cohort_id=session.cohort_id)
        .order_by()
        .values_list("pk", flat=True)
    )
    seen: set[int] = set()
    errors = []
    for place, one in enumerate(presences):
        if one.enrollment_id not in known:
            errors.append(FieldError(f"/records/{place}/enrollment_id", "unknown", "Nobody of this meeting."))
        elif one.enrollment_id in seen:
            errors.append(FieldError(f"/records/{place}/enrollment_id", "twice", "The same learner twice."))
        seen.add(one.enrollment_id)
    if errors:
        raise ValidationProblem(errors=errors)


@transaction.atomic
def fill_session(*, session: AttendanceSession, state: str, by_id: int | None) -> int:
    """Everybody of whom nothing is written yet gets this state; returns how many."""
    keys = learners_in_book(session.course_id, cohort_id=session.cohort_id).values_list("pk", flat=True)
    presences = [Presence(key, state) for key in keys]
    return take_attendance(session=session, presences=presences, by_id=by_id, is_filling=True)


@transaction.atomic
def close_session(*, session: AttendanceSession, by_id: int | None) -> AttendanceSession:
    """Everybody else was absent, and nobody checks in any more. Who came to the course after the meeting missed nothing."""
    end = session.starts_at + datetime.timedelta(minutes=session.minutes)
    learners = learners_in_book(session.course_id, cohort_id=session.cohort_id)
    keys = learners.filter(enrolled_at__lt=end).values_list("pk", flat=True)
    presences = [Presence(key, State.ABSENT) for key in keys]
    take_attendance(session=session, presences=presences, by_id=by_id, is_filling=True)
    return change_times(session, closed_at=clock.now(), checkin_until=None)


@transaction.atomic
def open_checkin(*, session: AttendanceSession, minutes: int, by_id: int | None) -> AttendanceSession:
    """Learners check in by the code on the wall for so many minutes; a closed meeting is open again."""
    until = clock.now() + datetime.timedelta(minutes=minutes)
    row = change_times(session, closed_at=None, checkin_until=until)
    audit.record(
        "grading.checkin.opened",
        actor=by_id,
        target=("attendance_session", row.pk),
        facts={"minutes": minutes},
    )
    return row


@transaction.atomic
def stop_checkin(*, session: AttendanceSession) -> AttendanceSession:
    """The code counts no more."""
    return change_times(session, checkin_until=None)


def change_times(session: AttendanceSession, **values: Any) -> AttendanceSession:
    """Write these instants."""
    for name, value in values.items():
        setattr(session, name, value)
    session.save(update_fields=[*values, "updated_at"])
    return session


def facts_of(row: AttendanceSession) -> dict[str, Any]:
    """What the audit log says of a meeting."""
    return {"course_id": row.course_id, "kind": row.kind, "starts_at": row.starts_at.isoformat()}

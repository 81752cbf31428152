"""Meetings, who was there, and what that comes to."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any

from django.db.models import Count, Q

from edusync.grading.models import (
    AttendanceEvent,
    AttendancePlan,
    AttendanceRecord,
    AttendanceSession,
    GradeItem,
)
from edusync.grading.queries.learners import learners_in_book
from edusync.grading.queries.sources import WORKS, Work

STATES = tuple(AttendanceRecord.State.values)
PERSON = (
    "pk",
    "learner_id",
    "learner__first_name",
    "learner__last_name",
    "learner__username",
    "cohort__name",
)
OWN_STATUSES = ("active", "completed", "paused")
MILLI = Decimal("0.001")


def plan_of(course_id: int) -> AttendancePlan:
    """How attendance counts in the course; the defaults, not stored, where nobody said."""
    found: AttendancePlan | None = AttendancePlan.objects.filter(course_id=course_id).first()
    return found or AttendancePlan(course_id=course_id, row_version=0)


def attendance_item(plan: AttendancePlan) -> GradeItem | None:
    """The column that attendance fills, None where it fills none."""
    found: GradeItem | None = GradeItem.objects.filter(
        source_kind=GradeItem.Source.ATTENDANCE, source_id=plan.pk, deleted_at__isnull=True
    ).first()
    return found if plan.pk else None


def live_sessions() -> Any:
    """Meetings with their course and cohort."""
    return AttendanceSession.objects.filter(deleted_at__isnull=True).select_related("course", "cohort")


def counted_sessions(course_id: int) -> Any:
    """Meetings of the course with how many were present, late, absent and excused."""
    counts = {f"{state}_count": Count("records", filter=Q(records__state=state)) for state in STATES}
    return live_sessions().filter(course_id=course_id).annotate(**counts)


def name_of(first: str, last: str, username: str) -> str:
    """What a learner is called in a list."""
    return f"{first} {last}".strip() or username.partition("@")[0]


def roster_of(session: AttendanceSession) -> list[dict[str, Any]]:
    """Everybody who belongs to the meeting, by name, with what is known. Two queries."""
    records = {
        row.enrollment_id: row
        for row in AttendanceRecord.objects.filter(session=session).select_related("changed_by")
    }
    people = learners_in_book(session.course_id, cohort_id=session.cohort_id).values_list(*PERSON)
    found = []
    for key, learner_id, first, last, username, cohort in people:
        row = records.get(key)
        found.append(
            {
                "enrollment_id": key,
                "learner_id": learner_id,
                "name": name_of(first, last, username),
                "cohort": cohort or "",
                "state": row.state if row else None,
                "source": row.source if row else None,
                "note": row.note if row else "",
                "checked_in_at": row.checked_in_at if row else None,
            }
        )
    return found


def history_of(session: AttendanceSession, enrollment_id: int) -> list[AttendanceEvent]:
    """Every change of one learner's record at one meeting, the newest first."""
    rows = AttendanceEvent.objects.filter(record__session=session, record__enrollment_id=enrollment_id)
    return list(rows.select_related("by").order_by("-id"))


def own_records(enrollment_id: int) -> list[AttendanceRecord]:
    """A learner's records of meetings that were not taken back, the newest meeting first."""
    rows = AttendanceRecord.objects.filter(enrollment_id=enrollment_id, session__deleted_at__isnull=True)
    return list(rows.select_related("session").order_by("-session__starts_at", "-session_id"))


def records_of_learner(learner_id: int) -> Any:
    """A learner's records in all courses, with meeting and course."""
    return AttendanceRecord.objects.filter(
        enrollment__learner_id=learner_id,
        enrollment__deleted_at__isnull=True,
        enrollment__status__in=OWN_STATUSES,
        session__deleted_at__isnull=True,
    ).select_related("session__course")


def summary_of(records: Iterable[Any], plan: AttendancePlan) -> dict[str, Any]:
    """How often in which state, and the percentage that comes to; None while nothing counts."""
    counts = dict.fromkeys(STATES, 0)
    for row in records:
        counts[row.state] += 1
    return {**counts, "percent": percent_of(counts, plan)}


def percent_of(counts: dict[str, int], plan: AttendancePlan) -> float | None:
    """The mean worth of the meetings that count."""
    met = counts["present"] + counts["late"] + counts["absent"]
    if not met:
        return None
    return float((worth_of(counts, plan) / met).quantize(Decimal("0.01"), ROUND_HALF_UP))


def worth_of(counts: dict[str, int], plan: AttendancePlan) -> Decimal:
    """Sum of percentages of the meetings."""
    return Decimal(
        counts["present"] * plan.present_percent
        + counts["late"] * plan.late_percent
        + counts["absent"] * plan.absent_percent
    )


def attendance_works(plan_id: int) -> Sequence[Work]:
    """What each learner's meetings came to; the trigger of a record computes the same for one learner."""
    plan = AttendancePlan.objects.get(pk=plan_id)
    item = attendance_item(plan)
    if item is None:
        return []
    rows = AttendanceRecord.objects.filter(session__course_id=plan.course_id).order_by("enrollment_id", "id")
    named = rows.values_list("enrollment_id", "state", "session__deleted_at")
    return [
        Work(key, 1, points_of(list(mine), plan, item), item.max_points)
        for key, mine in groupby(named, key=lambda row: row[0])
    ]


def points_of(rows: list[Any], plan: AttendancePlan, item: GradeItem) -> Decimal | None:
    """Points of one learner, None where no meeting counts."""
    counts = dict.fromkeys(STATES, 0)
    for _, state, deleted_at in rows:
        counts[state] += deleted_at is None
    met = counts["present"] + counts["late"] + counts["absent"]
    if not met:
        return None
    return (worth_of(counts, plan) * item.max_points / met / 100).quantize(MILLI, ROUND_HALF_UP)


WORKS[GradeItem.Source.ATTENDANCE.value] = attendance_works

"""What waits for those who keep a gradebook: requests to look at a mark again, and meetings without attendance."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef

from edusync.grading.models import AttendanceRecord, RegradeRequest
from edusync.grading.policy import courses_to_grade
from edusync.grading.queries import regrades
from edusync.grading.queries.attendance import live_sessions
from edusync.kernel import clock
from edusync.kernel.policy import Actor
from edusync.kernel.waiting import WaitingCourse, WaitingRow, WaitingSource, register_waiting

# Whoever did not write a meeting down for so long will not: it is no work any more.
RECENT = dt.timedelta(days=30)
REQUESTS, MEETINGS = "regrade-requests", "meetings"


def find_regrades(actor: Actor) -> Iterator[WaitingRow]:
    """Requests for a second look at a mark (one query)."""
    rows = regrades.live_requests().filter(
        state=RegradeRequest.State.OPEN, enrollment__deleted_at=None, item__course__deleted_at=None
    )
    for row in _by_course(rows, "item__course", actor, since="created_at"):
        path = f"/teach/{row['course_slug']}/gradebook/requests"
        yield WaitingRow(REQUESTS, row["n"], row["since"], path, _course(row))


def find_meetings(actor: Actor) -> Iterator[WaitingRow]:
    """Meetings of the last weeks that have begun and of which nobody was written down (one query)."""
    now = clock.now()
    rows = (
        live_sessions()
        .filter(closed_at=None, starts_at__lte=now, starts_at__gt=now - RECENT, course__deleted_at=None)
        .exclude(course__status="archived")
        .exclude(Exists(AttendanceRecord.objects.filter(session=OuterRef("pk"))))
    )
    for row in _by_course(rows, "course", actor, since="starts_at"):
        path = f"/teach/{row['course_slug']}/attendance"
        # One alone is opened at once.
        path = f"{path}/{row['first']}" if row["n"] == 1 else path
        yield WaitingRow(MEETINGS, row["n"], row["since"], path, _course(row))


def _by_course(rows: Any, course: str, actor: Actor, *, since: str) -> Any:
    """Their number in each course whose marks the actor changes, the oldest, and the id of the first."""
    rows = rows.filter(**{f"{course}__organization_id": actor.organization_id})
    courses = courses_to_grade(actor)
    if courses is not None:
        rows = rows.filter(**{f"{course}__in": courses})
    place = {"course_slug": F(f"{course}__slug"), "course_title": F(f"{course}__title")}
    return rows.order_by().values(**place).annotate(n=Count("pk"), since=Min(since), first=Min("pk"))


def _course(row: dict[str, Any]) -> WaitingCourse:
    return WaitingCourse(row["course_slug"], row["course_title"])


def _grades_anywhere(actor: Actor) -> bool:
    return courses_to_grade(actor) != []


register_waiting(WaitingSource("regrades", (REQUESTS,), find_regrades, _grades_anywhere))
register_waiting(WaitingSource("meetings", (MEETINGS,), find_meetings, _grades_anywhere))

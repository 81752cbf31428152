"""Requests to look at a mark again."""

import datetime
from typing import Any

from edusync.grading.models import Grade, Gradebook, GradeItem, RegradeRequest
from edusync.grading.queries.loading import is_shown, title_of
from edusync.kernel import clock


def open_until(course_id: int) -> datetime.datetime | None:
    """Until when learners of the course may ask; None: they may not."""
    rows = Gradebook.objects.filter(course_id=course_id).values_list("regrade_until", flat=True)
    found: datetime.datetime | None = rows.first()
    return found


def may_ask(item: GradeItem, grade: Grade | None, until: datetime.datetime | None) -> bool:
    """Whether the cell has a mark that its learner sees, and it is not too late."""
    is_marked = grade is not None and grade.state in (Grade.State.GRADED, Grade.State.MISSING)
    return is_marked and is_shown(item) and until is not None and clock.now() <= until


def live_requests() -> Any:
    """Requests with their cell, learner and course."""
    return RegradeRequest.objects.filter(item__deleted_at__isnull=True).select_related(
        "item__lesson", "item__course", "enrollment__learner", "answered_by"
    )


def requests_in(course_id: int, *, is_open: bool) -> Any:
    """Requests of a course that wait for an answer, or those that have one."""
    rows = live_requests().filter(item__course_id=course_id, enrollment__deleted_at__isnull=True)
    return rows.filter(state="open") if is_open else rows.exclude(state="open")


def own_requests(enrollment_id: int, item_id: int) -> list[RegradeRequest]:
    """What a learner asked about a cell, the newest first."""
    rows = RegradeRequest.objects.filter(enrollment_id=enrollment_id, item_id=item_id)
    return list(rows.order_by("-id"))


def answered_request(request_id: int) -> dict[str, Any] | None:
    """What a mail says of an answered request; None if it is gone."""
    row = live_requests().filter(pk=request_id).exclude(state="open").first()
    if row is None:
        return None
    return {
        "learner_id": row.enrollment.learner_id,
        "course_title": row.item.course.title,
        "course_slug": row.item.course.slug,
        "item": title_of(row.item),
        "answer": row.answer,
        "is_changed": row.state == RegradeRequest.State.CHANGED,
    }

"""Each step in the life of a course: taken under its lock, written into its history and into the audit log."""

from collections.abc import Mapping
from typing import Any

from edusync.courses.models import Course, CourseStateChange
from edusync.courses.services.fields import short_text
from edusync.kernel import audit
from edusync.kernel.problems import NotFound

MAX_REASON_CHARACTERS = 2_000


def lock_for_change(course: Course) -> str:
    """Read the course anew under a lock that holds until the transaction ends; returns its state. Raises NotFound."""
    try:
        course.refresh_from_db(from_queryset=Course.unscoped.select_for_update().filter(deleted_at=None))
    except Course.DoesNotExist:
        raise NotFound from None
    return course.status


def log_change(
    *,
    course: Course,
    act: str,
    from_status: str,
    by_id: int | None,
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
) -> CourseStateChange:
    """Write a step into the history of the course, within the caller's transaction. `by_id` None: the site did it.

    Raises ValidationProblem for a reason of more than 2,000 characters.
    """
    reason = short_text(reason, pointer="/reason", limit=MAX_REASON_CHARACTERS)
    change = CourseStateChange.objects.create(
        organization_id=course.organization_id,
        course=course,
        act=act,
        from_status=from_status,
        to_status=course.status,
        by_id=by_id,
        reason=reason,
        facts=dict(facts or {}),
    )
    audit.record(
        f"courses.course.{act}",
        actor=by_id,
        target=("course", course.pk),
        facts={"from": from_status, "to": course.status, **(facts or {})},
    )
    return change

"""What follows when a course is published."""

from typing import Any

from edusync.courses.events import CoursePublished
from edusync.courses.models import AccessibilityReport, Course
from edusync.courses.services.accessibility import record_report
from edusync.kernel.events import on


@on(CoursePublished)
def report_accessibility(payload: dict[str, Any], event_id: int) -> None:
    """Every publishing leaves a report on accessibility; a second delivery finds the first one's."""
    course = Course.objects.filter(pk=payload["course_id"], deleted_at=None).first()
    if course is None:
        return
    last = AccessibilityReport.objects.filter(course=course, occasion="published").order_by("-pk").first()
    if last is not None and course.published_at and last.created_at > course.published_at:
        return
    record_report(course=course, occasion=AccessibilityReport.Occasion.PUBLISHED, by_id=payload.get("by_id"))

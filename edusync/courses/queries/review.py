"""Reads of submissions and of the history of courses."""

from typing import Any

from edusync.courses.blocks import document_text
from edusync.courses.models import (
    ContentComment,
    Course,
    CourseApprovalRequest,
    CourseStateChange,
    Lesson,
    Page,
)


def history_of(course_id: int) -> Any:
    """Every step in the life of a course."""
    return CourseStateChange.objects.filter(course_id=course_id)


def submissions(*, status: str = "", search: str = "") -> Any:
    """Submissions of all courses of the organization that are not deleted, with the course."""
    rows = CourseApprovalRequest.objects.filter(course__deleted_at=None).select_related("course")
    if status:
        rows = rows.filter(status=status)
    for word in search.split()[:8]:
        rows = rows.filter(course__title__icontains=word)
    return rows


def draft_pages(course: Course) -> list[dict[str, Any]]:
    """Pages whose latest text learners do not see yet, with the number of words before and after."""
    rows = Page.objects.filter(
        lesson__course=course, lesson__deleted_at=None, lesson__module__deleted_at=None, draft__isnull=False
    ).order_by("lesson__module__position", "lesson__position", "lesson_id")
    return [
        {
            "lesson_id": lesson_id,
            "title": title,
            "words_before": len(text.split()),
            "words_after": len(document_text(draft or {"version": 1, "blocks": []}).split()),
        }
        for lesson_id, title, text, draft in rows.values_list("lesson_id", "lesson__title", "text", "draft")
    ]


def lesson_titles(lesson_ids: set[int]) -> dict[int, str]:
    """Titles by id, in one query."""
    return dict(Lesson.objects.filter(pk__in=lesson_ids).values_list("pk", "title")) if lesson_ids else {}


def live_course(course_id: int) -> Course | None:
    """The course unless it is deleted."""
    return Course.objects.filter(pk=course_id, deleted_at=None).first()


def submission(request_id: int) -> CourseApprovalRequest | None:
    """A submission of a course that is not deleted, with the course."""
    rows = CourseApprovalRequest.objects.select_related("course").filter(course__deleted_at=None)
    return rows.filter(pk=request_id).first()


def comment_words(comment_id: int) -> str | None:
    """What a comment says; None when it was deleted."""
    rows = ContentComment.objects.filter(pk=comment_id, deleted_at=None)
    return rows.values_list("body", flat=True).first()

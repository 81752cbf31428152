"""Reads of what the team says about drafts."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from edusync.courses.models import CommentMention, ContentComment

OPEN, RESOLVED = "open", "resolved"


def threads_of(course_id: int, *, lesson_id: int | None = None, status: str = "") -> Any:
    """First comments of threads of a course, or of one lesson. A deleted one is kept while it has answers."""
    answers = ContentComment.objects.filter(thread=OuterRef("pk"), deleted_at=None)
    rows = ContentComment.objects.filter(
        Q(deleted_at=None) | Exists(answers), course_id=course_id, thread=None
    )
    if lesson_id is not None:
        rows = rows.filter(lesson_id=lesson_id)
    if status in (OPEN, RESOLVED):
        rows = rows.filter(resolved_at__isnull=status == OPEN)
    return rows.select_related("lesson")


def answers_of(thread_ids: Iterable[int]) -> dict[int, list[ContentComment]]:
    """Answers by thread, the oldest first, in one query."""
    found: dict[int, list[ContentComment]] = {}
    rows = ContentComment.objects.filter(thread_id__in=list(thread_ids), deleted_at=None).order_by("id")
    for row in rows:
        found.setdefault(row.thread_id or 0, []).append(row)
    return found


def mentions_of(comment_ids: Iterable[int]) -> dict[int, list[int]]:
    """Ids of the people called, by comment, in one query."""
    found: dict[int, list[int]] = {}
    rows = CommentMention.objects.filter(comment_id__in=list(comment_ids)).order_by("id")
    for comment_id, user_id in rows.values_list("comment_id", "user_id"):
        found.setdefault(comment_id, []).append(user_id)
    return found


def open_threads_by_lesson(course_id: int) -> dict[int | None, int]:
    """Number of unresolved threads by lesson; None stands for those about the whole course."""
    rows = threads_of(course_id, status=OPEN).select_related(None).order_by()
    return dict(rows.values_list("lesson_id").annotate(count=Count("id")))

"""The checks of this app's own: something to learn, nothing empty, and what a card in the catalog needs."""

from collections.abc import Iterator
from typing import Any

from edusync.courses.blocks import document_text
from edusync.courses.checklist import Finding, register_check
from edusync.courses.models import Course, CourseCategory, Document, ExternalLink, Lesson, Page, Video
from edusync.courses.queries.lessons import live_lessons


def check_structure(course: Course) -> Iterator[Finding]:
    """A course is published with at least one published lesson in a published module."""
    if not live_lessons(course.pk).exists():
        yield Finding(
            "no-lesson", "error", "Add a module with a published lesson before publishing the course."
        )


def check_lessons(course: Course) -> Iterator[Finding]:
    """Lessons that learners would open and find nothing in."""
    lessons = dict(live_lessons(course.pk).values_list("pk", "title"))
    for lesson_id in sorted(empty_lessons(list(lessons))):
        yield Finding("empty-lesson", "warning", f"“{lessons[lesson_id]}” is empty.", lesson_id)


def empty_lessons(lesson_ids: list[int]) -> set[int]:
    """Which of these lessons hold nothing, in a query per kind."""
    pages = Page.objects.filter(lesson__in=lesson_ids).values_list("lesson_id", "document", "draft", "text")
    empty = {pk for pk, document, draft, text in pages if is_empty_page(document, draft, text)}
    videos = Video.objects.filter(lesson__in=lesson_ids)
    empty |= set(videos.filter(file=None, external_id="").values_list("lesson_id", flat=True))
    empty |= set(
        Document.objects.filter(lesson__in=lesson_ids, file=None).values_list("lesson_id", flat=True)
    )
    empty |= set(
        ExternalLink.objects.filter(lesson__in=lesson_ids, url="").values_list("lesson_id", flat=True)
    )
    pageless = Lesson.objects.filter(pk__in=lesson_ids, kind=Lesson.Kind.PAGE, page=None)
    return empty | set(pageless.values_list("pk", flat=True))


def is_empty_page(document: dict[str, Any], draft: dict[str, Any] | None, text: str) -> bool:
    """Whether learners would find an empty page: pictures and films count as content, an empty paragraph does not."""
    if draft is None and text.strip():
        return False
    blocks = (draft if draft is not None else document).get("blocks", [])
    if any(block.get("type") not in ("text", "heading", "divider") for block in blocks):
        return False
    return not document_text({"version": 1, "blocks": blocks}).strip()


def check_card(course: Course) -> Iterator[Finding]:
    """What people see before they enroll."""
    if not course.title.strip():
        yield Finding("no-title", "error", "The course has no title.")
    if not document_text(course.overview or {"version": 1, "blocks": []}).strip():
        yield Finding("no-overview", "warning", "The course has no description.")
    if course.image_file_id is None:
        yield Finding("no-image", "warning", "The course has no image.")
    if not CourseCategory.objects.filter(course=course).exists():
        yield Finding("no-category", "warning", "The course is in no category.")


register_check("structure", check_structure)
register_check("lessons", check_lessons)
register_check("card", check_card)

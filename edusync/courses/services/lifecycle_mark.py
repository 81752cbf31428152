"""A mark of what a course would show if it were published now: an approval holds for that content and no other."""

import hashlib
from typing import Any

import orjson

from edusync.courses.models import Course, Lesson, Module, Page
from edusync.courses.snapshots.content_kinds import read_contents

_COURSE = (
    "title",
    "tagline",
    "overview",
    "outcomes",
    "level",
    "language_id",
    "estimated_minutes",
    "image_file_id",
    "is_certificate_on",
)
_MODULE = ("id", "title", "summary", "position", "is_published")
_LESSON = (
    "id",
    "module_id",
    "kind",
    "title",
    "group_title",
    "position",
    "is_required",
    "is_published",
    "is_preview",
    "weight",
    "completion",
    "completion_value",
)


def content_mark(course: Course) -> str:
    """SHA-256 over what learners would get, unpublished drafts of pages included; undoing a change restores it."""
    facts = Course.unscoped.values(*_COURSE).get(pk=course.pk)
    modules = Module.unscoped.filter(course=course, deleted_at=None).order_by("id").values_list(*_MODULE)
    lessons = Lesson.unscoped.filter(course=course, deleted_at=None).order_by("id").values_list(*_LESSON)
    rows = list(lessons)
    contents: dict[int, Any] = read_contents((row[0], row[2]) for row in rows)
    drafts = dict(drafts_of(course))
    for row in rows:
        if row[2] == Lesson.Kind.PAGE:
            # Whether the text waits in a draft or was published is not part of what it says.
            contents[row[0]] = drafts.get(row[0]) or contents.get(row[0], {}).get("document")
    content = [facts, list(modules), rows, [contents.get(row[0]) for row in rows]]
    return hashlib.sha256(orjson.dumps(content, default=str, option=orjson.OPT_SORT_KEYS)).hexdigest()


def drafts_of(course: Course) -> list[tuple[int, dict[str, Any]]]:
    """(lesson id, document) of the pages whose latest text learners do not see yet."""
    rows = Page.objects.filter(
        lesson__course=course, lesson__deleted_at=None, lesson__module__deleted_at=None, draft__isnull=False
    )
    found = rows.order_by("lesson_id").values_list("lesson_id", "draft")
    return [(lesson_id, draft) for lesson_id, draft in found if draft is not None]

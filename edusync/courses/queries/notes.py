"""Reads of what learners note and mark for themselves. Always asked with the learner: nobody reads another's."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Q

from edusync.courses.models import Bookmark, LearnerNote

NOTE_COLUMNS = (
    *("id", "uuid", "lesson_id", "body", "quote", "anchor", "at_seconds", "color", "row_version"),
    *("created_at", "updated_at"),
)
BOOKMARK_COLUMNS = ("id", "uuid", "lesson_id", "block", "at_seconds", "label", "created_at")
PLACE_COLUMNS = (
    *("lesson__title", "lesson__deleted_at", "lesson__module__deleted_at"),
    *("lesson__course__slug", "lesson__course__title", "lesson__course__deleted_at"),
)


def lesson_notes(*, learner_id: int, lesson_id: int) -> Any:
    """The learner's notes on a lesson as dicts, in the order they were made."""
    rows = LearnerNote.objects.filter(learner_id=learner_id, lesson_id=lesson_id, deleted_at=None)
    return rows.order_by("id").values(*NOTE_COLUMNS)


def lesson_bookmarks(*, learner_id: int, lesson_id: int) -> Any:
    """The learner's bookmarks in a lesson as dicts, by block and second."""
    rows = Bookmark.objects.filter(learner_id=learner_id, lesson_id=lesson_id)
    return rows.order_by("block", "at_seconds", "id").values(*BOOKMARK_COLUMNS)


def own_notes(*, learner_id: int, search: str = "", course: str = "", color: str = "") -> Any:
    """All notes of a learner as dicts with the names of lesson and course; not ordered.

    `search` looks in one's own words and in the marked ones, `course` is a slug.
    """
    rows = LearnerNote.objects.filter(learner_id=learner_id, deleted_at=None)
    if search:
        rows = rows.filter(Q(body__icontains=search) | Q(quote__icontains=search))
    if course:
        rows = rows.filter(lesson__course__slug=course)
    if color:
        rows = rows.filter(color=color)
    return rows.values(*NOTE_COLUMNS, *PLACE_COLUMNS)


def own_bookmarks(*, learner_id: int, course: str = "") -> Any:
    """All bookmarks of a learner as dicts with the names of lesson and course; not ordered."""
    rows = Bookmark.objects.filter(learner_id=learner_id)
    if course:
        rows = rows.filter(lesson__course__slug=course)
    return rows.values(*BOOKMARK_COLUMNS, *PLACE_COLUMNS)


def noted_courses(learner_id: int) -> list[dict[str, Any]]:
    """Courses in which the learner has notes, with their number, by title."""
    rows = LearnerNote.objects.filter(learner_id=learner_id, deleted_at=None).order_by()
    counted = rows.values("lesson__course__slug", "lesson__course__title").annotate(notes=Count("id"))
    found = [
        {"slug": row["lesson__course__slug"], "title": row["lesson__course__title"], "notes": row["notes"]}
        for row in counted
    ]
    return sorted(found, key=lambda course: (course["title"].casefold(), course["slug"]))


def notes_in_reading_order(rows: Any) -> Any:
    """Rows of `own_notes` as a book has them: by course, module, lesson, then as they were made."""
    return rows.order_by(
        "lesson__course__title",
        "lesson__course_id",
        "lesson__module__position",
        "lesson__module_id",
        "lesson__position",
        "lesson_id",
        "id",
    )


def notes_markdown(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Rows of `notes_in_reading_order` as lines of Markdown: a heading per course and lesson, marked words as quotes."""
    course = lesson = None
    for row in rows:
        if row["lesson__course__slug"] != course:
            course, lesson = row["lesson__course__slug"], None
            yield f"# {_heading(row['lesson__course__title'])}\n\n"
        if row["lesson_id"] != lesson:
            lesson = row["lesson_id"]
            yield f"## {_heading(row['lesson__title'])}\n\n"
        yield _note_markdown(row)


def _note_markdown(row: dict[str, Any]) -> str:
    parts = []
    if row["at_seconds"] is not None:
        minutes, seconds = divmod(row["at_seconds"], 60)
        parts.append(f"**{minutes}:{seconds:02d}**")
    if row["quote"]:
        parts.append("\n".join(f"> {line}".rstrip() for line in row["quote"].splitlines()))
    if row["body"]:
        parts.append(row["body"])
    return "\n\n".join(parts) + "\n\n"


def _heading(title: str) -> str:
    """A title on one line that no sign in it turns into something else."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#" else sign for sign in " ".join(title.split()))

"""The outline for those who work on the course: hidden lessons too, what is unfinished, and how long it may take."""

from typing import Any

from django.db import connection

from edusync.courses.layout import layout_tag
from edusync.courses.models import Module, OutlineChange
from edusync.kernel.ids import BinUUIDField

WORDS_PER_MINUTE = 200
# Kinds whose content this app keeps, so that it knows when there is none.
_JUDGED = frozenset({"page", "video", "document", "link"})

_COLUMNS = {
    "id": "l.id",
    "uuid": "l.uuid",
    "module_id": "l.module_id",
    "kind": "l.kind",
    "title": "l.title",
    "group_title": "l.group_title",
    "is_required": "l.is_required",
    "is_published": "l.is_published",
    "is_preview": "l.is_preview",
    "weight": "l.weight",
    "estimated_minutes": "l.estimated_minutes",
    "completion": "l.completion",
    "completion_value": "l.completion_value",
    "row_version": "l.row_version",
    "has_draft": "p.draft IS NOT NULL",
    # Words are counted where they lie: the text of 300 pages is megabytes.
    "words": "LENGTH(p.text) - LENGTH(REPLACE(REPLACE(p.text, ' ', ''), CHAR(10), ''))",
    "has_text": "LENGTH(p.text) > 0 OR p.document LIKE %s OR p.draft LIKE %s",
    "duration_seconds": "v.duration_seconds",
    "has_film": "v.file_id IS NOT NULL OR v.external_id <> ''",
    "has_document": "d.file_id IS NOT NULL",
    "has_link": "k.url <> ''",
}
_SQL = f"""
SELECT {", ".join(_COLUMNS.values())}
FROM courses_lesson l
LEFT JOIN courses_page p ON p.lesson_id = l.id
LEFT JOIN courses_video v ON v.lesson_id = l.id
LEFT JOIN courses_document d ON d.lesson_id = l.id
LEFT JOIN courses_external_link k ON k.lesson_id = l.id
WHERE l.course_id = %s AND l.deleted_at IS NULL
ORDER BY l.position, l.id
"""  # noqa: S608
_BLOCKS = '%"type"%'
_BOOLEANS = ("is_required", "is_published", "is_preview", "has_draft")
_HIDDEN = frozenset({"words", "has_text", "duration_seconds", "has_film", "has_document", "has_link"})
_to_uuid = BinUUIDField().to_python


def author_outline(*, course_id: int, user_id: int | None) -> dict[str, Any]:
    """Modules with their lessons, minutes summed, the tag of the order, and what the person may undo; three queries."""
    modules = list(
        Module.objects.filter(course_id=course_id, deleted_at=None)
        .order_by("position", "id")
        .values("id", "title", "summary", "is_published", "row_version")
    )
    by_module: dict[int, list[dict[str, Any]]] = {module["id"]: [] for module in modules}
    for lesson in _lessons(course_id):
        by_module.setdefault(lesson.pop("module_id"), []).append(lesson)
    for module in modules:
        module["lessons"] = by_module[module["id"]]
        module["minutes"] = sum(lesson["estimated_minutes"] for lesson in module["lessons"])
    layout = {module["id"]: [lesson["id"] for lesson in module["lessons"]] for module in modules}
    return {
        "tag": layout_tag(layout),
        "minutes": sum(module["minutes"] for module in modules),
        "modules": modules,
        "undo": _latest_change(course_id, user_id),
    }


def _lessons(course_id: int) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [_BLOCKS, _BLOCKS, course_id])
        rows = cursor.fetchall()
    return [_lesson(dict(zip(_COLUMNS, values, strict=True))) for values in rows]


def _lesson(row: dict[str, Any]) -> dict[str, Any]:
    lesson = {name: value for name, value in row.items() if name not in _HIDDEN}
    lesson["uuid"] = _to_uuid(row["uuid"])
    for name in _BOOLEANS:
        lesson[name] = bool(row[name])
    lesson["suggested_minutes"] = _suggested_minutes(row)
    lesson["problems"] = ["empty"] if row["kind"] in _JUDGED and not _has_content(row) else []
    return lesson


def _suggested_minutes(row: dict[str, Any]) -> int | None:
    """Reading time at 200 words a minute, or the length of the film, rounded up; None where nothing tells."""
    if row["kind"] == "video" and row["duration_seconds"]:
        return -(-row["duration_seconds"] // 60)
    if row["kind"] == "page" and row["words"]:
        return -(-(row["words"] + 1) // WORDS_PER_MINUTE)
    return None


def _has_content(row: dict[str, Any]) -> bool:
    flags = {"page": "has_text", "video": "has_film", "document": "has_document", "link": "has_link"}
    return bool(row[flags[row["kind"]]])


def _latest_change(course_id: int, user_id: int | None) -> dict[str, Any] | None:
    """The person's last act in this outline that still stands."""
    if user_id is None:
        return None
    changes = OutlineChange.objects.filter(course_id=course_id, made_by_id=user_id, undone_at=None)
    return changes.order_by("-id").values("uuid", "kind", "count").first()

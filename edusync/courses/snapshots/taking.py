"""A course as a snapshot, in a few queries whatever its size."""

import hashlib
import uuid
from typing import Any

from edusync.courses.models import Course, CourseCategory, CourseTag, Lesson, Module
from edusync.courses.snapshots import columns, shapes
from edusync.courses.snapshots.content_kinds import read_contents
from edusync.courses.snapshots.parts import take_parts
from edusync.files.queries import file_facts


def take_snapshot(course: Course) -> dict[str, Any]:
    """All there is of the course: facts, structure, content, parts, and which files it uses. The same rows give the same JSON."""
    modules, uuids = _modules(course)
    body = {
        "format": shapes.FORMAT,
        "origin": {"uuid": str(course.uuid), "slug": course.slug},
        "course": _course_facts(course),
        "offer": {name: columns.as_json(getattr(course, name)) for name in shapes.OFFER_COLUMNS},
        "modules": modules,
        "parts": take_parts(course),
    }
    snapshot: dict[str, Any] = shapes.portable_links(body, uuids)
    snapshot["files"] = _files(course, snapshot)
    return snapshot


def digest(snapshot: dict[str, Any]) -> str:
    """SHA-256 of what the snapshot says, wherever the course stands."""
    said = {name: value for name, value in snapshot.items() if name != "origin"}
    return hashlib.sha256(shapes.dumped(said)).hexdigest()


def _course_facts(course: Course) -> dict[str, Any]:
    facts: dict[str, Any] = {
        name: getattr(course, name)
        for name in shapes.COURSE_COLUMNS
        if name not in {"language", "image_file"}
    }
    facts["language"] = course.language_id
    facts["image_file"] = str(course.image_file.uuid) if course.image_file else None
    categories = CourseCategory.objects.filter(course=course).order_by("-is_primary", "id")
    facts["categories"] = list(categories.values_list("category__slug", flat=True))
    tags = CourseTag.objects.filter(course=course)
    facts["tags"] = sorted(tags.values_list("tag__name", flat=True))
    return facts


def _modules(course: Course) -> tuple[list[dict[str, Any]], dict[int, str]]:
    """The structure with its content, and the UUIDs of the lessons by id."""
    names = columns.lookups(shapes.LESSON_FIELDS)
    rows = list(
        Lesson.objects.filter(course=course, deleted_at=None, module__deleted_at=None)
        .order_by("position", "id")
        .values_list("module_id", "id", "uuid", "kind", *names)
    )
    contents = read_contents((row[1], row[3]) for row in rows)
    by_module: dict[int, list[dict[str, Any]]] = {}
    for module_id, lesson_id, lesson_uuid, kind, *values in rows:
        by_module.setdefault(module_id, []).append(
            {
                "uuid": str(lesson_uuid),
                "kind": kind,
                **columns.row_json(shapes.LESSON_FIELDS, values),
                "content": contents[lesson_id],
            }
        )
    modules = [
        {
            "uuid": str(module_uuid),
            **columns.row_json(shapes.MODULE_FIELDS, values),
            "lessons": by_module.get(module_id, []),
        }
        for module_id, module_uuid, *values in Module.objects.filter(course=course, deleted_at=None)
        .order_by("position", "id")
        .values_list("id", "uuid", *columns.lookups(shapes.MODULE_FIELDS))
    ]
    return modules, {row[1]: str(row[2]) for row in rows}


def _files(course: Course, snapshot: dict[str, Any]) -> dict[str, Any]:
    """The files that the snapshot names anywhere."""
    named = {uuid.UUID(found.decode()) for found in shapes.UUIDS.findall(shapes.dumped(snapshot))}
    return file_facts(course.organization_id, named)

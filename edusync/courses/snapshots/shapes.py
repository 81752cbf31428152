"""Which columns of courses, modules and lessons a snapshot keeps, and the check of a snapshot that came from outside."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import orjson

from edusync.courses.models import Course, Lesson, Module
from edusync.courses.snapshots.columns import portable_fields
from edusync.kernel.problems import FieldError, ValidationProblem

FORMAT = 1
MAX_MODULES = 2_000
MAX_LESSONS = 10_000
# What is taught. Restoring an old version brings these back.
COURSE_COLUMNS = (
    *("title", "tagline", "overview", "outcomes", "level", "language", "estimated_minutes"),
    *("is_certificate_on", "required_score", "allow_retake", "max_attempts"),
    *("meta_description", "meta_keywords", "image_file"),
)
# Who gets in. A copy has these too; restoring leaves them as they are.
OFFER_COLUMNS = (
    *("access", "capacity", "visibility", "is_waitlist_on", "offer_hours"),
    *("enrollment_opens_at", "enrollment_closes_at", "access_days", "due_days", "recertify_days"),
)
MODULE_FIELDS = portable_fields(Module, frozenset({"uuid", "position", "origin_uuid"}))
LESSON_FIELDS = portable_fields(Lesson, frozenset({"uuid", "position", "origin_uuid", "kind"}))
OFFER_FIELDS = tuple(Course._meta.get_field(name) for name in OFFER_COLUMNS)
UUIDS = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_LINKS = re.compile(rb"/learn/[^/\"\\\s]{1,130}/(\d{1,18})(?!\d)")
_PORTABLE_LINKS = re.compile(rb"/learn/-/([0-9a-f-]{36})")


def dumped(value: Any) -> bytes:
    """Canonical JSON: the same bytes for the same value."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)


def lessons_of(snapshot: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All lessons of a snapshot in order."""
    for module in snapshot["modules"]:
        yield from module["lessons"]


def portable_links(value: Any, uuids: dict[int, str]) -> Any:
    """The value with links to lessons (`uuids` by id) naming them by UUID."""
    text = dumped(value)
    if b"/learn/" not in text:
        return value

    def named(found: re.Match[bytes]) -> bytes:
        known = uuids.get(int(found[1]))
        return f"/learn/-/{known}".encode() if known else found[0]

    return orjson.loads(_LINKS.sub(named, text))


def site_links(value: Any, *, slug: str, ids: dict[str, int]) -> Any:
    """The value with links to lessons as this site serves them. A lesson that is not there leads to the course."""
    text = dumped(value)
    if b"/learn/-/" not in text:
        return value

    def placed(found: re.Match[bytes]) -> bytes:
        known = ids.get(found[1].decode())
        return f"/learn/{slug}/{known}".encode() if known else f"/learn/{slug}".encode()

    return orjson.loads(_PORTABLE_LINKS.sub(placed, text))


def replaced_uuids(value: Any, new: dict[str, str]) -> Any:
    """The value with every UUID that `new` knows replaced, wherever it stands."""
    if not new:
        return value

    def replaced(found: re.Match[bytes]) -> bytes:
        old = found[0].decode()
        return new.get(old, old).encode()

    return orjson.loads(UUIDS.sub(replaced, dumped(value)))


def own_uuids(value: Any) -> Iterator[str]:
    """The UUIDs of all rows that a snapshot describes: what stands under `uuid`."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "uuid" and isinstance(inner, str):
                yield inner
            else:
                yield from own_uuids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from own_uuids(inner)


def fault(pointer: str, code: str, detail: str) -> ValidationProblem:
    """The problem that one thing in a snapshot is wrong."""
    return ValidationProblem(errors=[FieldError(pointer=pointer, code=code, detail=detail)])


def checked_snapshot(snapshot: Any) -> dict[str, Any]:
    """The snapshot, if its frame is sound: format, modules, lessons, UUIDs unique. Raises ValidationProblem.

    What stands in lessons is checked as it is written.
    """
    if not isinstance(snapshot, dict) or not isinstance(snapshot.get("course"), dict):
        raise fault("", "not-a-snapshot", "This is not a course.")
    if snapshot.get("format") != FORMAT:
        raise fault("/format", "unknown-format", f"This site reads format {FORMAT}.")
    modules = snapshot.get("modules")
    if not isinstance(modules, list) or len(modules) > MAX_MODULES:
        raise fault("/modules", "not-a-list", f"Must be a list of at most {MAX_MODULES} modules.")
    seen: set[str] = set()
    count = 0
    for index, module in enumerate(modules):
        pointer = f"/modules/{index}"
        _check_node(module, pointer, seen)
        if not isinstance(module.get("lessons"), list):
            raise fault(f"{pointer}/lessons", "not-a-list", "Must be a list of lessons.")
        count += len(module["lessons"])
        if count > MAX_LESSONS:
            raise fault(f"{pointer}/lessons", "too-many", f"A course has at most {MAX_LESSONS} lessons.")
        for place, lesson in enumerate(module["lessons"]):
            _check_node(lesson, f"{pointer}/lessons/{place}", seen)
            _check_lesson(lesson, f"{pointer}/lessons/{place}")
    return {
        **snapshot,
        "offer": _object(snapshot, "offer"),
        "parts": _object(snapshot, "parts"),
        "files": _object(snapshot, "files"),
    }


def _object(snapshot: dict[str, Any], name: str) -> dict[str, Any]:
    value = snapshot.get(name, {})
    if not isinstance(value, dict):
        raise fault(f"/{name}", "not-an-object", "Must be an object.")
    return value


def _check_node(node: Any, pointer: str, seen: set[str]) -> None:
    if not isinstance(node, dict):
        raise fault(pointer, "not-an-object", "Must be an object.")
    try:
        name = str(uuid.UUID(str(node.get("uuid"))))
    except ValueError:
        raise fault(f"{pointer}/uuid", "not-a-uuid", "Must be a UUID.") from None
    if name != node["uuid"]:
        raise fault(f"{pointer}/uuid", "not-a-uuid", "Must be a UUID in small letters with hyphens.")
    if name in seen:
        raise fault(f"{pointer}/uuid", "not-unique", "This UUID stands there twice.")
    seen.add(name)
    title = node.get("title")
    if not isinstance(title, str) or not title.strip():
        raise fault(f"{pointer}/title", "blank", "Must not be empty.")


def _check_lesson(lesson: dict[str, Any], pointer: str) -> None:
    if lesson.get("kind") not in Lesson.Kind.values:
        raise fault(f"{pointer}/kind", "not-a-choice", "This site knows no lesson of this kind.")
    if not isinstance(lesson.get("content", {}), dict):
        raise fault(f"{pointer}/content", "not-an-object", "Must be an object.")

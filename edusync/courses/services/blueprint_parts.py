"""What of a course a blueprint and its copy compare: the texts and settings of lessons, their order, the rules."""

import hashlib
from typing import Any

from edusync.courses.models import BlueprintLink, Course, Lesson, Module
from edusync.courses.snapshots.shapes import dumped, replaced_uuids

Snapshot = dict[str, Any]
CONTENT, SETTINGS = BlueprintLink.Part.CONTENT, BlueprintLink.Part.SETTINGS
STRUCTURE, RULES = BlueprintLink.Part.STRUCTURE, BlueprintLink.Part.RULES


def names_in(copy: Course) -> dict[str, str]:
    """UUIDs of the copy's modules and lessons by those of the blueprint, also of deleted ones."""
    pairs = [
        *Module.objects.filter(course=copy, origin_uuid__isnull=False).values_list("origin_uuid", "uuid"),
        *Lesson.objects.filter(course=copy, origin_uuid__isnull=False).values_list("origin_uuid", "uuid"),
    ]
    return {str(origin): str(own) for origin, own in pairs}


def authored(lesson: dict[str, Any]) -> dict[str, Any]:
    """The lesson with what its authors see: the draft in place of what learners read."""
    content = dict(lesson.get("content") or {})
    draft = content.pop("draft", None)
    return {**lesson, "content": {**content, "document": draft} if draft is not None else content}


def published(lesson: dict[str, Any]) -> dict[str, Any]:
    """The lesson with what learners read: a draft of the blueprint is nobody else's business yet."""
    return {**lesson, "content": {k: v for k, v in (lesson.get("content") or {}).items() if k != "draft"}}


def parts_of(lesson: dict[str, Any]) -> dict[str, str]:
    """Digests of the two parts of a lesson. Practice questions that it carries are content."""
    settings = {name: value for name, value in lesson.items() if name not in ("uuid", "content", "practice")}
    asked = lesson.get("practice")
    content = [lesson["content"], asked] if asked else lesson["content"]
    return {CONTENT: digest_of(content), SETTINGS: digest_of(settings)}


def digest_of(value: Any) -> str:
    """Of any JSON."""
    return hashlib.sha256(dumped(value)).hexdigest()[:32]


Order = list[list[str]]


def order_of(snapshot: Snapshot) -> Order:
    """The modules, each with its lessons, by UUID."""
    return [
        [module["uuid"], *(lesson["uuid"] for lesson in module["lessons"])] for module in snapshot["modules"]
    ]


def is_moved(now: Order, then: Order) -> bool:
    """Whether what both have stands in another order: additions and removals move nothing."""
    both = {name for row in now for name in row} & {name for row in then for name in row}

    def shared(order: Order) -> Order:
        rows = [[name for name in row if name in both] for row in order]
        return [row for row in rows if row]

    return shared(now) != shared(then)


def translated(snapshot: Snapshot, names: dict[str, str]) -> Snapshot:
    """The blueprint as the copy would say it: what is in the copy by the copy's UUIDs."""
    plain = {
        **snapshot,
        "modules": [
            {**module, "lessons": [published(lesson) for lesson in module["lessons"]]}
            for module in snapshot["modules"]
        ],
    }
    result: Snapshot = {
        **plain,
        **{name: replaced_uuids(plain[name], names) for name in ("modules", "parts", "course")},
    }
    return result

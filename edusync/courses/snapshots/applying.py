"""A snapshot becomes a course, or a course becomes what a snapshot says."""

import uuid
from collections.abc import Collection
from typing import Any

from django.db import transaction

from edusync.courses.models import Course, Lesson, Module
from edusync.courses.services.courses import create_course
from edusync.courses.services.outline_edit import outline_edit
from edusync.courses.snapshots import shapes
from edusync.courses.snapshots.course_facts import apply_facts
from edusync.courses.snapshots.parts import apply_parts, taken_by_parts
from edusync.courses.snapshots.structure import StructureWriter
from edusync.kernel.ids import uuid7
from edusync.kernel.tenancy import organization_context


@transaction.atomic
def build_from_snapshot(
    snapshot: dict[str, Any],
    *,
    organization_id: int,
    created_by_id: int | None,
    title: str | None = None,
    keep_uuids: bool = False,
) -> Course:
    """A new draft that is what the snapshot says, with its creator as owner.

    Modules and lessons get UUIDs of their own and note the old ones as `origin_uuid`; with `keep_uuids` they keep those
    that nothing else has. The files named in the snapshot must be in the organization. Raises ValidationProblem.
    """
    snapshot = shapes.checked_snapshot(snapshot)
    with organization_context(organization_id):
        names = list(dict.fromkeys(shapes.own_uuids([snapshot["modules"], snapshot["parts"]])))
        kept = _free(names) if keep_uuids else set()
        new = {name: str(uuid7()) for name in names if name not in kept}
        origins = {fresh: old for old, fresh in new.items()}
        snapshot = {
            **snapshot,
            "modules": shapes.replaced_uuids(snapshot["modules"], new),
            "parts": shapes.replaced_uuids(snapshot["parts"], new),
            "course": shapes.replaced_uuids(snapshot["course"], new),
        }
        wanted = title or str(snapshot["course"].get("title") or "")
        course = create_course(title=wanted[:200], created_by_id=created_by_id)
        if title is not None:
            snapshot["course"] = {**snapshot["course"], "title": course.title}
        _write(course, snapshot, is_offer_applied=True, origins=origins)
        return course


@transaction.atomic
def apply_snapshot(
    course: Course,
    snapshot: dict[str, Any],
    *,
    is_offer_applied: bool = False,
    only_lessons: Collection[str] | None = None,
) -> None:
    """Make the course what the snapshot says, matching rows by UUID.

    Lessons and modules that were deleted come back; those that the snapshot lacks stay, unpublished. Pages of a
    published course get the text as a draft. Who gets in (`offer`) changes only with `is_offer_applied`. `only_lessons`
    restricts it to the content and settings of these lessons (UUIDs). Raises ValidationProblem, PreconditionFailed.
    """
    snapshot = shapes.checked_snapshot(snapshot)
    with organization_context(course.organization_id):
        _write(course, snapshot, is_offer_applied=is_offer_applied, only_lessons=only_lessons)


def _write(
    course: Course,
    snapshot: dict[str, Any],
    *,
    is_offer_applied: bool,
    origins: dict[str, str] | None = None,
    only_lessons: Collection[str] | None = None,
) -> None:
    with outline_edit(course_id=course.pk):
        writer = StructureWriter(course, snapshot, origins=origins or {})
        if only_lessons is not None:
            writer.write_lessons_only(only_lessons)
            return
        writer.write()
        facts = writer.placed(snapshot["course"])
        apply_facts(course, facts, snapshot["offer"] if is_offer_applied else {})
        apply_parts(course, writer.placed(snapshot["parts"]))


def _free(names: list[str]) -> set[str]:
    """Those UUIDs that no module, no lesson and no row of a part has, in any organization."""
    wanted = [uuid.UUID(name) for name in names]
    taken = set(Module.unscoped.filter(uuid__in=wanted).values_list("uuid", flat=True))
    taken |= set(Lesson.unscoped.filter(uuid__in=wanted).values_list("uuid", flat=True))
    taken |= taken_by_parts(wanted)
    return {name for name in names if uuid.UUID(name) not in taken}

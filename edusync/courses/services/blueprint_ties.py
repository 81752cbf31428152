"""The tie between a blueprint and its copy: what both said when they were last in line."""

from typing import Any

from edusync.courses.models import BlueprintLink, Course
from edusync.courses.services.blueprint_facts import facts_of, row_digest
from edusync.courses.services.blueprint_parts import (
    Snapshot,
    authored,
    digest_of,
    names_in,
    order_of,
    parts_of,
    translated,
)
from edusync.courses.services.blueprint_questions import carried, question_names
from edusync.courses.snapshots import take_snapshot
from edusync.courses.snapshots.shapes import lessons_of
from edusync.kernel import clock


def start_following(
    *, blueprint: Course, copy: Course, snapshot: Snapshot, locked_parts: list[str]
) -> BlueprintLink:
    """Let a fresh copy follow its blueprint, of which `snapshot` was taken."""
    own = take_snapshot(copy)
    names = names_in(copy)
    questions = question_names(snapshot, own, names, {})
    link: BlueprintLink = BlueprintLink.objects.create(
        organization_id=blueprint.organization_id,
        blueprint=blueprint,
        copy=copy,
        locked_parts=locked_parts,
        synced_parts=synced_parts(blueprint, snapshot, own, names=names, questions=questions),
        synced_version=Course.objects.values_list("outline_version", flat=True).get(pk=blueprint.pk),
        synced_at=clock.now(),
    )
    return link


def synced_parts(
    row: Course, blueprint: Snapshot, copy: Snapshot, *, names: dict[str, str], questions: dict[str, str]
) -> dict[str, Any]:
    """What both sides say right after they were brought in line: what differs later was changed since.

    `row` is the blueprint's, `names` and `questions` are the copy's UUIDs by those of the blueprint.
    """
    said = carried(translated(blueprint, {**names, **questions}))
    copy = carried(copy)
    originals = {lesson["uuid"]: parts_of(lesson) for lesson in lessons_of(said)}
    own = {lesson["uuid"]: parts_of(authored(lesson)) for lesson in lessons_of(copy)}
    return {
        "lessons": {
            name: {"blueprint": originals[name], "copy": own[name]} for name in originals if name in own
        },
        "order": {"blueprint": order_of(said), "copy": order_of(copy)},
        "rules": {
            "blueprint": digest_of(said["parts"].get("rules")),
            "copy": digest_of(copy["parts"].get("rules")),
        },
        "course": {"blueprint": facts_of(said["course"]), "row": row_digest(row)},
        "questions": questions,
    }

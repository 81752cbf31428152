"""Questions of a blueprint and those that stand for them in a copy. Each has a UUID of its own: results belong to a course."""

import uuid
from collections.abc import Iterator
from typing import Any

from edusync.courses.snapshots.shapes import dumped, lessons_of, replaced_uuids

Json = dict[str, Any]


def carried(snapshot: Json) -> Json:
    """The snapshot with the practice questions of each page beside its content, under `practice`."""
    by_lesson: dict[str, list[Json]] = {}
    for one in snapshot["parts"].get("practice") or []:
        by_lesson.setdefault(one["lesson"], []).append(one)
    modules = [
        {
            **module,
            "lessons": [
                {**lesson, "practice": by_lesson.get(lesson["uuid"], [])} for lesson in module["lessons"]
            ],
        }
        for module in snapshot["modules"]
    ]
    return {**snapshot, "modules": modules}


def uncarried(modules: list[Json]) -> tuple[list[Json], list[Json]]:
    """The modules as snapshots have them, and the practice questions of all their pages."""
    practice = [one for module in modules for lesson in module["lessons"] for one in lesson["practice"]]
    plain = [
        {
            **module,
            "lessons": [
                {name: value for name, value in lesson.items() if name != "practice"}
                for lesson in module["lessons"]
            ],
        }
        for module in modules
    ]
    return plain, list({one["uuid"]: one for one in practice}.values())


def question_names(
    blueprint: Json, copy: Json, names: dict[str, str], known: dict[str, str]
) -> dict[str, str]:
    """UUIDs of the copy's questions by those of the blueprint's; `names` are those of lessons.

    `known` are those of before. A question that is not known is the one that reads the same in the copy's lesson, else
    it is new, with the same UUID however often one asks.
    """
    found = dict(known)
    taken = set(found.values())
    here = {lesson["uuid"]: list(_asked(lesson)) for lesson in lessons_of(carried(copy))}
    space = uuid.UUID(copy["origin"]["uuid"])
    for lesson in lessons_of(carried(blueprint)):
        own = here.get(names.get(lesson["uuid"], ""), [])
        for question in _asked(lesson):
            name = question["uuid"]
            if name in found:
                continue
            said = _wording(replaced_uuids(question, names))
            twins = (one["uuid"] for one in own if one["uuid"] not in taken and _wording(one) == said)
            found[name] = next(twins, "") or str(uuid.uuid5(space, name))
            taken.add(found[name])
    return found


def _asked(lesson: Json) -> Iterator[Json]:
    """The questions of a quiz or of a page."""
    yield from (lesson.get("content") or {}).get("questions") or []
    yield from lesson["practice"]


def _wording(question: Json) -> bytes:
    return dumped({name: value for name, value in question.items() if name not in ("uuid", "lesson")})

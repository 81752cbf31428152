"""The steps from an old snapshot to a new one."""

from typing import Any

from edusync.courses.snapshots.changes.steps import (
    MISSING,
    Add,
    Move,
    Path,
    Remove,
    Set,
    Step,
    keyed,
    list_steps,
    member_steps,
    staying,
)

_OBJECTS = ("course", "offer", "parts")
# They follow from the rest, or tell where it came from: kept exact, not told in words.
_SILENT = ("format", "origin", "files")
_STRUCTURE = frozenset({"lessons", "content", "uuid"})
_NESTED = {"document": "blocks", "draft": "blocks", "questions": "questions"}


def steps_between(old: dict[str, Any], new: dict[str, Any]) -> list[Step]:
    """Steps that turn the old snapshot into the new one, in the order in which they are told."""
    steps: list[Step] = []
    for name in _OBJECTS:
        steps += member_steps((name,), old.get(name, {}), new.get(name, {}))
    steps += _structure_steps(old["modules"], new["modules"])
    for name in _SILENT:
        if old.get(name, MISSING) != new.get(name, MISSING):
            steps.append(Set((name,), old.get(name, MISSING), new.get(name, MISSING)))
    return steps


def _bare(module: dict[str, Any]) -> dict[str, Any]:
    return {**module, "lessons": []}


def _structure_steps(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[Step]:
    old_modules = {module["uuid"]: module for module in old}
    new_modules = {module["uuid"]: module for module in new}
    steps: list[Step] = list_steps(
        ("modules",),
        {key: _bare(module) for key, module in old_modules.items()},
        {key: _bare(module) for key, module in new_modules.items()},
    )
    for key, module in new_modules.items():
        if key in old_modules:
            steps += member_steps(("modules", key), old_modules[key], module, skip=_STRUCTURE)
    return steps + _lesson_steps(old_modules, new_modules)


def _lesson_steps(old: dict[str, Any], new: dict[str, Any]) -> list[Step]:
    stood = {lesson["uuid"]: (key, lesson) for key, module in old.items() for lesson in module["lessons"]}
    stands = {lesson["uuid"] for module in new.values() for lesson in module["lessons"]}
    steps: list[Step] = [
        Remove(("modules", key, "lessons"), name, lesson)
        for name, (key, lesson) in stood.items()
        if name not in stands
    ]
    for key, module in new.items():
        path: Path = ("modules", key, "lessons")
        before = [lesson["uuid"] for lesson in old[key]["lessons"]] if key in old else []
        stay = staying(before, [lesson["uuid"] for lesson in module["lessons"]])
        for index, lesson in enumerate(module["lessons"]):
            name = lesson["uuid"]
            if name not in stood:
                steps.append(Add(path, name, index, lesson))
                continue
            if name not in stay:
                steps.append(Move(("modules", stood[name][0], "lessons"), path, name, index, lesson))
            steps += _inner_steps(("lessons", name), stood[name][1], lesson)
    return steps


def _inner_steps(path: Path, old: dict[str, Any], new: dict[str, Any]) -> list[Step]:
    """Settings and content of one lesson."""
    steps = member_steps(path, old, new, skip=frozenset({"uuid", "content"}))
    if "content" not in old or "content" not in new:
        return steps + member_steps(path, _only_content(old), _only_content(new))
    path = (*path, "content")
    before, after = old["content"], new["content"]
    for name in dict.fromkeys([*before, *after]):
        one, other = before.get(name, MISSING), after.get(name, MISSING)
        if one == other:
            continue
        nested = _nested_steps((*path, name), name, one, other)
        steps += [Set((*path, name), one, other)] if nested is None else nested
    return steps


def _only_content(lesson: dict[str, Any]) -> dict[str, Any]:
    return {"content": lesson["content"]} if "content" in lesson else {}


def _nested_steps(path: Path, name: str, old: Any, new: Any) -> list[Step] | None:
    """Steps within blocks or questions; None when they cannot be told apart by their names."""
    if name not in _NESTED:
        return None
    if name == "questions":
        return _question_steps(path, old, new)
    if not isinstance(old, dict) or not isinstance(new, dict):
        return None
    before, after = keyed("blocks", old.get("blocks")), keyed("blocks", new.get("blocks"))
    if before is None or after is None:
        return None
    blocks: Path = (*path, "blocks")
    steps = list_steps(blocks, before, after)
    steps += [
        Set((*blocks, key), before[key], block)
        for key, block in after.items()
        if key in before and before[key] != block
    ]
    return steps + member_steps(path, old, new, skip=frozenset({"blocks"}))


def _question_steps(path: Path, old: Any, new: Any) -> list[Step] | None:
    before, after = keyed("questions", old), keyed("questions", new)
    if before is None or after is None:
        return None
    steps = list_steps(path, before, after)
    for key, question in after.items():
        if key in before:
            steps += member_steps((*path, key), before[key], question)
    return steps

"""Steps applied to a snapshot."""

import copy
from collections.abc import Iterable, Sequence
from typing import Any

from edusync.courses.snapshots.changes.steps import KEYS, MISSING, Add, Move, Path, Remove, Set, Step


def patched(snapshot: dict[str, Any], steps: Sequence[Step]) -> dict[str, Any]:
    """A copy of the snapshot with all steps made. `patched(old, steps_between(old, new)) == new`.

    Raises LookupError when a step does not fit: the snapshot is not the one the steps were made for.
    """
    result = copy.deepcopy(snapshot)
    place = _Places(result)
    # Members leave from the inside out, come in from the outside in; only then are values set.
    for depth in ("lessons", "modules", "blocks", "questions"):
        chosen = [step for step in steps if not isinstance(step, Set) and step.path[-1] == depth]
        if depth == "lessons":
            taken = place.take_out(chosen)
            modules = [step for step in steps if not isinstance(step, Set) and step.path == ("modules",)]
            place.put_in(modules, place.take_out(modules))
            place.put_in(chosen, taken)
        elif depth != "modules":
            place.put_in(chosen, place.take_out(chosen))
    for step in steps:
        if isinstance(step, Set):
            place.set(step)
    return result


class _Places:
    """Finds things in a snapshot by path."""

    def __init__(self, snapshot: dict[str, Any]) -> None:
        self.snapshot = snapshot

    def find(self, path: Path) -> Any:
        """What stands at a path. Raises LookupError."""
        if path and path[0] == "lessons":
            here = self._lesson(path[1])
            path = path[2:]
        else:
            here = self.snapshot
        for name, part in zip((None, *path), path, strict=False):
            here = self._member(here, name, part)
        return here

    def _lesson(self, key: str) -> dict[str, Any]:
        for module in self.snapshot["modules"]:
            for lesson in module["lessons"]:
                if lesson["uuid"] == key:
                    return lesson  # type: ignore[no-any-return]
        raise LookupError(key)

    def _member(self, here: Any, name: str | None, part: str) -> Any:
        if isinstance(here, list):
            return here[self._index(here, name or "", part)]
        return here[part]

    @staticmethod
    def _index(items: list[Any], name: str, key: str) -> int:
        for index, item in enumerate(items):
            if KEYS[name](item) == key:
                return index
        raise LookupError(key)

    def take_out(self, steps: Iterable[Step]) -> dict[str, Any]:
        """Remove what is removed or moves; what moves, by key."""
        taken = {}
        for step in steps:
            if isinstance(step, Remove | Move):
                items = self.find(step.path)
                item = items.pop(self._index(items, step.path[-1], step.key))
                if isinstance(step, Move):
                    taken[step.key] = item
        return taken

    def put_in(self, steps: Iterable[Step], taken: dict[str, Any]) -> None:
        """Insert what is added or moved, in ascending order of place."""
        coming = [step for step in steps if isinstance(step, Add | Move)]
        for step in sorted(coming, key=lambda one: one.index):
            if isinstance(step, Move):
                self.find(step.to).insert(step.index, taken[step.key])
            else:
                self.find(step.path).insert(step.index, copy.deepcopy(step.item))

    def set(self, step: Set) -> None:
        """Exchange, add or drop one value."""
        *path, name = step.path
        parent = self.find(tuple(path))
        new = copy.deepcopy(step.new)
        if isinstance(parent, list):
            parent[self._index(parent, path[-1], name)] = new
        elif step.new is MISSING:
            del parent[name]
        else:
            parent[name] = new

"""One step from an old snapshot to a new one, and lists compared by the names of their members.

A path names a place: `("course", "title")`, `("modules", uuid, "title")`, `("lessons", uuid, "content", "document", "blocks", id)`.
Lessons are named by UUID wherever they stand.
"""

import bisect
import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

Path = tuple[str, ...]
KEYS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "modules": lambda module: module.get("uuid"),
    "lessons": lambda lesson: lesson.get("uuid"),
    "blocks": lambda block: block.get("block" if block.get("type") == "embed" else "id"),
    "questions": lambda question: question.get("uuid"),
}


class _Missing:
    """Stands for a member that is not there."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Any = _Missing()


@dataclasses.dataclass(frozen=True, slots=True)
class Set:
    """The value at a path becomes another; MISSING where there was none, or is none any more."""

    path: Path
    old: Any
    new: Any


@dataclasses.dataclass(frozen=True, slots=True)
class Add:
    """A member comes into the list at a path."""

    path: Path
    key: str
    index: int
    item: dict[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Remove:
    """A member leaves the list at a path."""

    path: Path
    key: str
    item: dict[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Move:
    """A member goes to another place in its list, or from the list at `path` into the one at `to`."""

    path: Path
    to: Path
    key: str
    index: int
    item: dict[str, Any]


Step = Set | Add | Remove | Move


def keyed(name: str, items: Any) -> dict[str, dict[str, Any]] | None:
    """Members of a list by their key, in order; None when they have no keys of their own."""
    if not isinstance(items, list):
        return None
    found: dict[str, dict[str, Any]] = {}
    for item in items:
        key = KEYS[name](item) if isinstance(item, dict) else None
        if not isinstance(key, str) or key in found:
            return None
        found[key] = item
    return found


def staying(old_order: Sequence[str], new_order: Sequence[str]) -> set[str]:
    """The largest set of common members whose order did not change: all others are the ones that moved."""
    places = {key: place for place, key in enumerate(old_order)}
    common = [key for key in new_order if key in places]
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, key in enumerate(common):
        spot = bisect.bisect_left(tails, places[key])
        before.append(ends[spot - 1] if spot else -1)
        if spot == len(tails):
            tails.append(places[key])
            ends.append(index)
        else:
            tails[spot], ends[spot] = places[key], index
    found: set[str] = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        found.add(common[index])
        index = before[index]
    return found


def list_steps(path: Path, old: dict[str, dict[str, Any]], new: dict[str, dict[str, Any]]) -> list[Step]:
    """Members added, removed and moved; what changed within members is not looked at."""
    stay = staying(list(old), list(new))
    steps: list[Step] = [Remove(path, key, item) for key, item in old.items() if key not in new]
    for index, (key, item) in enumerate(new.items()):
        if key not in old:
            steps.append(Add(path, key, index, item))
        elif key not in stay:
            steps.append(Move(path, path, key, index, item))
    return steps


def member_steps(
    path: Path, old: dict[str, Any], new: dict[str, Any], *, skip: frozenset[str] = frozenset()
) -> list[Step]:
    """Members of two objects that differ."""
    return [
        Set((*path, name), old.get(name, MISSING), new.get(name, MISSING))
        for name in dict.fromkeys([*old, *new])
        if name not in skip and old.get(name, MISSING) != new.get(name, MISSING)
    ]

"""What one attempt puts into the sums: plain data that is kept, so that it can be taken out again."""

import dataclasses
from collections.abc import Iterable
from typing import Any


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """An answered wording. `own` and `best` in thousandths of points; `step` of the time it took, -1 unknown."""

    version_id: int
    own: int
    best: int
    is_right: bool
    is_empty: bool
    names: tuple[str, ...] = ()
    step: int = -1


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """A first attempt. `groups` are pairs of kind and id."""

    items: tuple[Item, ...]
    groups: tuple[tuple[str, int], ...] = ()

    @property
    def total(self) -> int:
        """What was earned, in thousandths of points."""
        return sum(item.own for item in self.items)

    @property
    def best(self) -> int:
        """What could be earned."""
        return sum(item.best for item in self.items)

    @property
    def stratum(self) -> int:
        """From 0 to 9: the tenth of the points that were earned."""
        return max(0, min(9, self.total * 10 // self.best)) if self.best else 0

    def as_json(self) -> dict[str, Any]:
        """Short enough to be kept for every attempt."""
        return {
            "groups": [list(group) for group in self.groups],
            "items": [
                [
                    one.version_id,
                    one.own,
                    one.best,
                    int(one.is_right),
                    int(one.is_empty),
                    list(one.names),
                    one.step,
                ]
                for one in self.items
            ],
        }


def entry_from(kept: dict[str, Any]) -> Entry:
    """The entry of such JSON; nothing in it gives one without items."""
    return Entry(
        tuple(
            Item(version_id, own, best, bool(right), bool(empty), tuple(names), step)
            for version_id, own, best, right, empty, names, step in kept.get("items", [])
        ),
        tuple((str(kind), int(group_id)) for kind, group_id in kept.get("groups", [])),
    )


def renamed(
    entry: Entry, known: dict[int, set[str]], written: Iterable[int], most: int, others: str
) -> Entry:
    """The entry with written answers that are one too many counted as others; `known` learns the new names."""
    limited = set(written)
    items = []
    for item in entry.items:
        names = item.names
        if item.version_id in limited:
            seen = known.setdefault(item.version_id, set())
            names = tuple(name if name in seen or len(seen) < most else others for name in names)
            seen.update(names)
        items.append(dataclasses.replace(item, names=names))
    return Entry(tuple(items), entry.groups)

"""The order of an outline as a plain value: modules in order, each with the ids of its lessons. Nothing here asks the database."""

import bisect
import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

# Module id to the ids of its lessons; both in order.
Layout = dict[int, list[int]]


def as_pairs(layout: Layout) -> list[list[Any]]:
    """The layout as JSON keeps it."""
    return [[module_id, list(lesson_ids)] for module_id, lesson_ids in layout.items()]


def from_pairs(pairs: Iterable[Sequence[Any]]) -> Layout:
    """The layout that `as_pairs` wrote."""
    return {int(module_id): [int(one) for one in lesson_ids] for module_id, lesson_ids in pairs}


def layout_tag(layout: Layout) -> str:
    """A short word that differs when modules or lessons stand otherwise; titles and settings do not matter."""
    text = ";".join(f"{module_id}:{','.join(map(str, ids))}" for module_id, ids in layout.items())
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def lesson_ids_of(layout: Layout) -> list[int]:
    """All lessons in order."""
    return [lesson_id for lesson_ids in layout.values() for lesson_id in lesson_ids]


def places_of(layout: Layout) -> dict[int, int]:
    """The module of each lesson."""
    return {one: module_id for module_id, lesson_ids in layout.items() for one in lesson_ids}


def without(layout: Layout, *, modules: Iterable[int] = (), lessons: Iterable[int] = ()) -> Layout:
    """The layout without these modules (and what is in them) and lessons."""
    gone_modules, gone = set(modules), set(lessons)
    return {
        module_id: [one for one in lesson_ids if one not in gone]
        for module_id, lesson_ids in layout.items()
        if module_id not in gone_modules
    }


def with_module(
    layout: Layout, module_id: int, lesson_ids: Sequence[int] = (), *, after: int | None
) -> Layout:
    """The layout with a module added behind `after`, at the end when that is None or not there."""
    wanted: Layout = {}
    for one, ids in layout.items():
        wanted[one] = ids
        if one == after:
            wanted[module_id] = list(lesson_ids)
    wanted.setdefault(module_id, list(lesson_ids))
    return wanted


def with_lessons(layout: Layout, module_id: int, lesson_ids: Sequence[int], *, after: int | None) -> Layout:
    """The layout with lessons put into a module behind `after`, at its end when that is None or not there."""
    rest = without(layout, lessons=lesson_ids)
    place = rest[module_id]
    at = place.index(after) + 1 if after in place else len(place)
    rest[module_id] = [*place[:at], *lesson_ids, *place[at:]]
    return rest


def merge_layouts(base: Layout, mine: Layout, theirs: Layout) -> Layout:
    """What comes out when `mine` and `theirs` were both made from `base`: every act of mine done to theirs.

    What mine took away is gone, what it added or moved stands behind the same neighbor as in mine; all else stays as
    theirs has it. A module that mine took away stays when theirs put lessons into it. A lesson that theirs took away
    and mine only moved stays away.
    """
    order = merge_sequences(list(base), list(mine), list(theirs))
    gone = set(lesson_ids_of(base)) - set(lesson_ids_of(mine))
    moved = _acted(base, mine, theirs)
    merged: Layout = {module_id: [] for module_id in order}
    kept = without(theirs, lessons=gone | moved)
    for module_id, lesson_ids in kept.items():
        if lesson_ids or module_id in merged:
            merged[module_id] = lesson_ids
    for module_id, lesson_ids in mine.items():
        for index, lesson_id in enumerate(lesson_ids):
            if lesson_id in moved:
                _insert(merged.setdefault(module_id, []), lesson_id, lesson_ids[:index])
    return merged


def _acted(base: Layout, mine: Layout, theirs: Layout) -> set[int]:
    """Lessons that mine added or moved, as far as theirs allows."""
    before, after, present = places_of(base), places_of(mine), places_of(theirs)
    acted = set()
    for lesson_id, module_id in after.items():
        if lesson_id not in before or (
            before[lesson_id] != module_id and lesson_id in present and module_id in theirs
        ):
            acted.add(lesson_id)
    for module_id in base.keys() & mine.keys() & theirs.keys():
        acted |= moved_within(base[module_id], mine[module_id]) & present.keys()
    return acted


def merge_sequences(base: Sequence[int], mine: Sequence[int], theirs: Sequence[int]) -> list[int]:
    """`merge_layouts` for one list."""
    added = set(mine) - set(base)
    moved = moved_within(base, mine) & set(theirs)
    gone = set(base) - set(mine)
    merged = [one for one in theirs if one not in gone | moved | added]
    for index, one in enumerate(mine):
        if one in moved or one in added:
            _insert(merged, one, mine[:index])
    return merged


def _insert(row: list[int], one: int, before: Sequence[int]) -> None:
    """Put one behind the nearest of those that stood before it, at the start when none is there."""
    neighbor = next((other for other in reversed(before) if other in row), None)
    row.insert(0 if neighbor is None else row.index(neighbor) + 1, one)


def moved_within(base: Sequence[int], mine: Sequence[int]) -> set[int]:
    """The fewest elements of both whose move turns the one order into the other (all but a longest rising run)."""
    place = {one: index for index, one in enumerate(base)}
    common = [one for one in mine if one in place]
    ends: list[int] = []
    end_at: list[int] = []
    before: list[int] = []
    for index, one in enumerate(common):
        length = bisect.bisect_left(ends, place[one])
        before.append(end_at[length - 1] if length else -1)
        ends[length : length + 1] = [place[one]]
        end_at[length : length + 1] = [index]
    kept = set()
    index = end_at[-1] if end_at else -1
    while index >= 0:
        kept.add(common[index])
        index = before[index]
    return set(common) - kept

"""Passages that two works share, out of the places of their fingerprints."""

import dataclasses
from collections.abc import Iterable, Sequence

# Fingerprints are chosen: between two of one passage some characters have none.
GAP = 90


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """A fingerprint in one of a work's texts (`text` is its number among these)."""

    text: int
    start: int
    end: int
    hash: int


@dataclasses.dataclass(slots=True)
class Passage:
    """Characters that are found in the other work, too. Equal numbers belong together."""

    text: int
    start: int
    end: int
    hashes: set[int]
    number: int = 0


def shared_passages(own: Iterable[Place], other: Iterable[Place]) -> tuple[list[Passage], list[Passage]]:
    """The passages of either work, in order, numbered as they come in the first."""
    mine, theirs = list(own), list(other)
    common = {one.hash for one in mine} & {one.hash for one in theirs}
    left, right = _merged(mine, common), _merged(theirs, common)
    for number, passage in enumerate(left, start=1):
        passage.number = number
    for passage in right:
        alike = [one.number for one in left if one.hashes & passage.hashes]
        passage.number = min(alike, default=0)
    return left, right


def _merged(places: Sequence[Place], common: set[int]) -> list[Passage]:
    found: list[Passage] = []
    for one in sorted(places, key=lambda place: (place.text, place.start)):
        if one.hash not in common:
            continue
        last = found[-1] if found else None
        if last is not None and last.text == one.text and one.start <= last.end + GAP:
            last.end = max(last.end, one.end)
            last.hashes.add(one.hash)
        else:
            found.append(Passage(one.text, one.start, one.end, {one.hash}))
    return found

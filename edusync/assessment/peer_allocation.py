"""Who reviews whom: everybody gets as many works as wanted, never an own one, all works about equally often."""

import dataclasses
import random
from collections.abc import Sequence


@dataclasses.dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody who reviews. `own` are the works not to be given to them: theirs, and those of their groups."""

    id: int
    own: frozenset[int]


@dataclasses.dataclass(frozen=True, slots=True)
class Pair:
    """One reviewer of one work."""

    reviewer: int
    work: int


def allocate(
    *, works: Sequence[int], reviewers: Sequence[Reviewer], each: int, seed: int, given: Sequence[Pair] = ()
) -> list[Pair]:
    """New pairs beside those `given`, `each` for every reviewer as far as there are works. The same for the same input.

    The works stand in a circle in an order drawn by the seed. In each round everybody takes, of the works reviewed
    least often, the next one after their own: alone on their works, all are reviewed exactly `each` times.
    """
    draw = random.Random(seed)  # noqa: S311, fairness, no secret
    circle = sorted(works)
    draw.shuffle(circle)
    place = {work: at for at, work in enumerate(circle)}
    load = dict.fromkeys(circle, 0)
    has: dict[int, set[int]] = {one.id: set() for one in reviewers}
    for pair in given:
        has.setdefault(pair.reviewer, set()).add(pair.work)
        if pair.work in load:
            load[pair.work] += 1
    around = sorted(reviewers, key=lambda one: (_home(one, place), one.id))
    found = []
    for wanted in range(1, each + 1):
        for one in around:
            free = [work for work in circle if work not in one.own and work not in has[one.id]]
            if len(has[one.id]) >= wanted or not free:
                continue
            home = _home(one, place)
            work = min(free, key=lambda work: (load[work], (place[work] - home - 1) % len(circle)))
            has[one.id].add(work)
            load[work] += 1
            found.append(Pair(one.id, work))
    return found


def _home(reviewer: Reviewer, place: dict[int, int]) -> int:
    return min((place[work] for work in reviewer.own if work in place), default=len(place))


def take_in(
    *, work: int, reviewer: Reviewer, open_pairs: Sequence[tuple[Pair, frozenset[int]]], each: int, seed: int
) -> list[Pair]:
    """The pairs to take over, so that a late comer stands in the circle like everybody else.

    Of each pair found the reviewer gets the late work instead, and the late comer that pair's work. `open_pairs` are
    those nobody began, each with what its reviewer must not get.
    """
    rows = sorted(open_pairs, key=lambda row: (row[0].reviewer, row[0].work))
    random.Random(f"{seed}:{work}").shuffle(rows)  # noqa: S311, fairness, no secret
    found: list[Pair] = []
    for pair, own in rows:
        is_used = any(pair.reviewer == one.reviewer or pair.work == one.work for one in found)
        if is_used or work in own or pair.work in reviewer.own or pair.reviewer == reviewer.id:
            continue
        found.append(pair)
        if len(found) == each:
            break
    return found

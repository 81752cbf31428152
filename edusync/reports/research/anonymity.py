"""The check that nobody can be found: every group of people who look alike has so many members, or is not there.

Facts by which somebody could be known are coarsened for all rows alike, as little as it takes until few rows are in
groups that are too small; those are left out. Then whoever has several rows is looked at: rows stay connected
by one pseudonym only where enough learners have the very same set of them.
Source: Sweeney, k-Anonymity, 2002; the second step applies it to the records of a person as a whole.
"""

import dataclasses
import datetime
import itertools
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from edusync.reports.research.columns import GENERALIZERS, QUASI

# As long as more rows than this share are in groups that are too small, everything is coarsened further.
MOST_SUPPRESSED = 0.1
Group = tuple[str, ...]
Levels = tuple[int, ...]


class Fact(NamedTuple):
    """One learner's latest enrollment in one course."""

    enrollment_id: int
    learner_id: int
    course: str
    enrolled_on: datetime.date
    age: int | None
    language: str


@dataclasses.dataclass(frozen=True)
class Check:
    """What may come out. `groups` are those of the kept rows by enrollment; `linked` are learners with one pseudonym."""

    levels: Levels
    groups: Mapping[int, Group]
    linked: frozenset[int]
    numbers: Mapping[str, int]


def group_of(fact: Fact, levels: Levels) -> Group:
    """What is told of a row by which somebody could be known."""
    raw = (fact.enrolled_on, fact.age, fact.language)
    told = (make(value, level) for make, value, level in zip(GENERALIZERS, raw, levels, strict=True))
    return (fact.course, *told)


def check_groups(facts: Sequence[Fact], size: int) -> Check:
    """Coarsen, leave out, part; see the module. `facts` hold one row for each learner and course."""
    in_course = Counter(fact.course for fact in facts)
    possible = [fact for fact in facts if in_course[fact.course] >= size]
    levels = _levels_for(possible, size)
    members = Counter(group_of(fact, levels) for fact in possible)
    kept = [fact for fact in possible if members[group_of(fact, levels)] >= size]
    groups = {fact.enrollment_id: group_of(fact, levels) for fact in kept}
    linked = _linked(kept, groups, size)
    return Check(levels, groups, linked, _numbers(facts, kept, linked, groups))


def _levels_for(facts: Sequence[Fact], size: int) -> Levels:
    """The levels that say most of those at which few rows are in groups that are too small.

    All are tried: there are a few dozen, and rows that look alike are counted together.
    """
    alike = Counter(fact._replace(enrollment_id=0, learner_id=0) for fact in facts)
    ways: list[Levels] = list(itertools.product(*(range(len(quasi.levels)) for quasi in QUASI)))
    for levels in sorted(ways, key=_loss):
        if _small_rows(alike, levels, size) <= MOST_SUPPRESSED * len(facts):
            return levels
    return max(ways, key=_loss)


def _loss(levels: Levels) -> float:
    """How much is not told: each fact from 0 (all of it) to 1 (none), added up."""
    return sum(level / (len(quasi.levels) - 1) for quasi, level in zip(QUASI, levels, strict=True))


def _small_rows(alike: Mapping[Fact, int], levels: Levels, size: int) -> int:
    members: Counter[Group] = Counter()
    for fact, count in alike.items():
        members[group_of(fact, levels)] += count
    return sum(count for count in members.values() if count < size)


def _linked(kept: Sequence[Fact], groups: Mapping[int, Group], size: int) -> frozenset[int]:
    """Learners whose rows stay connected.

    A learner with one row, and each row of one whose rows are parted, stand for themselves: of those there must be
    enough in each group, too, or the rows of others in the group are parted until there are.
    """
    rows: dict[int, list[Group]] = defaultdict(list)
    for fact in kept:
        rows[fact.learner_id].append(groups[fact.enrollment_id])
    classes: dict[tuple[Group, ...], list[int]] = defaultdict(list)
    for learner_id, found in rows.items():
        classes[tuple(sorted(found))].append(learner_id)
    alone = Counter(group for signature, learners in classes.items() for group in signature * len(learners))
    together = {
        signature: learners
        for signature, learners in classes.items()
        if len(signature) > 1 and len(learners) >= size
    }
    for signature, learners in together.items():
        alone.subtract(dict.fromkeys(signature, len(learners)))
    while True:
        few = {group for group, count in alone.items() if 0 < count < size}
        parted = [signature for signature in together if few.intersection(signature)]
        if not parted:
            return frozenset(learner_id for learners in together.values() for learner_id in learners)
        for signature in parted:
            alone.update(dict.fromkeys(signature, len(together.pop(signature))))


def _numbers(
    facts: Sequence[Fact], kept: Sequence[Fact], linked: frozenset[int], groups: Mapping[int, Group]
) -> dict[str, int]:
    people, kept_people = {fact.learner_id for fact in facts}, {fact.learner_id for fact in kept}
    courses, kept_courses = {fact.course for fact in facts}, {fact.course for fact in kept}
    several = Counter(fact.learner_id for fact in kept)
    return {
        "rows_found": len(facts),
        "rows_kept": len(kept),
        "rows_left_out": len(facts) - len(kept),
        "people_found": len(people),
        "people_kept": len(kept_people),
        "courses_found": len(courses),
        "courses_kept": len(kept_courses),
        "people_linked": len(linked),
        "people_parted": sum(count > 1 for count in several.values()) - len(linked),
        "smallest_group": min(Counter(groups.values()).values(), default=0),
    }

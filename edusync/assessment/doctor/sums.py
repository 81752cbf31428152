"""Sums over attempts: entries are added and taken out again, in any order, with the same result."""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable

from edusync.assessment.doctor.entries import Entry

ALL = ("all", 0)


@dataclasses.dataclass(slots=True)
class ItemSums:
    """Sums of one wording, as the columns of ItemStatistic; `choices` and `groups` as its rows."""

    numbers: Counter[str] = dataclasses.field(default_factory=Counter)
    times: Counter[str] = dataclasses.field(default_factory=Counter)
    # By name: how often, and the total points of those who answered so.
    choices: dict[str, list[int]] = dataclasses.field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    # By kind, id and stratum: right answers, all answers.
    groups: dict[tuple[str, int, int], list[int]] = dataclasses.field(
        default_factory=lambda: defaultdict(lambda: [0, 0])
    )


@dataclasses.dataclass(slots=True)
class QuizSums:
    """Sums of one quiz, as the columns of QuizStatistic, and those of its items by wording."""

    numbers: Counter[str] = dataclasses.field(default_factory=Counter)
    items: dict[int, ItemSums] = dataclasses.field(default_factory=lambda: defaultdict(ItemSums))

    def add(self, entry: Entry, sign: int = 1) -> None:
        """Put an attempt in, or with -1 take it out."""
        if not entry.items:
            return
        total, stratum = entry.total, entry.stratum
        _count(self.numbers, sign, attempts=1, total=total, total_square=total * total, best=entry.best)
        for item in entry.items:
            sums = self.items[item.version_id]
            _count(
                sums.numbers,
                sign,
                answers=1,
                empty=int(item.is_empty),
                right=int(item.is_right),
                own=item.own,
                own_square=item.own * item.own,
                total=total,
                total_square=total * total,
                product=item.own * total,
                best=item.best,
            )
            if item.step >= 0:
                sums.times[str(item.step)] += sign
            for name in item.names:
                found = sums.choices[name]
                found[0] += sign
                found[1] += sign * total
            for kind, group_id in (ALL, *entry.groups):
                cell = sums.groups[(kind, group_id, stratum)]
                cell[0] += sign * int(item.is_right)
                cell[1] += sign


def _count(numbers: Counter[str], sign: int, **values: int) -> None:
    for name, value in values.items():
        numbers[name] += sign * value


def sums_of(entries: Iterable[Entry]) -> QuizSums:
    """The sums of these attempts."""
    sums = QuizSums()
    for entry in entries:
        sums.add(entry)
    return sums

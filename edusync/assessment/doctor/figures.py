"""Figures of classical test theory out of sums, each with its source.

Facility and discrimination: Crocker and Algina, Introduction to Classical and Modern Test Theory (1986), chapter 14.
Reliability: Cronbach, Coefficient alpha and the internal structure of tests, Psychometrika 16 (1951).
Differences between groups: Holland and Thayer, Differential item performance and the Mantel-Haenszel procedure (1988);
letters after Zieky, Practical questions in the use of DIF statistics (1993).
"""

import dataclasses
import math
from collections.abc import Iterable, Mapping, Sequence

# What 3.84 of chi squared with one degree of freedom is exceeded by in 5 of 100 cases.
CRITICAL = 3.841


def variance(count: int, total: int, square: int) -> float:
    """Of a sample, out of whole sums, in squared units of those. 0 for fewer than two values."""
    return covariance(count, total, total, square)


def covariance(count: int, one: int, other: int, product: int) -> float:
    """Of a sample, out of whole sums. 0 for fewer than two pairs."""
    if count < 2:
        return 0.0
    return (count * product - one * other) / (count * (count - 1))


def correlation(shared: float, one: float, other: float) -> float | None:
    """Pearson's r; None where one side does not vary."""
    if one <= 0 or other <= 0:
        return None
    return max(-1.0, min(1.0, shared / math.sqrt(one * other)))


@dataclasses.dataclass(frozen=True, slots=True)
class ItemNumbers:
    """The sums of one item, in thousandths of points."""

    answers: int
    own: int
    own_square: int
    total: int
    total_square: int
    product: int
    best: int

    @property
    def own_variance(self) -> float:
        """Of the points of this item."""
        return variance(self.answers, self.own, self.own_square)

    @property
    def total_variance(self) -> float:
        """Of the points of the quiz, among those who were asked this item."""
        return variance(self.answers, self.total, self.total_square)

    @property
    def shared(self) -> float:
        """Covariance of both."""
        return covariance(self.answers, self.own, self.total, self.product)

    @property
    def rest_variance(self) -> float:
        """Of the points of the quiz without this item."""
        return self.total_variance - 2 * self.shared + self.own_variance


def facility(item: ItemNumbers) -> float | None:
    """Share of the possible points that was earned: p = Σx / Σmax."""
    return item.own / item.best if item.best else None


def discrimination(item: ItemNumbers) -> float | None:
    """Point-biserial (for partial credit Pearson's) correlation of item and quiz: r(x, Y)."""
    return correlation(item.shared, item.own_variance, item.total_variance)


def corrected_discrimination(item: ItemNumbers) -> float | None:
    """The same with the item taken out of the quiz: r(x, Y − x), so that it does not agree with itself."""
    return correlation(item.shared - item.own_variance, item.own_variance, item.rest_variance)


def choice_discrimination(item: ItemNumbers, count: int, total: int) -> float | None:
    """Correlation of having answered so with the points of the quiz: above 0 when the better ones answer so."""
    shared = covariance(item.answers, count, item.total, total)
    return correlation(shared, variance(item.answers, count, count), item.total_variance)


def effective_weights(items: Sequence[ItemNumbers]) -> list[float | None]:
    """How much each item decides about the order of learners: n·cov(x, Y) by the sum of that over all items.

    When all learners were asked the same, that is cov(x, Y) / var(Y): the part of the variance that is the item's.
    """
    parts = [item.answers * item.shared for item in items]
    whole = sum(parts)
    return [part / whole if whole > 0 else None for part in parts]


def alpha(items: Sequence[ItemNumbers], attempts: int) -> float | None:
    """Cronbach's α = k/(k−1) · (1 − Σvar(x) / var(Y)); None unless all were asked the same two items or more."""
    if not is_uniform(items, attempts):
        return None
    return _alpha(len(items), sum(item.own_variance for item in items), items[0].total_variance)


def alphas_without(items: Sequence[ItemNumbers], attempts: int) -> list[float | None]:
    """α of the quiz without each item in turn."""
    if not is_uniform(items, attempts):
        return [None] * len(items)
    whole = sum(item.own_variance for item in items)
    return [_alpha(len(items) - 1, whole - item.own_variance, item.rest_variance) for item in items]


def is_uniform(items: Sequence[ItemNumbers], attempts: int) -> bool:
    """Whether every attempt was asked every item, so that a reliability can be told."""
    return len(items) > 1 and attempts > 1 and all(item.answers == attempts for item in items)


def _alpha(count: int, parts: float, whole: float) -> float | None:
    if count < 2 or whole <= 0:
        return None
    return count / (count - 1) * (1 - parts / whole)


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """Learners who earned alike: right and wrong answers of the group looked at and of all others."""

    right: int
    wrong: int
    other_right: int
    other_wrong: int

    @property
    def size(self) -> int:
        """All of them."""
        return self.right + self.wrong + self.other_right + self.other_wrong


@dataclasses.dataclass(frozen=True, slots=True)
class GroupDifference:
    """`delta` below 0: the item is harder for the group than for others who are as good. `level` A, B or C."""

    odds_ratio: float
    delta: float
    chi_squared: float
    level: str


def mantel_haenszel(cells: Iterable[Cell]) -> GroupDifference | None:
    """α = Σ(A·D/N) / Σ(B·C/N) over the strata, with A, B the others' and C, D the group's right and wrong answers.

    delta = −2.35 · ln α; chi squared with the continuity correction. A: |delta| < 1 or by chance; C: |delta| ≥ 1.5.
    """
    cells = [cell for cell in cells if cell.size > 1]
    above = sum(cell.other_right * cell.wrong / cell.size for cell in cells)
    below = sum(cell.other_wrong * cell.right / cell.size for cell in cells)
    spread = sum(_spread(cell) for cell in cells)
    if above <= 0 or below <= 0 or spread <= 0:
        return None
    drift = sum(cell.other_right - _expected(cell) for cell in cells)
    chi = max(0.0, abs(drift) - 0.5) ** 2 / spread
    delta = -2.35 * math.log(above / below)
    level = "A" if abs(delta) < 1 or chi < CRITICAL else "C" if abs(delta) >= 1.5 else "B"
    return GroupDifference(above / below, delta, chi, level)


def _expected(cell: Cell) -> float:
    others = cell.other_right + cell.other_wrong
    return others * (cell.right + cell.other_right) / cell.size


def _spread(cell: Cell) -> float:
    others, group = cell.other_right + cell.other_wrong, cell.right + cell.wrong
    right, wrong = cell.right + cell.other_right, cell.wrong + cell.other_wrong
    return others * group * right * wrong / (cell.size * cell.size * (cell.size - 1))


def cells_of(everybody: Mapping[int, tuple[int, int]], group: Mapping[int, tuple[int, int]]) -> list[Cell]:
    """Strata of a group against all others: both by stratum as right answers and all answers."""
    cells = []
    for stratum, (right, answers) in sorted(group.items()):
        all_right, all_answers = everybody.get(stratum, (right, answers))
        cells.append(
            Cell(right, answers - right, all_right - right, (all_answers - all_right) - (answers - right))
        )
    return cells

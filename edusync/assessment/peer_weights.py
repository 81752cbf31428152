"""How reviews become a proposed mark. Shares are points by the most points there are, 0 to 1."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

LEAST_WEIGHT = Decimal("0.1")


def weight_of(deviations: Sequence[Decimal]) -> Decimal:
    """How much a reviewer counts: w = max(0.1, 1 − 2·D).

    D is the mean of |own share − share given by staff| over the samples the reviewer judged. Without samples it is 1;
    who is off by half of the scale or more, which guessing reaches as well, counts a tenth. The rule is our own.
    """
    if not deviations:
        return Decimal(1)
    mean = sum(deviations, Decimal(0)) / len(deviations)
    return max(LEAST_WEIGHT, 1 - 2 * mean)


def weighted_share(reviews: Iterable[tuple[Decimal, Decimal]]) -> Decimal | None:
    """Mean of shares, each with its weight: Σ w·p / Σ w. None without reviews."""
    rows = list(reviews)
    total = sum((weight for _, weight in rows), Decimal(0))
    if not total:
        return None
    return sum((share * weight for share, weight in rows), Decimal(0)) / total


def with_own_share(others: Decimal | None, own: Decimal | None, percent: int) -> Decimal | None:
    """The share that is proposed: (1 − s)·others + s·own, with s = `percent` / 100.

    Without a review of the own work others count alone. Without others there is nothing to propose, unless s is 1.
    """
    if own is None or not percent:
        return others
    if others is None:
        return own if percent == 100 else None
    part = Decimal(percent) / 100
    return (1 - part) * others + part * own

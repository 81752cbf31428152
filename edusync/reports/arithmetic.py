"""Shares, means and medians in exact arithmetic, so that a number is the same on every engine."""

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

TENTH = 1
HUNDREDTH = 2
DAY_SECONDS = 86_400


def rounded(value: Fraction, places: int = TENTH) -> Decimal:
    """The value with so many decimals, half rounded up (away from zero)."""
    scale = 10**places
    number = abs(value) * scale
    whole = (number.numerator * 2 + number.denominator) // (number.denominator * 2)
    return Decimal(whole if value >= 0 else -whole).scaleb(-places)


def percent(part: int, whole: int) -> Decimal | None:
    """Part of the whole in percent with one decimal; None of nothing."""
    return rounded(Fraction(part * 100, whole)) if whole else None


def mean(values: Iterable[Fraction], places: int = TENTH) -> Decimal | None:
    """Arithmetic mean; None of no values."""
    found = list(values)
    return rounded(sum(found, Fraction()) / len(found), places) if found else None


def median(values: Sequence[int]) -> Fraction | None:
    """The middle value, or the mean of the two middle ones; None of no values."""
    if not values:
        return None
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return Fraction(ordered[middle])
    return Fraction(ordered[middle - 1] + ordered[middle], 2)


def median_days(spans: Sequence[tuple[datetime.datetime, datetime.datetime]]) -> Decimal | None:
    """Median length of spans in days of 24 hours; a span that ends before it begins counts as none."""
    seconds = [max(0, (end - begin) // datetime.timedelta(seconds=1)) for begin, end in spans]
    middle = median(seconds)
    return None if middle is None else rounded(middle / DAY_SECONDS)

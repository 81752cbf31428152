"""Time on answers, kept in steps of half a power of two: two steps are twice as long."""

import math
from collections.abc import Mapping, Sequence

MOST = 40


def step_of(seconds: float) -> int:
    """The step of a time: 0 up to 1.4 seconds, 2 from 2 seconds, 12 from 64, at most 40."""
    return 0 if seconds < 1 else min(MOST, int(2 * math.log2(seconds)))


def seconds_of(step: float) -> float:
    """The middle of a step in seconds."""
    return float(2 ** ((step + 0.5) / 2))


def quantile(times: Mapping[str, int], share: float) -> int | None:
    """The step below or in which this share of the answers lies; None without answers."""
    steps = sorted((int(step), count) for step, count in times.items() if count > 0)
    wanted = share * sum(count for _, count in steps)
    passed = 0
    for step, count in steps:
        passed += count
        if passed >= wanted:
            return step
    return None


def outliers(times: Mapping[str, int]) -> tuple[int, int]:
    """Answers that took far less and far more time than the others: beyond 1.5 times the middle half (Tukey 1977).

    On steps, so the fences are ratios of times. The middle half counts as two steps at least.
    """
    low, high = quantile(times, 0.25), quantile(times, 0.75)
    if low is None or high is None:
        return 0, 0
    reach = 1.5 * max(2, high - low)
    fast = sum(count for step, count in times.items() if int(step) < low - reach)
    slow = sum(count for step, count in times.items() if int(step) > high + reach)
    return fast, slow


def is_far_above(step: int | None, others: Sequence[int]) -> bool:
    """Whether a median lies above the fence of the medians of all items (five at least)."""
    if step is None or len(others) < 5:
        return False
    ordered = sorted(others)
    low, high = ordered[len(ordered) // 4], ordered[(3 * len(ordered)) // 4]
    return step > high + 1.5 * max(2, high - low)

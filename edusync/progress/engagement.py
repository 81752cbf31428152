"""The engagement score: 0 to 1, four parts with weights. Version 1, explained in docs/explanation/engagement.md."""

import dataclasses
import math
from decimal import ROUND_HALF_UP, Decimal

FORMULA_VERSION = 1
# Weights of the parts. One that cannot be known is left out, and the others share its weight.
WEIGHTS = {
    "regularity": Decimal("0.3"),
    "pace": Decimal("0.3"),
    "attention": Decimal("0.2"),
    "practice": Decimal("0.2"),
}
# A day counts as one of learning with so much time in the course, or with a lesson completed.
ACTIVE_DAY_SECONDS = 300
REGULAR_WINDOW_DAYS = 14
REGULAR_DAYS_A_WEEK = 3
# Where nobody set a date, a course is expected to take so long.
PLANNED_DAYS = 90
ATTENTION_WINDOW_DAYS = 28
# Less time than this says nothing about attention.
ATTENTION_SECONDS = 60
# Kinds of lessons in which something is done rather than read or watched.
PRACTICE_KINDS = frozenset({"quiz", "assignment"})
THOUSANDTH = Decimal("0.001")


@dataclasses.dataclass(frozen=True, slots=True)
class EngagementFacts:
    """What the score is made of. `planned_days` is the time until the due date, None without one.

    `elapsed_days` since enrollment. `active_days` of the last 14; `watched_seconds` is the time of the last 28 days
    whose attention is known, `focus_seconds` of it in front and in use. Lessons: those that count.
    """

    elapsed_days: float
    percent: int = 0
    is_completed: bool = False
    planned_days: float | None = None
    active_days: int = 0
    watched_seconds: int = 0
    focus_seconds: int = 0
    practice_lessons: int = 0
    practice_done: int = 0
    other_lessons: int = 0
    other_done: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class EngagementParts:
    """The parts, each 0 to 1 with three decimals, None where it cannot be known."""

    regularity: Decimal
    pace: Decimal
    attention: Decimal | None
    practice: Decimal | None

    @property
    def score(self) -> Decimal:
        """Mean of the known parts by their weights."""
        known = {name: value for name in WEIGHTS if (value := getattr(self, name)) is not None}
        total = sum(WEIGHTS[name] * value for name, value in known.items())
        return _rounded(total / sum(WEIGHTS[name] for name in known))

    def shares(self) -> dict[str, Decimal]:
        """Weight of each known part after those of the unknown ones were shared out; their sum is 1."""
        known = [name for name in WEIGHTS if getattr(self, name) is not None]
        total = sum((WEIGHTS[name] for name in known), Decimal(0))
        return {name: _rounded(WEIGHTS[name] / total) for name in known}


def parts_of(facts: EngagementFacts) -> EngagementParts:
    """The four parts of the facts."""
    return EngagementParts(_regularity(facts), _pace(facts), _attention(facts), _practice(facts))


def days_needed(elapsed_days: float) -> int:
    """On how many days of the window learning is expected: three a week, one at least."""
    window = max(1, min(REGULAR_WINDOW_DAYS, math.ceil(elapsed_days)))
    return max(1, round(window * REGULAR_DAYS_A_WEEK / 7))


def expected_percent(facts: EngagementFacts) -> float:
    """How far one would be by now, going evenly; 0 to 100."""
    planned = facts.planned_days if facts.planned_days is not None else PLANNED_DAYS
    return 100.0 if planned <= 0 else max(0.0, min(100.0, 100 * facts.elapsed_days / planned))


def _regularity(facts: EngagementFacts) -> Decimal:
    return _share(facts.active_days, days_needed(facts.elapsed_days))


def _pace(facts: EngagementFacts) -> Decimal:
    # Nobody is behind on the first day.
    if facts.is_completed or facts.elapsed_days < 1:
        return Decimal(1)
    return _share(facts.percent, expected_percent(facts))


def _attention(facts: EngagementFacts) -> Decimal | None:
    if facts.watched_seconds < ATTENTION_SECONDS:
        return None
    return _share(facts.focus_seconds, facts.watched_seconds)


def _practice(facts: EngagementFacts) -> Decimal | None:
    if not facts.practice_lessons or not (facts.practice_done or facts.other_done):
        return None
    done = facts.practice_done / facts.practice_lessons
    read = facts.other_done / facts.other_lessons if facts.other_lessons else 0
    return _share(done, read)


def _share(part: float, whole: float) -> Decimal:
    return _rounded(Decimal(str(min(1.0, part / whole)))) if whole > 0 else Decimal(1)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(THOUSANDTH, rounding=ROUND_HALF_UP)

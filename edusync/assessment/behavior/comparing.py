"""Everybody who wrote one exam, compared: who stands out, how far, and by what.

Nobody is compared among fewer than `FEWEST_PEOPLE`. At most `LARGEST_SHARE` of a class is ever marked, however odd it
is, and of those only who is farther than `ORDINARY` of an ordinary class would be.
"""

import dataclasses
import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from edusync.assessment.behavior.distance import chi_square_quantile, distances, medians
from edusync.assessment.behavior.paces import Paces
from edusync.assessment.behavior.person_fit import person_fit

FEWEST_PEOPLE = 20
LARGEST_SHARE = 0.05
ORDINARY = 0.995
# A residual beyond this stands out; in ordinary answers one in 160 is so fast.
FAST = -2.5
SLOW = 2.5
MOST_ANSWERS_SHOWN = 6
# Each measure, and the difference below which it is never unusual.
MEASURES = {
    "away_share": 0.05,
    "pastes": 1.0,
    "fast_answers": 0.08,
    "slow_answers": 0.10,
    "fast_and_hard": 0.6,
    "misfit": 0.12,
    "likeness": 0.5,
    "devices": 1.0,
}


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `seconds` to the first answer and `is_right` are None where that is not known."""

    question: int
    number: int
    seconds: float | None
    is_right: bool | None


@dataclasses.dataclass(frozen=True, slots=True)
class Writer:
    """One candidate: answers, and measures that were counted elsewhere (away_share, pastes, likeness, devices)."""

    answers: Sequence[Answer]
    measures: Mapping[str, float] = dataclasses.field(default_factory=dict)
    has_more_time: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Compared:
    """What the comparison says about one candidate."""

    squared: float
    is_marked: bool
    measures: list[dict[str, Any]]
    answers: list[dict[str, Any]]


def compare(writers: Sequence[Writer]) -> list[Compared]:
    """Compare everybody, in the order given; empty where too few are there."""
    if len(writers) < FEWEST_PEOPLE:
        return []
    paces = Paces([{a.question: a.seconds for a in one.answers if a.seconds is not None} for one in writers])
    marked = [{a.question: a.is_right for a in one.answers if a.is_right is not None} for one in writers]
    hard = _harder_half(marked)
    fits = person_fit(marked)
    raw = [_measures(one, paces.residuals[number], hard, fits[number]) for number, one in enumerate(writers)]
    rows = _without_gaps(raw)
    found = distances(rows, list(MEASURES.values()))
    middle = medians(rows)
    limit = chi_square_quantile(ORDINARY, len(MEASURES))
    far = sorted(
        (number for number, one in enumerate(found) if one.squared > limit),
        key=lambda number: -found[number].squared,
    )
    chosen = set(far[: max(1, int(len(writers) * LARGEST_SHARE))])
    return [
        Compared(
            squared=one.squared,
            is_marked=number in chosen,
            measures=_explained(rows[number], middle, one.parts),
            answers=_standing_out(writers[number], paces, number),
        )
        for number, one in enumerate(found)
    ]


def _harder_half(people: Sequence[Mapping[int, bool]]) -> set[int]:
    """Questions that are right less often than the middle one."""
    tally: dict[int, list[bool]] = {}
    for answers in people:
        for question, is_right in answers.items():
            tally.setdefault(question, []).append(is_right)
    shares = {question: statistics.fmean(values) for question, values in tally.items()}
    if not shares:
        return set()
    middle = statistics.median(shares.values())
    return {question for question, share in shares.items() if share < middle}


def _measures(
    one: Writer, residuals: Mapping[int, float], hard: set[int], fit: float | None
) -> dict[str, float | None]:
    values: dict[str, float | None] = {name: float(one.measures.get(name, 0.0)) for name in MEASURES}
    many = len(residuals)
    values["fast_answers"] = sum(z < FAST for z in residuals.values()) / many if many else None
    values["slow_answers"] = sum(z > SLOW for z in residuals.values()) / many if many else None
    if one.has_more_time:
        # Whoever was given more time may take it: slowness says nothing about them.
        values["slow_answers"] = None
    known = [
        residuals[a.question]
        for a in one.answers
        if a.is_right and a.question in hard and a.question in residuals
    ]
    values["fast_and_hard"] = -statistics.fmean(known) if len(known) >= 3 else None
    values["misfit"] = None if fit is None else -fit
    return values


def _without_gaps(rows: Sequence[Mapping[str, float | None]]) -> list[list[float]]:
    """What is not known of somebody is taken for the class's middle: it neither helps nor harms."""
    middle = {}
    for name in MEASURES:
        known = [value for row in rows if (value := row[name]) is not None]
        middle[name] = statistics.median(known) if known else 0.0
    return [
        [middle[name] if (value := row[name]) is None else float(value) for name in MEASURES] for row in rows
    ]


def _explained(row: Sequence[float], middle: Sequence[float], parts: Sequence[float]) -> list[dict[str, Any]]:
    """The measures that add to the distance, the most telling first, with their share of all that add."""
    added = sum(part for part in parts if part > 0)
    told = [
        {
            "name": name,
            "value": round(value, 4),
            "usual": round(usual, 4),
            "share": round(part / added, 3),
        }
        for name, value, usual, part in zip(MEASURES, row, middle, parts, strict=True)
        if added > 0 and part / added >= 0.05
    ]
    return sorted(told, key=lambda one: -float(one["share"]))


def _standing_out(one: Writer, paces: Paces, number: int) -> list[dict[str, Any]]:
    """Answers given much faster or slower than the class would at this person's own pace."""
    residuals = paces.residuals[number]
    told: list[dict[str, Any]] = []
    for answer in one.answers:
        z = residuals.get(answer.question)
        if z is None or answer.seconds is None or FAST <= z <= SLOW or (z > SLOW and one.has_more_time):
            continue
        told.append(
            {
                "number": answer.number,
                "seconds": round(answer.seconds, 1),
                "usual": round(paces.usual_seconds(answer.question), 1),
                "is_fast": z < 0,
                "is_right": answer.is_right,
                "z": round(z, 2),
            }
        )
    told.sort(key=lambda one: (not one["is_fast"], -abs(float(one["z"]))))
    return told[:MOST_ANSWERS_SHOWN]

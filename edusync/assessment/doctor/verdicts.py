"""What may be wrong with an item, and how bad it is. The words for people are the screen's; here are codes and numbers."""

import dataclasses
from collections.abc import Sequence

# Fewer answers tell nothing about an item.
LEAST_ANSWERS = 20
LEAST_GROUP = 20
WEIGHTS = {"bad": 10, "warn": 4, "note": 1}


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """`code` says what, `level` is bad, warn or note, `value` the number it rests on, `subject` an answer or a group."""

    code: str
    level: str
    value: float | None = None
    subject: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class ChoiceFigures:
    """One answer: by how many, by whom. `is_key` None where the answer is neither right nor wrong by itself."""

    name: str
    count: int
    share: float
    discrimination: float | None
    mean: float
    is_key: bool | None


@dataclasses.dataclass(frozen=True, slots=True)
class Findings:
    """Everything that verdicts rest on."""

    answers: int
    empty: int
    facility: float | None
    corrected: float | None
    alpha: float | None
    alpha_without: float | None
    is_slow: bool
    seconds: float | None
    choices: Sequence[ChoiceFigures]
    # Name, delta and letter of each group that differs.
    groups: Sequence[tuple[str, float, str]]


def verdicts_on(item: Findings) -> list[Verdict]:
    """The worst first; one `few_answers` while there are too few to tell."""
    if item.answers < LEAST_ANSWERS:
        return [Verdict("few_answers", "note", item.answers)]
    found = [
        *_key(item),
        *_difficulty(item),
        *_agreement(item),
        *_distractors(item),
        *(
            Verdict("group_difference", "bad" if letter == "C" else "warn", delta, name)
            for name, delta, letter in item.groups
        ),
    ]
    if item.empty > item.answers / 10:
        found.append(Verdict("left_empty", "warn", item.empty / item.answers))
    if item.is_slow:
        found.append(Verdict("slow", "note", item.seconds))
    return sorted(found, key=lambda one: -WEIGHTS[one.level])


def trouble(verdicts: Sequence[Verdict]) -> int:
    """By what items are sorted."""
    return sum(WEIGHTS[one.level] for one in verdicts)


def _key(item: Findings) -> list[Verdict]:
    """A wrong answer that the better ones give, while the right one is given by the weaker: likely the key is wrong."""
    keys = [one.discrimination or 0 for one in item.choices if one.is_key]
    best_key = max(keys, default=item.corrected or 0)
    suspects = [
        one
        for one in item.choices
        if one.is_key is False
        and (one.discrimination or 0) >= 0.15
        and one.discrimination is not None
        and one.discrimination > best_key
        and one.share >= 0.1
    ]
    if not suspects or (item.corrected is not None and item.corrected >= 0.1):
        return []
    worst = max(suspects, key=lambda one: one.discrimination or 0)
    return [Verdict("key_suspect", "bad", worst.discrimination, worst.name)]


def _difficulty(item: Findings) -> list[Verdict]:
    if item.facility is None:
        return []
    if item.facility < 0.2:
        return [Verdict("too_hard", "warn", item.facility)]
    return [Verdict("too_easy", "note", item.facility)] if item.facility > 0.95 else []


def _agreement(item: Findings) -> list[Verdict]:
    found = []
    if item.corrected is not None and item.corrected < 0:
        found.append(Verdict("negative_discrimination", "bad", item.corrected))
    elif item.corrected is not None and item.corrected < 0.15:
        found.append(Verdict("low_discrimination", "warn", item.corrected))
    if item.alpha is not None and item.alpha_without is not None and item.alpha_without > item.alpha + 0.01:
        found.append(Verdict("lowers_reliability", "warn", item.alpha_without - item.alpha))
    return found


def _distractors(item: Findings) -> list[Verdict]:
    wrong = [one for one in item.choices if one.is_key is False]
    unused = [one for one in wrong if one.share < 0.05]
    return [Verdict("unused_distractor", "note", one.share, one.name) for one in unused[:3]]

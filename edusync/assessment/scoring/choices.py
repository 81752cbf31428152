"""Scoring of single choice, dropdown and multiple choice."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from edusync.assessment.scoring.outcome import (
    ONE,
    ZERO,
    Choice,
    Outcome,
    ResponseRefused,
    SettingsFault,
    Solution,
    share_of,
)

SCORINGS = ("all_or_nothing", "weights", "each_decision", "halves")
MAX_OPTIONS = 100


def clean_response(
    response: Mapping[str, Any], choices: Sequence[Choice], *, at_most_one: bool
) -> dict[str, Any]:
    """`{"options": [ids]}` without repeats, in the order of the question. Raises ResponseRefused."""
    chosen = response.get("options")
    if not isinstance(chosen, list) or any(type(one) is not int for one in chosen):
        raise ResponseRefused("wrong-shape", 'Expected {"options": [id, …]}.')
    wanted = set(chosen)
    if not wanted <= {choice.id for choice in choices}:
        raise ResponseRefused("unknown-option", "An option does not belong to this question.")
    if at_most_one and len(wanted) > 1:
        raise ResponseRefused("too-many-options", "Only one option can be chosen.")
    return {"options": [choice.id for choice in choices if choice.id in wanted]}


def score_single(choices: Sequence[Choice], response: Mapping[str, Any]) -> Outcome:
    """The chosen option earns its weight."""
    chosen = set(response.get("options", ()))
    for choice in choices:
        if choice.id in chosen:
            return Outcome(share_of(choice.weight), _pieces([choice.feedback]))
    return Outcome(ZERO)


def score_multiple(
    settings: Mapping[str, Any], choices: Sequence[Choice], response: Mapping[str, Any]
) -> Outcome:
    """The set of chosen options earns by the `scoring` of the question."""
    chosen = {choice.id for choice in choices} & set(response.get("options", ()))
    errors = sum((choice.weight > 0) != (choice.id in chosen) for choice in choices)
    return Outcome(_share(settings, choices, chosen, errors), _multiple_feedback(settings, choices, chosen))


def _share(settings: Mapping[str, Any], choices: Sequence[Choice], chosen: set[int], errors: int) -> Fraction:
    """Share of the points by policy; EDC and halves follow Open edX's capa partial credit."""
    match settings.get("scoring", "all_or_nothing"):
        case "weights":
            return share_of(sum((Fraction(choice.weight) for choice in choices if choice.id in chosen), ZERO))
        case "each_decision":
            return Fraction(len(choices) - errors, len(choices)) if choices else ZERO
        case "halves" if errors == 1 and len(choices) >= 3:
            return Fraction(1, 2)
        case "halves" if errors == 2 and len(choices) >= 5:
            return Fraction(1, 4)
    return ZERO if errors else ONE


def _multiple_feedback(
    settings: Mapping[str, Any], choices: Sequence[Choice], chosen: set[int]
) -> tuple[str, ...]:
    """Feedback of what was chosen, then of what was left out."""
    pieces = [choice.feedback for choice in choices if choice.id in chosen]
    unselected = settings.get("unselected_feedback") or []
    pieces.extend(
        str(unselected[choice.position - 1])
        for choice in choices
        if choice.id not in chosen and choice.position <= len(unselected)
    )
    return _pieces(pieces)


def _pieces(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def solution(choices: Sequence[Choice], *, at_most_one: bool) -> Solution:
    """The right options: of a single choice those with the highest weight, else all with a positive one."""
    positive = [choice for choice in choices if choice.weight > 0]
    if at_most_one and positive:
        best = max(choice.weight for choice in positive)
        positive = [choice for choice in positive if choice.weight == best]
    return Solution(option_ids=tuple(choice.id for choice in positive))


def check(
    settings: Mapping[str, Any], choices: Sequence[Choice], *, at_most_one: bool
) -> list[SettingsFault]:
    """What is wrong with a choice question."""
    faults = []
    if not 1 <= len(choices) <= MAX_OPTIONS:
        faults.append(
            SettingsFault("/options", "wrong-count", f"A choice question has 1 to {MAX_OPTIONS} options.")
        )
    if any(abs(choice.weight) > 1 for choice in choices):
        faults.append(SettingsFault("/options", "out-of-range", "A weight is between -1 and 1."))
    if at_most_one and all(choice.weight <= 0 for choice in choices):
        faults.append(SettingsFault("/options", "no-right-option", "One option must be right."))
    if not at_most_one and settings.get("scoring", "all_or_nothing") not in SCORINGS:
        faults.append(
            SettingsFault("/settings/scoring", "unknown-value", f"Scoring is one of {', '.join(SCORINGS)}.")
        )
    unselected = settings.get("unselected_feedback")
    if unselected is not None and not (
        isinstance(unselected, list) and all(isinstance(one, str) for one in unselected)
    ):
        faults.append(
            SettingsFault("/settings/unselected_feedback", "wrong-shape", "Expected a list of texts.")
        )
    return faults

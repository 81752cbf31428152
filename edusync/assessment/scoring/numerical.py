"""Scoring of numerical answers: value with tolerance or interval, units, any country's way of writing numbers."""

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from edusync.assessment.scoring import expressions, tolerance
from edusync.assessment.scoring.numbers import MARKS, readings
from edusync.assessment.scoring.outcome import ONE, WRONG, Outcome, SettingsFault, Solution, share_of

UNIT_MODES = ("ignored", "optional", "required")
_TRAILING_UNIT = re.compile(r"(?<=[\d\s.)])\s*(?P<unit>[^\W\d_][\w°µΩ²³/*^·.\s-]*|°\w?|[$€£₹¥])$")
_LEADING_CURRENCY = re.compile(r"^[$€£₹¥]\s*")


def score(settings: Mapping[str, Any], response: Mapping[str, Any]) -> Outcome:
    """The first matching answer earns its weight."""
    values, is_exact = given_values(settings, str(response.get("text", "")))
    slack = Fraction(0) if is_exact else tolerance.ROUNDING
    for answer in settings.get("answers", ()):
        if any(_matches(answer, value, slack) for value in values):
            feedback = answer.get("feedback", "")
            return Outcome(share_of(answer.get("weight", 1)), (feedback,) if feedback else ())
    return WRONG


def given_values(settings: Mapping[str, Any], text: str) -> tuple[list[Fraction], bool]:
    """What the text may mean as numbers, and whether they are exact. Empty when unreadable or the unit is wrong."""
    mark = str(settings.get("decimal_mark", "either"))
    for candidate in _without_unit(settings.get("unit") or {}, text.strip()):
        values = readings(candidate, mark=mark)
        if not values and candidate.endswith("%"):
            values = [value / 100 for value in readings(candidate[:-1], mark=mark)]
        if values:
            return values, True
        value = _expression_value(candidate)
        if value is not None:
            return [value], False
    return [], True


def _without_unit(unit: Mapping[str, Any], text: str) -> list[str]:
    """The text without its unit, the likeliest reading first; nothing when a required unit is missing."""
    mode = unit.get("mode", "ignored")
    for name in sorted(map(str, unit.get("names") or ()), key=len, reverse=True):
        if name and text.endswith(name):
            return [text.removesuffix(name).strip()]
        if name and text.startswith(name) and not name[0].isalnum():
            return [text.removeprefix(name).strip()]
    if mode == "required":
        return []
    if mode == "optional":
        return [text]
    return [text, _LEADING_CURRENCY.sub("", _TRAILING_UNIT.sub("", text)).strip()]


@lru_cache(maxsize=1024)
def _expression_value(text: str) -> Fraction | None:
    """A constant expression such as `2*pi`, or None."""
    try:
        value = expressions.evaluate(expressions.parse(text))
    except expressions.ExpressionError:
        return None
    return None if isinstance(value, complex) else Fraction(value)


def _right_value(given: object) -> tuple[Fraction, Fraction] | None:
    """A value of the settings with the slack it needs."""
    values = readings(str(given), mark=".")
    if values:
        return values[0], Fraction(0)
    value = _expression_value(str(given))
    return None if value is None else (value, tolerance.ROUNDING)


def _matches(answer: Mapping[str, Any], given: Fraction, slack: Fraction) -> bool:
    if answer.get("value") is not None:
        right = _right_value(answer["value"])
        limits = tolerance.parse_tolerance(answer.get("tolerance"))
        return right is not None and tolerance.is_near(given, right[0], limits, slack=max(slack, right[1]))
    low, high = _right_value(answer.get("low", "")), _right_value(answer.get("high", ""))
    if low and (given < low[0] or (given == low[0] and not answer.get("includes_low", True))):
        return False
    if high and (given > high[0] or (given == high[0] and not answer.get("includes_high", True))):
        return False
    return bool(low or high)


def solution(settings: Mapping[str, Any]) -> Solution:
    """The first answer that earns everything, with its tolerance or interval and unit."""
    for answer in settings.get("answers", ()):
        if share_of(answer.get("weight", 1)) == ONE:
            return Solution(
                text=" ".join(filter(None, [_shown(answer), _unit_shown(settings.get("unit") or {})]))
            )
    return Solution()


def _shown(answer: Mapping[str, Any]) -> str:
    if answer.get("value") is not None:
        allowed = answer.get("tolerance")
        return f"{answer['value']} ± {allowed}" if allowed not in (None, "", "0") else str(answer["value"])
    opening = "[" if answer.get("includes_low", True) else "("
    closing = "]" if answer.get("includes_high", True) else ")"
    return f"{opening}{answer.get('low', '−∞')}, {answer.get('high', '∞')}{closing}"


def _unit_shown(unit: Mapping[str, Any]) -> str:
    names = unit.get("names") or ()
    return str(names[0]) if names and unit.get("mode") == "required" else ""


def check(settings: Mapping[str, Any]) -> list[SettingsFault]:
    """What is wrong with the settings of a numerical question."""
    answers = settings.get("answers")
    if (
        not isinstance(answers, list)
        or not answers
        or not all(isinstance(answer, dict) for answer in answers)
    ):
        return [SettingsFault("/settings/answers", "blank", "Give at least one answer.")]
    faults = [fault for index, answer in enumerate(answers) for fault in _check_answer(index, answer)]
    unit = settings.get("unit") or {}
    if not isinstance(unit, dict) or unit.get("mode", "ignored") not in UNIT_MODES:
        faults.append(
            SettingsFault("/settings/unit/mode", "unknown-value", f"Mode is one of {', '.join(UNIT_MODES)}.")
        )
    elif unit.get("mode") == "required" and not unit.get("names"):
        faults.append(SettingsFault("/settings/unit/names", "blank", "Name the required unit."))
    if settings.get("decimal_mark", "either") not in MARKS:
        faults.append(
            SettingsFault(
                "/settings/decimal_mark", "unknown-value", f"The mark is one of {', '.join(MARKS)}."
            )
        )
    return faults


def _check_answer(index: int, answer: Mapping[str, Any]) -> list[SettingsFault]:
    pointer = f"/settings/answers/{index}"
    faults = [
        SettingsFault(f"{pointer}/{key}", "not-a-number", f"“{answer[key]}” is not a number.")
        for key in ("value", "low", "high")
        if answer.get(key) is not None and _right_value(answer[key]) is None
    ]
    if all(answer.get(key) is None for key in ("value", "low", "high")):
        faults.append(SettingsFault(pointer, "blank", "Give a value or an interval."))
    try:
        tolerance.parse_tolerance(answer.get("tolerance"))
    except ValueError as error:
        faults.append(SettingsFault(f"{pointer}/tolerance", "not-a-number", str(error)))
    return faults

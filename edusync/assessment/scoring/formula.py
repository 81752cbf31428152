"""Scoring of formulas: the learner's and the right one are compared at sample points (as Open edX does)."""

import random
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from edusync.assessment.scoring import expressions, tolerance
from edusync.assessment.scoring.expressions import ExpressionError, Number
from edusync.assessment.scoring.outcome import ONE, WRONG, Outcome, SettingsFault, Solution, share_of

MAX_SAMPLES = 100
DEFAULT_SAMPLES = 10


def score(settings: Mapping[str, Any], response: Mapping[str, Any]) -> Outcome:
    """The first answer equal at every sample point earns its weight."""
    text = str(response.get("text", "")).strip()
    for answer in settings.get("answers", ()) if text else ():
        if _is_equal(settings, str(answer.get("formula", "")), text):
            feedback = answer.get("feedback", "")
            return Outcome(share_of(answer.get("weight", 1)), (feedback,) if feedback else ())
    return WRONG


def _is_equal(settings: Mapping[str, Any], right: str, given: str) -> bool:
    """Equal within the tolerance at every point where the right formula has a value, of which there must be one."""
    limits = tolerance.parse_tolerance(settings.get("tolerance"))
    try:
        right_node, given_node = _parsed(settings, right), _parsed(settings, given)
    except ExpressionError:
        return False
    compared = 0
    for point in _points(settings):
        try:
            expected = expressions.evaluate(right_node, point)
        except ExpressionError:
            continue
        try:
            value = expressions.evaluate(given_node, point)
        except ExpressionError:
            return False
        if not _is_near(value, expected, limits):
            return False
        compared += 1
    return compared > 0


def _is_near(given: Number, right: Number, limits: tuple[Fraction, bool]) -> bool:
    size, is_relative = limits
    allowed = float(size) * (abs(right) if is_relative else 1)
    # Two ways to the same number may differ in the last digits even when the tolerance is zero.
    return abs(given - right) <= allowed + 1e-12 * max(abs(given), abs(right), 1e-300)


def _parsed(settings: Mapping[str, Any], text: str) -> expressions.Node:
    if not settings.get("is_case_sensitive", True):
        text = text.lower()
    return expressions.parse(text, frozenset(_variables(settings)))


def _variables(settings: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    """Ranges by name, in a fixed order."""
    fold = str if settings.get("is_case_sensitive", True) else str.lower
    ranges = settings.get("variables") or {}
    return {fold(name): (float(ranges[name][0]), float(ranges[name][1])) for name in sorted(ranges)}


def _points(settings: Mapping[str, Any]) -> Iterator[dict[str, Number]]:
    """The sample points: the same at every scoring, so that the same answer always earns the same."""
    variables = _variables(settings)
    count = min(max(int(settings.get("samples", DEFAULT_SAMPLES)), 1), MAX_SAMPLES) if variables else 1
    source = random.Random(20260101)  # noqa: S311 (points to compare at, no secret)
    for _ in range(count):
        yield {name: source.uniform(low, high) for name, (low, high) in variables.items()}


def notice(settings: Mapping[str, Any], text: str) -> str:
    """Why the text cannot be read as a formula, or an empty text."""
    try:
        unknown = _unknown_names(settings, _parsed(settings, text))
    except ExpressionError as error:
        return str(error)
    return f"“{unknown[0]}” is not known here." if unknown else ""


def _unknown_names(settings: Mapping[str, Any], node: expressions.Node) -> list[str]:
    names = dict.fromkeys(_variables(settings), 1.0)
    unknown = []
    for name in sorted(expressions.names_in(node)):
        try:
            expressions.evaluate(expressions.Node("name", name=name), names)
        except ExpressionError:
            unknown.append(name)
    return unknown


def solution(settings: Mapping[str, Any]) -> Solution:
    """The first formula that earns everything."""
    for answer in settings.get("answers", ()):
        if share_of(answer.get("weight", 1)) == ONE:
            return Solution(text=str(answer.get("formula", "")))
    return Solution()


def check(settings: Mapping[str, Any]) -> list[SettingsFault]:
    """What is wrong with the settings of a formula question."""
    answers = settings.get("answers")
    if (
        not isinstance(answers, list)
        or not answers
        or not all(isinstance(answer, dict) for answer in answers)
    ):
        return [SettingsFault("/settings/answers", "blank", "Give at least one formula.")]
    try:
        _variables(settings)
        int(settings.get("samples", DEFAULT_SAMPLES))
        tolerance.parse_tolerance(settings.get("tolerance"))
    except (TypeError, ValueError, LookupError, AttributeError) as error:
        return [SettingsFault("/settings", "wrong-shape", f"Variables, samples or tolerance: {error}")]
    faults = []
    for index, answer in enumerate(answers):
        text = str(answer.get("formula", ""))
        problem = notice(settings, text) or (
            "" if _is_equal(settings, text, text) else "It has no value in these ranges."
        )
        if problem:
            faults.append(SettingsFault(f"/settings/answers/{index}/formula", "bad-formula", problem))
    return faults

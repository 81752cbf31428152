"""Calculated: a number that follows from others, which are new in every attempt."""

import hashlib
import random
import re
from collections.abc import Mapping, Sequence
from typing import Any

from edusync.assessment.scoring import expressions, numerical, text, tolerance
from edusync.assessment.scoring.kinds.base import QuestionKind, Settings, objects, text_at
from edusync.assessment.scoring.outcome import Choice, Outcome, SettingsFault, Solution
from edusync.assessment.scoring.placeholders import as_text
from edusync.assessment.scoring.shapes import is_number

MAX_VARIABLES = 20
MAX_ROWS = 200
MAX_DECIMALS = 9
# How many drawings a new question is tried with.
TRIED = 25
# Moodle's own: a hundredth of the right value.
TOLERANCE = "1%"
_NAME = re.compile(r"[^\W\d]\w{0,29}")
# Questions inside pages have no attempt.
ANY_SEED = 1


class Calculated(QuestionKind):
    """`{"variables": {"a": {"low": 1, "high": 9, "decimals": 0}}, "answers": [{"formula": "a^2", "tolerance": "1%"}]}`.

    Instead of `variables`, `rows` list values that belong together: `[{"a": 3, "b": 4}, …]`. In texts `{a}` stands for
    the value and `{=a+1}` for what follows from it. `decimals`: of the solution that is shown. `unit` and
    `decimal_mark` as for numbers.
    """

    name = "calculated"

    def check(self, settings: Settings, choices: Sequence[Choice]) -> list[SettingsFault]:
        """Variables, and formulas that have a value whatever is drawn."""
        faults = [*_variable_faults(settings), *_row_faults(settings)]
        decimals = settings.get("decimals", 2)
        if type(decimals) is not int or not 0 <= decimals <= MAX_DECIMALS:
            faults.append(SettingsFault("/settings/decimals", "out-of-range", f"From 0 to {MAX_DECIMALS}."))
        answers = objects(settings, "answers")
        if not answers:
            faults.append(SettingsFault("/settings/answers", "blank", "Give at least one answer."))
        if faults:
            return faults
        for place, answer in enumerate(answers):
            faults += _formula_faults(settings, answer, f"/settings/answers/{place}")
        # Unit and mark are those of numbers.
        plain = {**settings, "answers": [{"value": "1"}]}
        return faults or numerical.check(plain)

    def clean_response(
        self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]
    ) -> dict[str, Any]:
        """`{"text": "…"}`."""
        return text.clean_response(response)

    def instance(self, settings: Settings, seed: int) -> tuple[dict[str, Any], dict[str, str]]:
        """Values drawn by the seed, and the answers that follow."""
        values = _drawn(settings, seed)
        answers = [
            {
                "value": as_text(_value(text_at(one, "formula"), values)),
                "tolerance": text_at(one, "tolerance") or TOLERANCE,
                "weight": one.get("weight", 1),
                "feedback": text_at(one, "feedback"),
            }
            for one in objects(settings, "answers")
            if "formula" in one
        ]
        if not answers:
            return dict(settings), {}
        rest = {name: value for name, value in settings.items() if name not in ("variables", "rows")}
        return {**rest, "answers": answers}, {name: as_text(value) for name, value in values.items()}

    def score(self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]) -> Outcome:
        """As a number."""
        return numerical.score(_settled(settings), response)

    def solution(self, settings: Settings, choices: Sequence[Choice]) -> Solution:
        """The first answer that earns everything, with as many decimals as the question says."""
        settled = _settled(settings)
        decimals = settings.get("decimals", 2)
        shown = [
            {**one, "value": as_text(round(float(one["value"]), decimals)), "tolerance": ""}
            for one in objects(settled, "answers")
            if one.get("value") is not None
        ]
        return numerical.solution({**settled, "answers": shown})

    def notice(self, settings: Settings, response: Mapping[str, Any]) -> str:
        """Whether it is a number."""
        given = str(response.get("text", "")).strip()
        if given and not numerical.given_values({**settings, "unit": {}}, given)[0]:
            return "This cannot be read as a number."
        return ""

    def inputs(self, settings: Settings) -> dict[str, Any]:
        """Whether a unit is wanted."""
        return {"unit": (settings.get("unit") or {}).get("mode", "ignored")}


def _settled(settings: Settings) -> dict[str, Any]:
    """The settings of an attempt; of a question outside of any, those of one drawing."""
    return KINDS[0].instance(settings, ANY_SEED)[0]


def _drawn(settings: Settings, seed: int) -> dict[str, float]:
    """The same values for the same seed, on every machine and in every version."""
    rows = [one for one in objects(settings, "rows") if one]
    if rows:
        return {name: float(value) for name, value in rows[seed % len(rows)].items()}
    variables = settings.get("variables")
    found: dict[str, float] = {}
    for name, rule in sorted((variables if isinstance(variables, dict) else {}).items()):
        digest = hashlib.sha256(f"{seed}\0{name}".encode()).digest()
        scale = 10 ** int(rule.get("decimals") or 0)
        low, high = round(rule["low"] * scale), round(rule["high"] * scale)
        drawn = random.Random(int.from_bytes(digest[:8])).randint(low, high)  # noqa: S311 (variety, no secret)
        found[name] = drawn / scale
    return found


def _value(formula: str, values: Mapping[str, float]) -> float:
    """The value of the formula; 0 where it has none, which `check` keeps out."""
    try:
        found = expressions.evaluate(expressions.parse(formula, frozenset(values)), values)
    except expressions.ExpressionError:
        return 0.0
    return 0.0 if isinstance(found, complex) else float(found)


def _variable_faults(settings: Settings) -> list[SettingsFault]:
    variables = settings.get("variables") or {}
    if not isinstance(variables, dict) or len(variables) > MAX_VARIABLES:
        detail = f"Give at most {MAX_VARIABLES} variables."
        return [SettingsFault("/settings/variables", "wrong-shape", detail)]
    if not variables and not objects(settings, "rows"):
        return [SettingsFault("/settings/variables", "blank", "Give at least one variable.")]
    faults = []
    for name, rule in variables.items():
        pointer = f"/settings/variables/{name}"
        if not _NAME.fullmatch(str(name)):
            faults.append(SettingsFault(pointer, "wrong-shape", "A name begins with a letter."))
        elif not isinstance(rule, dict) or not _is_range(rule):
            detail = f"From a smaller to a larger number, with 0 to {MAX_DECIMALS} decimals."
            faults.append(SettingsFault(pointer, "out-of-range", detail))
    return faults


def _is_range(rule: Mapping[str, Any]) -> bool:
    low, high, decimals = rule.get("low"), rule.get("high"), rule.get("decimals", 0)
    is_numbers = is_number(low) and is_number(high) and type(decimals) is int
    return is_numbers and 0 <= decimals <= MAX_DECIMALS and -1e9 <= low <= high <= 1e9  # type: ignore[operator]


def _row_faults(settings: Settings) -> list[SettingsFault]:
    rows = settings.get("rows")
    if not rows:
        return []
    is_fine = (
        isinstance(rows, list)
        and len(rows) <= MAX_ROWS
        and all(isinstance(one, dict) and one for one in rows)
        and all(one.keys() == rows[0].keys() and len(one) <= MAX_VARIABLES for one in rows)
        and all(_NAME.fullmatch(str(name)) for name in rows[0])
        and all(is_number(value) and abs(value) <= 1e12 for one in rows for value in one.values())
    )
    detail = f"At most {MAX_ROWS} rows of numbers, each with the same names."
    return [] if is_fine else [SettingsFault("/settings/rows", "wrong-shape", detail)]


def _formula_faults(settings: Settings, answer: Mapping[str, Any], pointer: str) -> list[SettingsFault]:
    formula = text_at(answer, "formula")
    try:
        tolerance.parse_tolerance(answer.get("tolerance"))
    except ValueError as error:
        return [SettingsFault(f"{pointer}/tolerance", "not-a-number", str(error))]
    if not formula.strip():
        return [SettingsFault(f"{pointer}/formula", "blank", "Give the formula.")]
    for seed in range(TRIED):
        values = _drawn(settings, seed)
        try:
            found = expressions.evaluate(expressions.parse(formula, frozenset(values)), values)
        except expressions.ExpressionError as error:
            detail = f"{error} ({', '.join(f'{name} = {as_text(value)}' for name, value in values.items())})"
            return [SettingsFault(f"{pointer}/formula", error.code, detail)]
        if isinstance(found, complex):
            return [SettingsFault(f"{pointer}/formula", "no-value", "The result is no real number.")]
    return []


KINDS = (Calculated(),)

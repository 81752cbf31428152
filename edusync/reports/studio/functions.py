"""The functions of the language: what they take, what they give, and how each engine says them."""

import dataclasses
from collections.abc import Mapping, Sequence

from edusync.reports.studio.expressions import DAYS, NUMBERS, TEXTS, Expression, Kind

# What an argument must be; `digits` is a whole number that is typed, `days` one of up to ten years.
KINDS_OF: Mapping[str, frozenset[str] | None] = {
    "any": None,
    "number": NUMBERS,
    "day": DAYS,
    "text": TEXTS,
    "digits": None,
    "days": None,
}
MOST_DIGITS = 6
MOST_DAYS = 3_660


@dataclasses.dataclass(frozen=True, slots=True)
class Function:
    """`takes` are its arguments, the last one again up to `most`; `gives` a kind, or `same` as the first argument."""

    takes: tuple[str, ...]
    gives: str
    any: str
    sqlite: str = ""
    least: int | None = None
    most: int | None = None
    is_aggregate: bool = False
    places: int = 2

    def template(self, engine: str) -> str:
        """Its SQL with `{0}`, `{1}` … for the arguments."""
        return self.sqlite if engine == "sqlite" and self.sqlite else self.any

    @property
    def fewest(self) -> int:
        """Arguments it needs."""
        return len(self.takes) if self.least is None else self.least

    def takes_at(self, place: int) -> str:
        """What the argument there must be."""
        return self.takes[min(place, len(self.takes) - 1)]


FUNCTIONS: Mapping[str, Function] = {
    "COUNT": Function(("any",), "integer", "COUNT({0})", is_aggregate=True),
    "SUM": Function(("number",), "sum", "SUM({0})", is_aggregate=True),
    "AVG": Function(("number",), "mean", "AVG({0})", is_aggregate=True),
    "MIN": Function(("any",), "same", "MIN({0})", is_aggregate=True),
    "MAX": Function(("any",), "same", "MAX({0})", is_aggregate=True),
    "ROUND": Function(("number", "digits"), "rounded", "ROUND({0}, {1})", least=1),
    "ABS": Function(("number",), "same", "ABS({0})"),
    "SHARE": Function(("number", "number"), "percent", "(100.0e0 * {0} / NULLIF({1}, 0))"),
    "COALESCE": Function(("any", "any"), "same", "COALESCE({*})", most=5),
    "NULLIF": Function(("any", "any"), "same", "NULLIF({0}, {1})"),
    "LOWER": Function(("text",), "text", "LOWER({0})"),
    "UPPER": Function(("text",), "text", "UPPER({0})"),
    "TRIM": Function(("text",), "text", "TRIM({0})"),
    "LENGTH": Function(("text",), "integer", "CHAR_LENGTH({0})", "LENGTH({0})"),
    "CONCAT": Function(("any", "any"), "text", "CONCAT({*})", "({|})", most=6),
    "YEAR": Function(("day",), "integer", "YEAR({0})", "CAST(STRFTIME('%%Y', {0}) AS INTEGER)"),
    "MONTH": Function(("day",), "integer", "MONTH({0})", "CAST(STRFTIME('%%m', {0}) AS INTEGER)"),
    "DATE": Function(("day",), "date", "DATE({0})"),
    "FIRST_OF_MONTH": Function(
        ("day",), "date", "DATE_FORMAT({0}, '%%Y-%%m-01')", "STRFTIME('%%Y-%%m-01', {0})"
    ),
    "DAYS_BETWEEN": Function(
        ("day", "day"),
        "integer",
        "DATEDIFF({1}, {0})",
        "CAST(JULIANDAY(DATE({1})) - JULIANDAY(DATE({0})) AS INTEGER)",
    ),
    "TODAY": Function((), "date", ""),
    "DAYS_AGO": Function(("days",), "date", ""),
}


def template_of(function: Function, engine: str, count: int) -> str:
    """The template for that many arguments."""
    text = function.template(engine)
    places = [f"{{{place}}}" for place in range(count)]
    return text.replace("{*}", ", ".join(places)).replace("{|}", " || ".join(places))


def kind_of(function: Function, arguments: Sequence[Expression]) -> tuple[Kind, int]:
    """Kind and decimals of what it gives."""
    if function.gives not in _RULES:
        return function.gives, 1 if function.gives == "percent" else function.places  # type: ignore[return-value]
    first = next((each for each in arguments if each.kind != "empty"), arguments[0])
    return _RULES[function.gives](first, arguments)


def _same(first: Expression, _arguments: Sequence[Expression]) -> tuple[Kind, int]:
    return first.kind, first.places


def _sum(first: Expression, _arguments: Sequence[Expression]) -> tuple[Kind, int]:
    return ("decimal", 2) if first.kind == "percent" else (first.kind, first.places)


def _mean(first: Expression, _arguments: Sequence[Expression]) -> tuple[Kind, int]:
    return ("decimal", 2) if first.kind in {"integer", "decimal", "empty"} else (first.kind, 1)


def _rounded(first: Expression, arguments: Sequence[Expression]) -> tuple[Kind, int]:
    digits = arguments[1].places if len(arguments) > 1 else 0
    if first.kind in {"percent", "duration"}:
        return first.kind, digits
    return ("decimal", digits) if digits else ("integer", 0)


_RULES = {"same": _same, "sum": _sum, "mean": _mean, "rounded": _rounded}

"""Filters and another order for a statement: they stand around it, and know nothing but the columns it shows."""

import dataclasses
import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from edusync.reports.engine.declarations import Column, Filter, FilterKind, FilterValues, Report
from edusync.reports.engine.filters import conditions_of
from edusync.reports.engine.statements import Condition
from edusync.reports.studio.compiling import Compiled
from edusync.reports.studio.expressions import Output
from edusync.reports.studio.pieces import Bind, Sql, listed, sql

MOST_FILTERS = 8
MOST_CHOICES = 50
_LONGEST = 48
_KINDS: dict[str, tuple[FilterKind, ...]] = {
    **dict.fromkeys(("text", "person", "course"), ("text",)),
    **dict.fromkeys(("integer", "decimal", "percent", "duration"), ("minimum",)),
    **dict.fromkeys(("date", "datetime"), ("date_from", "date_to")),
    "choice": ("choice",),
}
_SUFFIXES = {"date_from": "_from", "date_to": "_to"}
_WORDS = {
    "en": {"minimum": "{}: at least", "date_from": "{}: from", "date_to": "{}: until"},
    "ta": {"minimum": "{}: குறைந்தது", "date_from": "{}: முதல்", "date_to": "{}: வரை"},
}


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """One filter of a statement: how it is called in addresses, the number of its column, the choices it has."""

    filter: Filter
    place: int


def filters_of(columns: Sequence[Output], choices: Sequence[Sequence[str]]) -> list[Asked]:
    """The filters that fit the columns, the first MOST_FILTERS of them; `choices` are the values of each column."""
    return list(_each_filter(columns, choices))[:MOST_FILTERS]


def _each_filter(columns: Sequence[Output], choices: Sequence[Sequence[str]]) -> Iterator[Asked]:
    known = Counter(column.name for column in columns)
    for place, (column, values) in enumerate(zip(columns, choices, strict=True), 1):
        is_plain = known[column.name] == 1 and len(column.name) <= _LONGEST
        name = column.name if is_plain else f"column_{place}"
        for kind in _KINDS[column.kind]:
            if kind == "choice" and not 0 < len(values) <= MOST_CHOICES:
                continue
            called = f"only_{name}{_SUFFIXES.get(kind, '')}"
            yield Asked(Filter(called, kind, f"c{place}", tuple(values) if kind == "choice" else ()), place)


def declared(columns: Sequence[Output], asked: Sequence[Asked]) -> Report:
    """The statement as a declaration, in which its columns are called c1, c2 … as in its SQL."""
    return Report(
        slug="studio",
        view="arranged",
        key="c1",
        columns=tuple(
            Column(f"c{place}", column.kind, is_sortable=True) for place, column in enumerate(columns, 1)
        ),
        order="c1",
        filters=tuple(one.filter for one in asked),
    )


def title_of_filter(kind: str, title: str, language: str) -> str:
    """The title of a filter of a column with that title."""
    words = _WORDS.get(language, _WORDS["en"])
    return words.get(kind, "{}").format(title)


def narrowed(
    compiled: Compiled, report: Report, filters: FilterValues, order: str, zone: datetime.tzinfo
) -> Compiled:
    """The statement with the filters and the order (`c2`, `-c2`, or empty for its own) around it."""
    if not filters and not order:
        return compiled
    conditions = [_bound(one) for one in conditions_of(report, filters, zone)]
    number = order.lstrip("-").removeprefix("c")
    key: Sql = sql(f"{number} DESC" if order.startswith("-") else number) if order else ()
    return compiled.arranged(listed(conditions, " AND "), key)


def _bound(condition: Condition) -> Sql:
    """The condition with its values as pieces."""
    texts = condition.sql.split("%s")
    pieces: list[Any] = [texts[0]]
    for value, text in zip(condition.parameters, texts[1:], strict=True):
        pieces += [Bind(value), text]
    return tuple(pieces)

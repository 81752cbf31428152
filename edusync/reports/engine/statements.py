"""SELECTs over report views. Names come from declarations alone, values are always bound."""
# ruff: noqa: S608 - only declared names and placeholders are put in

import dataclasses
from collections.abc import Sequence
from typing import Any

from edusync.reports.engine.declarations import Chart, Report


@dataclasses.dataclass(frozen=True)
class Condition:
    """A piece of SQL with its parameters."""

    sql: str
    parameters: tuple[Any, ...] = ()


@dataclasses.dataclass(frozen=True)
class RowScope:
    """Which rows may be read: of one organization and, unless None, of these courses."""

    organization_id: int
    course_ids: tuple[int, ...] | None = None

    @property
    def conditions(self) -> list[Condition]:
        """The scope as SQL."""
        found = [Condition("organization_id = %s", (self.organization_id,))]
        if self.course_ids is not None:
            places = ", ".join(["%s"] * len(self.course_ids)) or "NULL"
            found.append(Condition(f"course_id IN ({places})", self.course_ids))
        return found


@dataclasses.dataclass(frozen=True)
class Statement:
    """A whole SELECT."""

    sql: str
    parameters: tuple[Any, ...]


def rows_statement(
    report: Report,
    conditions: Sequence[Condition],
    order: str,
    *,
    limit: int,
    after: Sequence[Any] | None = None,
    selected: Sequence[str] = (),
) -> Statement:
    """One page; `after` holds the order column's value and the key of the row before it.

    `selected` are expressions over its columns; all columns unless given.
    """
    name, is_descending = order.lstrip("-"), order.startswith("-")
    found = list(conditions)
    if after is not None:
        found += place_after(name, report.key, after, is_descending=is_descending)
    direction = " DESC" if is_descending else ""
    keys = [name] if name == report.key else [name, report.key]
    columns = ", ".join(selected or [column.name for column in report.columns])
    ordering = ", ".join(key + direction for key in keys)
    where, parameters = joined(found)
    sql = f"SELECT {columns} FROM {report.view} WHERE {where} ORDER BY {ordering} LIMIT {limit}"
    return Statement(sql, parameters)


def count_statement(report: Report, conditions: Sequence[Condition], *, most: int | None = None) -> Statement:
    """The number of rows, counted no further than `most`."""
    where, parameters = joined(conditions)
    if most is None:
        return Statement(f"SELECT COUNT(*) FROM {report.view} WHERE {where}", parameters)
    inner = f"SELECT {report.key} FROM {report.view} WHERE {where} LIMIT {most}"
    return Statement(f"SELECT COUNT(*) FROM ({inner}) AS counted", parameters)


def chart_statement(report: Report, chart: Chart, conditions: Sequence[Condition]) -> Statement:
    """Label and values of a chart's points, those first that stay."""
    where, parameters = joined(conditions)
    name, direction = chart.order.lstrip("-"), " DESC" if chart.order.startswith("-") else ""
    if chart.is_summed:
        values = ", ".join(f"SUM({value}) AS {value}" for value in chart.values)
        keys = [chart.by, chart.label] if chart.by else [chart.label]
        grouping = f" GROUP BY {', '.join(keys)}"
        tie = f", {keys[0]}{direction}" if keys[0] != name else ""
        ordering = name + direction + tie
    else:
        values, grouping = ", ".join(chart.values), ""
        ordering = name + direction + ("" if name == report.key else f", {report.key}{direction}")
    sql = (
        f"SELECT {chart.label}, {values} FROM {chart.view or report.view} WHERE {where}{grouping}"
        f" ORDER BY {ordering} LIMIT {chart.limit}"
    )
    return Statement(sql, parameters)


def joined(conditions: Sequence[Condition]) -> tuple[str, tuple[Any, ...]]:
    """All conditions at once."""
    sql = " AND ".join(condition.sql for condition in conditions)
    return sql, tuple(value for condition in conditions for value in condition.parameters)


def place_after(name: str, key: str, after: Sequence[Any], *, is_descending: bool) -> list[Condition]:
    """Conditions for what follows a row. NULL is the least on every engine."""
    value, key_value = after
    beyond, bound = ("<", "<=") if is_descending else (">", ">=")
    if name == key:
        return [Condition(f"{key} {beyond} %s", (key_value,))]
    tied = Condition(f"{key} {beyond} %s", (key_value,))
    if value is None:
        if is_descending:
            return [Condition(f"{name} IS NULL AND {tied.sql}", tied.parameters)]
        return [
            Condition(f"({name} IS NOT NULL OR ({name} IS NULL AND {tied.sql}))", tied.parameters),
        ]
    rest = f" OR {name} IS NULL" if is_descending else ""
    following = Condition(
        f"({name} {beyond} %s OR ({name} = %s AND {tied.sql}){rest})", (value, value, *tied.parameters)
    )
    # Implied by the other, and what an index is entered by.
    entry = Condition(f"({name} {bound} %s{rest})" if rest else f"{name} {bound} %s", (value,))
    return [entry, following]

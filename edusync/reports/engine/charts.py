"""Turns the rows of a chart into labels and series."""

import dataclasses
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from edusync.reports.engine.declarations import Chart, Report
from edusync.reports.engine.values import clean, plain
from edusync.reports.engine.words import Words

Number = int | float | None


@dataclasses.dataclass(frozen=True)
class Series:
    """One line, set of bars or figure: a value for each label."""

    title: str
    kind: str
    values: list[Number]


@dataclasses.dataclass(frozen=True)
class Points:
    """What a chart shows."""

    kind: str
    labels: list[str]
    series: list[Series]


def points_of(report: Report, chart: Chart, rows: Sequence[Sequence[Any]], words: Words) -> Points:
    """The chart of these rows, in which the first column is the label."""
    names = (chart.label, *chart.values)
    cleaned = [
        [plain(clean(report.column(name), raw)) for name, raw in zip(names, row, strict=True)] for row in rows
    ]
    if chart.kind == "line":
        cleaned.sort(key=lambda row: str(row[0]))
    label = report.column(chart.label)
    if label.kind == "choice":
        choices = [value for each in report.filters if each.column == label.name for value in each.choices]
        cleaned.sort(key=lambda row: choices.index(str(row[0])) if row[0] in choices else len(choices))
    labels = [_label(label.kind, label.name, row[0], words) for row in cleaned]
    columns: list[list[Any]] = [[row[place + 1] for row in cleaned] for place in range(len(chart.values))]
    titles = [words.column(name) for name in chart.values]
    kinds = [report.column(name).kind for name in chart.values]
    if chart.kind == "radar":
        shares = [
            column if kind == "percent" else _shares(column)
            for column, kind in zip(columns, kinds, strict=True)
        ]
        figures = [
            Series(name, "percent", [share[place] for share in shares]) for place, name in enumerate(labels)
        ]
        return Points(chart.kind, titles, figures)
    series = [Series(*each) for each in zip(titles, kinds, columns, strict=True)]
    return Points(chart.kind, labels, series)


def _label(kind: str, name: str, value: Any, words: Words) -> str:
    if value is None:
        return "–"
    return words.choice(name, str(value)) if kind == "choice" else str(value)


def _shares(values: Sequence[Number]) -> list[Number]:
    """Each value in percent of the greatest, with one place."""
    greatest = max((value for value in values if value is not None), default=0)
    return [None if value is None else _percent(value, greatest) if greatest > 0 else 0.0 for value in values]


def _percent(value: float, greatest: float) -> float:
    share = Decimal(str(value)) * 100 / Decimal(str(greatest))
    return float(share.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))

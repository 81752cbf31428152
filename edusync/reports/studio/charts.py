"""Charts of statements: which columns may be drawn, and the points of their rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from edusync.kernel.problems import FieldError
from edusync.reports.engine.charts import Points, points_of
from edusync.reports.engine.declarations import MOST_POINTS, Chart, Column, Report
from edusync.reports.engine.words import Words
from edusync.reports.problems import ReportChartInvalid
from edusync.reports.studio.expressions import NUMBERS, Output

KINDS = ("bar", "line", "radar")
MOST_VALUES = 6


def checked_chart(chart: Mapping[str, Any], columns: Sequence[Output]) -> dict[str, Any]:
    """The chart as it is stored, empty for none. Raises ReportChartInvalid naming what is wrong."""
    if not chart:
        return {}
    names = {column.name for column in columns}
    numbers = {column.name for column in columns if column.kind in NUMBERS}
    kind, label, values = chart.get("kind"), chart.get("label"), list(chart.get("values") or [])
    errors = []
    if kind not in KINDS:
        errors.append(FieldError("/chart/kind", "invalid", "bar, line or radar."))
    if label not in names:
        errors.append(FieldError("/chart/label", "invalid", "A column of the statement."))
    is_right = 1 <= len(values) <= MOST_VALUES and len(set(values)) == len(values)
    if not is_right or not set(values) <= numbers:
        errors.append(
            FieldError("/chart/values", "invalid", f"1 to {MOST_VALUES} columns of numbers of the statement.")
        )
    if errors:
        raise ReportChartInvalid(errors=errors)
    return {"kind": kind, "label": label, "values": values}


class GivenWords(Words):
    """Titles and words of values that were worked out already."""

    def __init__(self, titles: Mapping[str, str], choices: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__("studio", [])
        self._titles = titles
        self._choices = choices

    def column(self, name: str) -> str:
        """The title."""
        return self._titles.get(name, name)

    def choice(self, column: str, value: str) -> str:
        """The word for the value, or the value."""
        return self._choices.get(column, {}).get(value, value)


def drawn(
    chart: Mapping[str, Any],
    columns: Sequence[Output],
    rows: Sequence[Sequence[Any]],
    words: GivenWords,
) -> Points:
    """The points of the first rows; the statement's own order says which those are."""
    kinds = {column.name: Column(column.name, column.kind, places=column.places) for column in columns}
    names = [str(chart["label"]), *map(str, chart["values"])]
    places = [[column.name for column in columns].index(name) for name in names]
    report = Report("studio", "studio", names[0], tuple(kinds.values()), names[0])
    wanted = Chart(chart["kind"], names[0], tuple(names[1:]), names[0], MOST_POINTS)
    points = [[row[place] for place in places] for row in rows[:MOST_POINTS]]
    return points_of(report, wanted, points, words)

"""The declaration of a report. Names in it go into SQL, so every one is checked when it is made."""

import dataclasses
import functools
import re
from typing import Any, Literal

ColumnKind = Literal[
    "text", "integer", "decimal", "percent", "date", "datetime", "duration", "person", "course", "choice"
]
FilterKind = Literal["text", "choice", "date_from", "date_to", "course", "person", "minimum", "together"]
ChartKind = Literal["bar", "line", "radar"]
Scope = Literal["organization", "course"]

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}\Z")
MOST_POINTS = 50


def checked(name: str) -> str:
    """The name. Raises ValueError unless it is letters, digits and underscores."""
    if not NAME.match(name):
        raise ValueError(f"{name!r} is no name for a report, view or column")
    return name


@dataclasses.dataclass(frozen=True)
class Column:
    """A column of the view. Percent is 0 to 100, duration whole seconds; `choice` has words for its values.

    One that is not shown serves drill-downs and filters and is in no table or file. `is_sortable` asks for an index or
    a view of few rows. `places` are the decimals of decimal and percent.
    """

    name: str
    kind: ColumnKind = "text"
    is_shown: bool = True
    is_sortable: bool = False
    places: int = 1

    def __post_init__(self) -> None:
        checked(self.name)


@dataclasses.dataclass(frozen=True)
class Filter:
    """One field of the filter form: text is contained in the column, minimum and dates are inclusive.

    Course and person take an id. `choices` are the values of a choice. `people` names the column with the person's id,
    where a text is looked for among the words of names (each word from its beginning) instead of in the column.
    """

    name: str
    kind: FilterKind
    column: str
    choices: tuple[str, ...] = ()
    people: str = ""

    def __post_init__(self) -> None:
        for name in (self.name, self.column, self.people or self.column):
            checked(name)
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError(f"filter {self.name}: choices belong to the kind choice, and it needs them")


@dataclasses.dataclass(frozen=True)
class Chart:
    """A picture of at most 50 points: one per row, or, `is_summed`, one per label with the sum of its rows.

    `order` says which points stay (`-name` the greatest). A line is then drawn in the order of its labels. A radar has
    an axis per value and a figure per row; values other than percent are shares of the greatest shown. `by` is the
    column whose equal values are one label, where labels alone could meet by chance. `needs` names a filter without
    which the chart is empty, because it would sum up too much. `view` is another view, with `columns` that the report lacks; then
    the rows are those of the scope, whatever the filters.
    """

    kind: ChartKind
    label: str
    values: tuple[str, ...]
    order: str
    limit: int = 20
    is_summed: bool = False
    by: str = ""
    needs: str = ""
    view: str = ""
    columns: tuple[Column, ...] = ()

    def __post_init__(self) -> None:
        for name in (self.label, *self.values, self.order.lstrip("-"), self.by or self.label):
            checked(name)
        if self.view:
            checked(self.view)
        if not 1 <= self.limit <= MOST_POINTS:
            raise ValueError(f"a chart has 1 to {MOST_POINTS} points")


@dataclasses.dataclass(frozen=True)
class Drill:
    """A cell of `column` leads to another report; `filters` maps its filters to columns of this row."""

    column: str
    report: str
    filters: tuple[tuple[str, str], ...]


@dataclasses.dataclass(frozen=True)
class Report:
    """One report: a view with `organization_id`, a unique whole number `key`, and how to show it.

    `order` names a column, `-` for descending. `scope`: rows of an organization report are for holders of the
    permission, those of a course report (`course_id`) also for who teaches the course. `freshness` names the summary
    the view stands on; empty: the facts themselves. With `sort_needs` another order than `order` needs that filter,
    because only then there are few rows.
    """

    slug: str
    view: str
    key: str
    columns: tuple[Column, ...]
    order: str
    filters: tuple[Filter, ...] = ()
    charts: tuple[Chart, ...] = ()
    drills: tuple[Drill, ...] = ()
    scope: Scope = "organization"
    freshness: str = ""
    sort_needs: str = ""
    group: str = "learning"

    def __post_init__(self) -> None:
        for name in (self.slug, self.view, self.key, self.order.lstrip("-")):
            checked(name)
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.slug}: a column is declared twice")
        for name in self._used():
            if name not in names:
                raise ValueError(f"{self.slug}: {name} is no column of it")

    def _used(self) -> list[str]:
        used = [self.key, self.order.lstrip("-"), *(each.people or each.column for each in self.filters)]
        for chart in self.charts:
            if not chart.view:
                used += [chart.label, *chart.values, chart.order.lstrip("-"), chart.by or chart.label]
        for drill in self.drills:
            used += [drill.column, *(column for _, column in drill.filters)]
        return used + (["course_id"] if self.scope == "course" else [])

    def column(self, name: str) -> Column:
        """The column of that name, of the report or of a chart's own view. Raises KeyError."""
        return self._by_name[name]

    @functools.cached_property
    def _by_name(self) -> dict[str, Column]:
        own = {column.name: column for chart in self.charts for column in chart.columns}
        return {**own, **{column.name: column for column in self.columns}}

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns of tables and files."""
        return tuple(column for column in self.columns if column.is_shown)

    def filter_named(self, name: str) -> Filter | None:
        """The filter of that name."""
        return next((each for each in self.filters if each.name == name), None)


FilterValues = dict[str, Any]

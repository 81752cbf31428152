"""What a document of a report is made of."""

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# Kinds of columns whose cells are numbers: they stand at the end of their cell, digits below digits.
NUMBERS = frozenset({"integer", "decimal", "percent", "duration"})


@dataclasses.dataclass(frozen=True, slots=True)
class DocumentColumn:
    """A column: its name, what it holds, its head in the reader's language, and words for its codes."""

    name: str
    kind: str
    title: str
    choices: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers."""
        return self.kind in NUMBERS


@dataclasses.dataclass(frozen=True, slots=True)
class Series:
    """One row of values of a chart, one value for each label; None where there is none."""

    title: str
    kind: str
    values: Sequence[float | None]


@dataclasses.dataclass(frozen=True, slots=True)
class ChartFacts:
    """A chart: `bar`, `line` or `radar`."""

    kind: str
    title: str
    labels: Sequence[str]
    series: Sequence[Series]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.labels or not any(value for one in self.series for value in one.values)


@dataclasses.dataclass(slots=True)
class ReportTable:
    """A report ready to be written. `rows` is read once; cells are values as the engine gives them, in column order.

    A live report counts anew each time; another one holds up to `fresh_at`, None before it was counted at all.
    """

    slug: str
    title: str
    summary: str
    organization: str
    columns: Sequence[DocumentColumn]
    rows: Iterator[Sequence[Any]]
    filters: Sequence[tuple[str, str]]
    made_at: dt.datetime
    fresh_at: dt.datetime | None
    zone: dt.tzinfo
    is_live: bool = False
    language: str = "en"
    charts: Sequence[ChartFacts] = ()
    rows_total: int | None = None

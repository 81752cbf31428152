"""A statement of the studio as a source of rows, charts and files for one reader."""

import dataclasses
import datetime
import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from edusync.identity.queries import language_of, time_zone_of_organization
from edusync.kernel import clock
from edusync.kernel.pagination import decode_cursor, encode_cursor
from edusync.kernel.policy import Actor
from edusync.kernel.problems import FieldError, InvalidCursor, NotFound
from edusync.kernel.tenancy import current_organization_id
from edusync.progress.time_zones import zone_of
from edusync.reports import queries
from edusync.reports.engine.charts import Points
from edusync.reports.engine.declarations import MOST_POINTS, Column, FilterValues, Report
from edusync.reports.engine.statements import RowScope, Statement
from edusync.reports.engine.values import Value, cleaned_rows
from edusync.reports.engine.words import plain_title
from edusync.reports.problems import (
    ReportFilterInvalid,
    ReportStatementFailed,
    ReportStatementTooManyRows,
)
from edusync.reports.studio import running
from edusync.reports.studio.charts import GivenWords, checked_chart, drawn
from edusync.reports.studio.compiling import MOST_ROWS, Compiled, compiled
from edusync.reports.studio.expressions import Output
from edusync.reports.studio.narrowing import Asked, declared, filters_of, narrowed, title_of_filter
from edusync.reports.studio.pieces import Sql, bound
from edusync.reports.studio.relations import relations, relations_for

GROUP = "studio"


@dataclasses.dataclass(frozen=True)
class StatementSource:
    """A statement for one reader. It runs under the reader's scope, whoever wrote it.

    Raises NotFound where it reads a relation of which the reader sees nothing, ReportStatementRefused where it is not
    (or no longer) allowed.
    """

    statement: str
    actor: Actor
    slug: str = GROUP
    name: str = ""
    description: str = ""
    chart: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    definition_id: int | None = None

    def __post_init__(self) -> None:
        if not self.compiled.relations <= self.scopes.keys():
            raise NotFound

    @functools.cached_property
    def compiled(self) -> Compiled:
        """The statement, ready to be run."""
        return compiled(self.statement, running.engine())

    @functools.cached_property
    def scopes(self) -> dict[str, RowScope]:
        """The rows that the reader sees, by relation."""
        return relations_for(self.actor)

    @functools.cached_property
    def asked(self) -> list[Asked]:
        """The filters that its columns allow."""
        columns = self.compiled.columns
        return filters_of(columns, [tuple(choices_of(column, "en")) for column in columns])

    @functools.cached_property
    def declaration(self) -> Report:
        """Its columns and filters as reports declare them."""
        return declared(self.compiled.columns, self.asked)

    def narrowed(self, filters: FilterValues, order: str = "") -> Compiled:
        """The statement with filters and order around it. Raises ReportFilterInvalid."""
        place = self._place_of(self.parse_order(filters, order))
        return narrowed(self.compiled, self.declaration, filters, place, self._zone)

    @property
    def order(self) -> str:
        """The statement itself says it."""
        return ""

    @property
    def is_live(self) -> bool:
        """Whether all it reads are the facts themselves."""
        return not self._summaries

    @property
    def _summaries(self) -> set[str]:
        used = {relations()[name].report.freshness for name in self.compiled.relations}
        return used - {""}

    def describe(self, language: str) -> dict[str, Any]:
        """What a report tells about itself; a statement has no drill-downs."""
        title = self.name
        scopes = [self.scopes[name] for name in self.compiled.relations]
        return {
            "slug": self.slug,
            "group": GROUP,
            "title": title,
            "summary": self.description,
            "chart_kinds": [self.chart["kind"]] if self.chart else [],
            "columns": [described_column(column, language) for column in self.compiled.columns],
            "filters": [self._described_filter(one, language) for one in self.asked],
            "charts": [{"kind": self.chart["kind"], "title": title, "needs": ""}] if self.chart else [],
            "drills": [],
            "order": "",
            "sort_needs": "",
            "fresh_at": self.freshness(),
            "is_live": self.is_live,
            "row_scope": "organization" if all(one.course_ids is None for one in scopes) else "courses",
        }

    def parse_filters(self, query: Mapping[str, Any]) -> FilterValues:
        """Those that its columns allow. Raises ReportFilterInvalid."""
        return queries.parse_filters(self.declaration, query)

    def parse_order(self, filters: FilterValues, order: str) -> str:
        """By one of its columns, or as it says itself. Raises ReportFilterInvalid."""
        if order and order.removeprefix("-") not in {column.name for column in self.compiled.columns}:
            raise ReportFilterInvalid(errors=[FieldError("/order", "invalid", "No column to sort by.")])
        return order

    def page_of_rows(
        self, filters: FilterValues, order: str = "", after: str = "", limit: int = queries.DEFAULT_LIMIT
    ) -> queries.RowPage:
        """Rows from a place on; the cursor names the place, because the order is whatever the statement says."""
        found = self.narrowed(filters, order)
        offset = self._offset(after) if after else 0
        rows = self.fetched(found.rows(limit=limit + 1, offset=offset))
        has_more = len(rows) > limit
        following = encode_cursor({self._mark: offset + limit}, [self._mark]) if has_more else None
        total = offset + len(rows) if not has_more else self._count(found, queries.MOST_COUNTED + 1)
        return queries.RowPage(
            tuple(column.name for column in self.compiled.columns),
            self.cleaned(rows[:limit]),
            following,
            min(total, queries.MOST_COUNTED),
            total <= queries.MOST_COUNTED,
        )

    def iterate_rows(self, filters: FilterValues, order: str = "") -> Iterator[tuple[Value, ...]]:
        """All rows, at most MOST_ROWS of them. Raises ReportStatementTooManyRows."""
        rows = self.fetched(self.narrowed(filters, order).rows(limit=MOST_ROWS + 1))
        if len(rows) > MOST_ROWS:
            raise ReportStatementTooManyRows(most=MOST_ROWS)
        return iter(self.cleaned(rows))

    def count_rows(self, filters: FilterValues) -> int:
        """The number of rows, counted no further than one more than a file has."""
        return self._count(self.narrowed(filters), MOST_ROWS + 1)

    def chart_points(self, filters: FilterValues, chart: int, language: str = "en") -> Points:
        """The one chart. Raises NotFound for another."""
        if chart or not self.chart:
            raise NotFound
        columns = self.compiled.columns
        checked_chart(self.chart, columns)
        rows = self.fetched(self.narrowed(filters).rows(limit=MOST_POINTS))
        self.cleaned(rows)
        return drawn(self.chart, columns, rows, words_for(columns, language))

    def freshness(self) -> datetime.datetime | None:
        """The end of what the least covered of its summaries covers, or now."""
        covered = [queries.covered_until(name) for name in sorted(self._summaries)]
        if not covered:
            return clock.now()
        known = [at for at in covered if at is not None]
        return min(known) if len(known) == len(covered) else None

    def fetched(self, pieces: Sql) -> list[tuple[Any, ...]]:
        """The rows of a statement, bound to what the reader sees."""
        return running.run(self.bound(pieces))

    def bound(self, pieces: Sql) -> Statement:
        """The statement for the reader, today in the organization's calendar."""
        return bound(pieces, self.scopes, clock.now().astimezone(self._zone).date())

    def cleaned(self, rows: Sequence[Sequence[Any]]) -> list[tuple[Value, ...]]:
        """The rows with values of their kinds. Raises ReportStatementFailed for a number beyond all bounds."""
        columns = [Column(column.name, column.kind, places=column.places) for column in self.compiled.columns]
        try:
            return list(cleaned_rows(enumerate(columns), rows))
        except (ArithmeticError, ValueError) as error:
            raise ReportStatementFailed from error

    def _count(self, found: Compiled, most: int) -> int:
        return int(self.fetched(found.count(most=most))[0][0])

    @property
    def _zone(self) -> datetime.tzinfo:
        return zone_of(time_zone_of_organization(current_organization_id()))

    def _place_of(self, order: str) -> str:
        """The order with the column's number in the place of its name."""
        names = [column.name for column in self.compiled.columns]
        sign, name = ("-", order[1:]) if order.startswith("-") else ("", order)
        return f"{sign}c{names.index(name) + 1}" if order else ""

    def _described_filter(self, one: Asked, language: str) -> dict[str, Any]:
        column = self.compiled.columns[one.place - 1]
        words = choices_of(column, language) if one.filter.kind == "choice" else {}
        return {
            "name": one.filter.name,
            "kind": one.filter.kind,
            "title": title_of_filter(one.filter.kind, title_of(column, language), language),
            "choices": [{"value": value, "title": word} for value, word in words.items()],
        }

    @property
    def _mark(self) -> str:
        return f"{self.slug}.place"

    def _offset(self, cursor: str) -> int:
        (offset,) = decode_cursor(cursor, [self._mark])
        if not isinstance(offset, int) or isinstance(offset, bool) or not 0 <= offset <= MOST_ROWS * 100:
            raise InvalidCursor
        return offset

    @property
    def language(self) -> str:
        """The reader's."""
        return language_of(self.actor.user_id or 0)


def title_of(column: Output, language: str) -> str:
    """The title that was typed, else that of the column it comes from, else its name in words."""
    if column.title:
        return column.title
    if column.origin is not None:
        return relations()[column.origin.relation].words(language).column(column.origin.column)
    return plain_title(column.name)


def choices_of(column: Output, language: str) -> dict[str, str]:
    """Words for the values of a column that passes through."""
    if column.origin is None or column.kind != "choice":
        return {}
    return relations()[column.origin.relation].choices(column.origin.column, language)


def words_for(columns: Sequence[Output], language: str) -> GivenWords:
    """The words of a chart of these columns."""
    return GivenWords(
        {column.name: title_of(column, language) for column in columns},
        {column.name: choices_of(column, language) for column in columns},
    )


def described_column(column: Output, language: str) -> dict[str, Any]:
    """The column as reports tell it."""
    return {
        "name": column.name,
        "kind": column.kind,
        "title": title_of(column, language),
        "is_shown": True,
        "is_sortable": True,
        "places": column.places,
        "choices": choices_of(column, language),
    }

"""What rows, charts and files are made of: a built-in report or one of the studio, as one reader sees it."""

import dataclasses
import datetime
from collections.abc import Iterator, Mapping
from typing import Any, Protocol
from uuid import UUID

from edusync.kernel.policy import Actor
from edusync.kernel.problems import NotFound
from edusync.reports import queries
from edusync.reports.engine.charts import Points
from edusync.reports.engine.declarations import FilterValues, Report
from edusync.reports.engine.values import Value
from edusync.reports.models import ReportDefinition
from edusync.reports.policy import ReportDefinitionPolicy
from edusync.reports.studio.source import StatementSource

# A report of the studio is called `studio-<uuid>` wherever the slug of a report is asked for.
STUDIO = "studio-"


class ReportSource(Protocol):
    """A report for one reader. Everything it gives is what that reader may see."""

    @property
    def slug(self) -> str:
        """What it is called in addresses."""

    @property
    def definition_id(self) -> int | None:
        """The definition in the studio; None for built-in reports."""

    @property
    def order(self) -> str:
        """The order of its rows unless another is asked for; empty where the report itself says it."""

    @property
    def is_live(self) -> bool:
        """Whether the numbers are those of this moment."""

    def describe(self, language: str) -> dict[str, Any]:
        """Title, summary, columns, filters, charts, drills, order, freshness, as the API tells them."""

    def parse_filters(self, query: Mapping[str, Any]) -> FilterValues:
        """The filters that the query sets. Raises ReportFilterInvalid."""

    def parse_order(self, filters: FilterValues, order: str) -> str:
        """The order asked for, or its own. Raises ReportFilterInvalid."""

    def page_of_rows(
        self, filters: FilterValues, order: str = "", after: str = "", limit: int = queries.DEFAULT_LIMIT
    ) -> queries.RowPage:
        """One page with all columns that `describe` names. Raises InvalidCursor, ReportFilterInvalid."""

    def iterate_rows(self, filters: FilterValues, order: str = "") -> Iterator[tuple[Value, ...]]:
        """All rows with the shown columns."""

    def count_rows(self, filters: FilterValues) -> int:
        """The number of rows that `iterate_rows` gives."""

    def chart_points(self, filters: FilterValues, chart: int, language: str = "en") -> Points:
        """The chart of that number. Raises NotFound where it has none such."""

    def freshness(self) -> datetime.datetime | None:
        """The instant up to which the numbers hold."""


@dataclasses.dataclass(frozen=True)
class CatalogSource:
    """A built-in report."""

    report: Report
    actor: Actor

    @property
    def slug(self) -> str:
        """The name of its file."""
        return self.report.slug

    @property
    def definition_id(self) -> None:
        """It is no row."""
        return None

    @property
    def order(self) -> str:
        """As declared."""
        return self.report.order

    @property
    def is_live(self) -> bool:
        """Whether it stands on the facts themselves."""
        return not self.report.freshness

    def describe(self, language: str) -> dict[str, Any]:
        """The declaration with its words."""
        return queries.describe(self.report, self.actor, language)

    def parse_filters(self, query: Mapping[str, Any]) -> FilterValues:
        """Those it declares."""
        return queries.parse_filters(self.report, query)

    def parse_order(self, filters: FilterValues, order: str) -> str:
        """By a column that is sortable."""
        return queries.parse_order(self.report, filters, order)

    def page_of_rows(
        self, filters: FilterValues, order: str = "", after: str = "", limit: int = queries.DEFAULT_LIMIT
    ) -> queries.RowPage:
        """A page behind the cursor."""
        return queries.page_of_rows(self.report, self.actor, filters, order, after, limit)

    def iterate_rows(self, filters: FilterValues, order: str = "") -> Iterator[tuple[Value, ...]]:
        """In pages, in constant memory."""
        return queries.iterate_rows(self.report, self.actor, filters, order)

    def count_rows(self, filters: FilterValues) -> int:
        """Exact."""
        return queries.count_rows(self.report, self.actor, filters)

    def chart_points(self, filters: FilterValues, chart: int, language: str = "en") -> Points:
        """As declared."""
        return queries.chart_points(self.report, self.actor, filters, chart, language)

    def freshness(self) -> datetime.datetime | None:
        """The end of what its summary covers, or now."""
        return queries.freshness(self.report)


def source_for(actor: Actor, slug: str) -> ReportSource:
    """The report of that name as the actor sees it. Raises NotFound where it is unknown or hidden."""
    if slug.startswith(STUDIO):
        return source_of(definition_named(slug, actor), actor)
    return CatalogSource(queries.report_for(slug, actor), actor)


def definition_named(slug: str, actor: Actor) -> ReportDefinition:
    """The definition of the studio that is called so. Raises NotFound where it is hidden."""
    try:
        uuid = UUID(slug.removeprefix(STUDIO))
    except ValueError as error:
        raise NotFound from error
    found = ReportDefinitionPolicy().visible(ReportDefinition.objects.all(), actor).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found  # type: ignore[no-any-return]


def source_of(definition: ReportDefinition, actor: Actor) -> StatementSource:
    """A definition that the actor sees. Raises ReportStatementRefused where it is not allowed any more."""
    return StatementSource(
        statement=definition.statement,
        actor=actor,
        slug=slug_of_definition(definition),
        name=definition.name,
        description=definition.description,
        chart=definition.chart,
        definition_id=definition.pk,
    )


def slug_of_definition(definition: ReportDefinition) -> str:
    """What it is called in addresses."""
    return f"{STUDIO}{definition.uuid}"

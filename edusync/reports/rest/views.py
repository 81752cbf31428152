"""Views of reports."""

from typing import Any

from django.http.response import HttpResponseBase

from edusync.identity.queries import language_of
from edusync.kernel.pagination import page_size
from edusync.kernel.problems import FieldError
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.reports import queries
from edusync.reports.engine.values import plain
from edusync.reports.policy import ReportPolicy
from edusync.reports.problems import ReportFilterInvalid
from edusync.reports.rest import serializers as shapes
from edusync.reports.sources import ReportSource, source_for

PAGE = {
    "order": "name of a sortable column, - for descending",
    "after": "the `next` of the page before",
    "limit": {"type": "integer", "minimum": 1, "maximum": queries.MAX_LIMIT},
}
NUMBER = {"type": "integer", "minimum": 0}


class ReportsView(ApiView):
    """Base of the routes of reports. What the actor may not see answers as if it were not there."""

    policy = ReportPolicy()

    @property
    def language(self) -> str:
        """The reader's language."""
        return language_of(self.actor.user_id or 0)

    def source(self, slug: str) -> ReportSource:
        """The report of the address as the actor sees it. Raises NotFound."""
        return source_for(self.actor, slug)


class ReportListView(ReportsView):
    """Reports that one may see."""

    @schema(response=shapes.ReportListSerializer, summary="Reports I may see")
    def get(self, request: Any) -> HttpResponseBase:
        """Titles in the reader's language."""
        language = self.language
        reports = [shapes.entry_json(report, language) for report in queries.reports_for(self.actor)]
        return FastResponse({"results": reports})


class ReportView(ReportsView):
    """One report without its rows."""

    @schema(response=shapes.ReportSerializer, summary="What a report shows, and how it can be filtered")
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """Columns, filters, charts, drill-downs and how fresh it is."""
        return FastResponse(self.source(slug).describe(self.language))


class ReportRowsView(ReportsView):
    """Rows of a report."""

    rate_limits = {"get": "search"}

    @schema(
        response=shapes.ReportRowsSerializer,
        query=PAGE,
        summary="Rows of a report; its filters are parameters",
    )
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """One page with all columns, also those that serve drill-downs only."""
        source = self.source(slug)
        page = source.page_of_rows(
            source.parse_filters(request.GET),
            request.GET.get("order", ""),
            request.GET.get("after", ""),
            page_size(request, queries.DEFAULT_LIMIT, queries.MAX_LIMIT),
        )
        return FastResponse(
            {
                "columns": list(page.columns),
                "rows": [[plain(value) for value in row] for row in page.rows],
                "next": page.following,
                "total": page.total,
                "is_total_exact": page.is_total_exact,
            }
        )


class ReportChartView(ReportsView):
    """Points of a chart."""

    @schema(
        response=shapes.ReportChartSerializer,
        query={"chart": NUMBER},
        summary="A chart of a report; its filters are parameters",
    )
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """At most 50 points of chart number `chart`."""
        source = self.source(slug)
        filters = source.parse_filters(request.GET)
        points = source.chart_points(filters, self.number(), self.language)
        return FastResponse(shapes.points_json(points))

    def number(self) -> int:
        """Which chart, 0 unless named. Raises ReportFilterInvalid."""
        text = self.request.GET.get("chart", "") or "0"
        if not (text.isascii() and text.isdigit() and len(text) < 3):
            raise ReportFilterInvalid(errors=[FieldError("/chart", "invalid", "The number of a chart.")])
        return int(text)

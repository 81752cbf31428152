"""Reads of reports for one actor: what there is, pages, all rows, counts and charts.

Every function that takes an actor raises NotFound where the report is hidden from them.
"""

import dataclasses
import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from edusync.enrollment.queries import course_rows
from edusync.identity.queries import time_zone_of_organization
from edusync.kernel import clock
from edusync.kernel.pagination import decode_cursor, encode_cursor
from edusync.kernel.policy import Actor
from edusync.kernel.problems import InvalidCursor, NotFound
from edusync.kernel.tenancy import current_organization_id
from edusync.progress.time_zones import zone_of
from edusync.reports.access import row_scope
from edusync.reports.engine import catalog, charts
from edusync.reports.engine.declarations import FilterValues, Report
from edusync.reports.engine.description import described
from edusync.reports.engine.filters import conditions_of, parse_filters, parse_order
from edusync.reports.engine.statements import (
    Condition,
    RowScope,
    Statement,
    chart_statement,
    count_statement,
    rows_statement,
)
from edusync.reports.engine.values import Value, cleaned_rows, packed, read_fast, unpacked
from edusync.reports.engine.words import words_of
from edusync.reports.models import PipelineRun

__all__ = [
    "RowPage",
    "chart_points",
    "count_rows",
    "covered_until",
    "describe",
    "freshness",
    "iterate_rows",
    "page_of_rows",
    "parse_filters",
    "parse_order",
    "report_for",
    "reports_for",
]
DEFAULT_LIMIT = 50
MAX_LIMIT = 100
# A page tells the number of rows up to here; counting a million for one page would cost more than the page.
MOST_COUNTED = 1_000
CHUNK = 1_000
MOST_CHOICES = 500


@dataclasses.dataclass(frozen=True)
class RowPage:
    """Rows with all columns of the report. `total` is exact, or the most that is counted."""

    columns: tuple[str, ...]
    rows: list[tuple[Value, ...]]
    following: str | None
    total: int
    is_total_exact: bool


def reports_for(actor: Actor) -> list[Report]:
    """The reports that the actor sees, by slug."""
    return [report for report in catalog.reports().values() if row_scope(report, actor) is not None]


def report_for(slug: str, actor: Actor) -> Report:
    """The report of that name. Raises NotFound where it is unknown or hidden."""
    report = catalog.reports().get(slug)
    if report is None or row_scope(report, actor) is None:
        raise NotFound
    return report


def describe(report: Report, actor: Actor, language: str) -> dict[str, Any]:
    """The declaration with its words, the courses to filter by, and how fresh the numbers are. Two queries."""
    scope = _scope(report, actor)
    has_courses = any(each.kind == "course" for each in report.filters)
    courses = course_choices(scope.course_ids) if has_courses else []
    known = {each.slug for each in reports_for(actor)}
    return {
        **described(report, language, courses, known),
        "fresh_at": freshness(report),
        "is_live": not report.freshness,
        "row_scope": "organization" if scope.course_ids is None else "courses",
    }


def page_of_rows(
    report: Report,
    actor: Actor,
    filters: FilterValues,
    order: str = "",
    after: str = "",
    limit: int = DEFAULT_LIMIT,
) -> RowPage:
    """One page; `after` is the cursor of the page before. Raises InvalidCursor, ReportFilterInvalid."""
    order = parse_order(report, filters, order)
    conditions = _conditions(report, actor, filters)
    place = _place(after, report, order) if after else None
    raw = _fetch(rows_statement(report, conditions, order, limit=limit + 1, after=place))
    following = _cursor(report, order, raw[limit - 1]) if len(raw) > limit else None
    if not after and following is None:
        total = len(raw)
    else:
        total = _fetch(count_statement(report, conditions, most=MOST_COUNTED + 1))[0][0]
    rows = list(cleaned_rows(enumerate(report.columns), raw[:limit]))
    names = tuple(column.name for column in report.columns)
    return RowPage(names, rows, following, min(total, MOST_COUNTED), total <= MOST_COUNTED)


def iterate_rows(
    report: Report, actor: Actor, filters: FilterValues, order: str = ""
) -> Iterator[tuple[Value, ...]]:
    """All rows with the shown columns, read in pages: constant memory, and no cursor stays open."""
    order = parse_order(report, filters, order)
    conditions = _conditions(report, actor, filters)
    return _pages(report, conditions, order)


def count_rows(report: Report, actor: Actor, filters: FilterValues) -> int:
    """The exact number of rows."""
    return int(_fetch(count_statement(report, _conditions(report, actor, filters)))[0][0])


def chart_points(
    report: Report, actor: Actor, filters: FilterValues, chart: int, language: str = "en"
) -> charts.Points:
    """Labels and series of the report's chart number `chart`. Raises NotFound if it has none such."""
    if not 0 <= chart < len(report.charts):
        raise NotFound
    wanted = report.charts[chart]
    conditions = _conditions(report, actor, {} if wanted.view else filters)
    is_complete = not wanted.needs or wanted.needs in filters
    rows = _fetch(chart_statement(report, wanted, conditions)) if is_complete else []
    return charts.points_of(report, wanted, rows, words_of(report.slug, language))


def freshness(report: Report) -> datetime.datetime | None:
    """The instant up to which the numbers hold: the end of what the last run covered, now, None before the first."""
    if not report.freshness:
        return clock.now()
    return covered_until(report.freshness)


def covered_until(name: str) -> datetime.datetime | None:
    """End of what the runs of a summary have covered in the organization in context; None before the first."""
    runs = PipelineRun.objects.filter(
        organization_id=current_organization_id(), name=name, state=PipelineRun.State.FINISHED
    )
    return runs.order_by("-started_at", "-id").values_list("covered_until", flat=True).first()


def course_choices(course_ids: Sequence[int] | None) -> list[tuple[int, str]]:
    """Courses to filter by, by title: all of the organization, or of these ids."""
    rows = course_rows().filter(deleted_at__isnull=True, is_template=False)
    if course_ids is not None:
        rows = rows.filter(pk__in=course_ids)
    return list(rows.order_by("title", "id").values_list("id", "title")[:MOST_CHOICES])


def _scope(report: Report, actor: Actor) -> RowScope:
    scope = row_scope(report, actor)
    if scope is None:
        raise NotFound
    return scope


def _conditions(report: Report, actor: Actor, filters: FilterValues) -> list[Condition]:
    scope = _scope(report, actor)
    has_days = any(isinstance(value, datetime.date) for value in filters.values())
    zone = zone_of(time_zone_of_organization(scope.organization_id)) if has_days else datetime.UTC
    return [*scope.conditions, *conditions_of(report, filters, zone)]


def _fetch(statement: Statement) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.parameters)
        return list(cursor.fetchall())


def _pages(report: Report, conditions: Sequence[Condition], order: str) -> Iterator[tuple[Value, ...]]:
    """Reads what is shown and what the next page begins behind, no more: views compute their columns."""
    shown = [column for column in report.columns if column.is_shown]
    place_names = [order.lstrip("-"), report.key]
    selected = [*(read_fast(column, connection.vendor) for column in shown), *place_names]
    places = list(enumerate(shown))
    place: Sequence[Any] | None = None
    while True:
        raw = _fetch(rows_statement(report, conditions, order, limit=CHUNK, after=place, selected=selected))
        yield from cleaned_rows(places, raw)
        if len(raw) < CHUNK:
            return
        place = raw[-1][-len(place_names) :]


def _place_of(report: Report, order: str, row: Sequence[Any]) -> list[Any]:
    names = [column.name for column in report.columns]
    return [row[names.index(order.lstrip("-"))], row[names.index(report.key)]]


def _cursor(report: Report, order: str, row: Sequence[Any]) -> str:
    marks = _marks(report, order)
    values = [packed(value) for value in _place_of(report, order, row)]
    return encode_cursor(dict(zip(marks, values, strict=True)), marks)


def _place(cursor: str, report: Report, order: str) -> list[Any]:
    value, key = decode_cursor(cursor, _marks(report, order))
    if not isinstance(key, int) or isinstance(value, bool):
        raise InvalidCursor
    return [unpacked(value), key]


def _marks(report: Report, order: str) -> tuple[str, str]:
    """Names under which a cursor of this order keeps its two values; another order's cursor is refused."""
    return f"{report.slug}.{order}", report.key

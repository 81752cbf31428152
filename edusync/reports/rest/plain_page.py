"""What the plain page of a report shows: everything the template needs, ready to be put down."""

import dataclasses
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.utils.safestring import SafeString, mark_safe

from edusync.identity.queries import language_of, time_zone_of
from edusync.kernel.policy import Actor
from edusync.kernel.problems import InvalidCursor
from edusync.progress.time_zones import zone_of
from edusync.reports import queries
from edusync.reports.documents.cells import fresh_words, grouped, shown_cell
from edusync.reports.documents.drawing import draw_chart
from edusync.reports.documents.svg import drawing_svg
from edusync.reports.documents.tables import DocumentColumn
from edusync.reports.documents.words import counted_rows, words_in
from edusync.reports.engine.declarations import FilterValues
from edusync.reports.engine.filters import storable
from edusync.reports.engine.words import words_of
from edusync.reports.problems import ReportFilterInvalid
from edusync.reports.services.tabling import ORDER, chart_facts, document_columns
from edusync.reports.sources import ReportSource

AFTER = "after"


@dataclasses.dataclass(frozen=True, slots=True)
class Wanted:
    """What the address of a plain page asks for."""

    filters: FilterValues
    order: str
    is_wrong: bool

    def address(self, **changes: str) -> str:
        """The query of an address with the same filters and order, and these changes."""
        values = {**storable(self.filters), ORDER: self.order, **changes}
        return "?" + urlencode({name: value for name, value in values.items() if value})


def wanted_of(source: ReportSource, query: Mapping[str, str]) -> Wanted:
    """Filters and order of the address; none where one of them cannot be understood."""
    try:
        filters = source.parse_filters(query)
        order = query.get(ORDER, "")
        source.parse_order(filters, order)
    except ReportFilterInvalid:
        return Wanted({}, "", True)
    return Wanted(filters, order, False)


def page_context(source: ReportSource, actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """Everything on the page of a report."""
    language = language_of(actor.user_id or 0)
    wanted = wanted_of(source, query)
    told = source.describe(language)
    page = _rows(source, wanted, query.get(AFTER, ""))
    words = words_in(language)
    total = grouped(page.total, language)
    return {
        **frame_context(actor, language, source.slug, told["title"]),
        "title": told["title"],
        "summary": told["summary"],
        "fresh": _fresh(told, actor, language),
        "filters": [_field(each, wanted) for each in told["filters"]],
        "heads": [_head(told, column, wanted) for column in told["columns"] if column["is_shown"]],
        "rows": _cells(told, page, actor, language),
        "counted": counted_rows(page.total, total if page.is_total_exact else f"> {total}", words),
        "next": wanted.address(after=page.following) if page.following else "",
        "first": wanted.address() if query.get(AFTER) else "",
        "clear": "?" if wanted.filters else "",
        "order": wanted.order,
        "is_wrong": wanted.is_wrong,
        "files": wanted.address(),
        "chart": _chart(source, actor, wanted, told, language),
    }


def frame_context(actor: Actor, language: str, current: str, title: str = "") -> dict[str, Any]:
    """What is on every plain page: words, who is signed in, and the reports to choose from.

    The current one is among them, also where it is no built-in report.
    """
    titles = {report.slug: words_of(report.slug, language).title for report in queries.reports_for(actor)}
    if title:
        titles.setdefault(current, title)
    return {
        "words": words_in(language),
        "signed_in": words_in(language)["signed_in"].format(name=actor.label),
        "current": current,
        "reports": [
            {"slug": slug, "title": name, "is_current": slug == current} for slug, name in titles.items()
        ],
    }


def _rows(source: ReportSource, wanted: Wanted, after: str) -> queries.RowPage:
    try:
        return source.page_of_rows(wanted.filters, wanted.order, after)
    except InvalidCursor:
        return source.page_of_rows(wanted.filters, wanted.order)


def _cells(
    told: Mapping[str, Any], page: queries.RowPage, actor: Actor, language: str
) -> list[list[dict[str, Any]]]:
    zone = zone_of(time_zone_of(actor.user_id or 0))
    columns = document_columns(told)
    places = [place for place, column in enumerate(told["columns"]) if column["is_shown"]]
    return [
        [
            {
                "text": shown_cell(row[place], column, language, zone),
                "is_number": column.is_number,
                "is_first": column is columns[0],
                "title": column.title,
            }
            for place, column in zip(places, columns, strict=True)
        ]
        for row in page.rows
    ]


def _head(told: Mapping[str, Any], column: Mapping[str, Any], wanted: Wanted) -> dict[str, Any]:
    """The head of a column, with the address that sorts by it, the other way round where it is sorted already."""
    order = wanted.order or str(told["order"])
    name = str(column["name"])
    is_sorted = order.removeprefix("-") == name
    is_up = order == name
    can_sort = column["is_sortable"] and (not told["sort_needs"] or told["sort_needs"] in wanted.filters)
    return {
        "title": column["title"],
        "is_number": DocumentColumn(name, column["kind"], "").is_number,
        "sorted": ("ascending" if is_up else "descending") if is_sorted else "",
        "mark": ("▲" if is_up else "▼") if is_sorted else "",
        "address": wanted.address(order=f"-{name}" if is_up else name) if can_sort else "",
    }


_INPUTS = {
    "text": "search",
    "together": "search",
    "date_from": "date",
    "date_to": "date",
    "minimum": "number",
    "person": "hidden",
}


def _field(each: Mapping[str, Any], wanted: Wanted) -> dict[str, Any]:
    value = storable(wanted.filters).get(each["name"], "")
    choices = [{**choice, "is_chosen": choice["value"] == value} for choice in each["choices"]]
    return {
        "name": each["name"],
        "title": each["title"],
        "value": value,
        "type": _INPUTS.get(each["kind"], ""),
        "choices": choices,
    }


def _fresh(told: Mapping[str, Any], actor: Actor, language: str) -> str:
    zone = zone_of(time_zone_of(actor.user_id or 0))
    return fresh_words(told["fresh_at"], is_live=told["is_live"], zone=zone, language=language)


def _chart(
    source: ReportSource, actor: Actor, wanted: Wanted, told: Mapping[str, Any], language: str
) -> dict[str, Any] | None:
    """The first chart as a picture; its numbers are in the table below."""
    chart = chart_facts(source, wanted.filters, told, language)
    if chart is None:
        return None
    zone = zone_of(time_zone_of(actor.user_id or 0))

    def show(value: float, kind: str) -> str:
        return shown_cell(value, DocumentColumn("value", kind, ""), language, zone)

    drawing = draw_chart(chart, show, is_rtl=words_in(language)["direction"] == "rtl")
    if drawing is None:
        return None
    return {"title": chart.title, "svg": _safe(drawing_svg(drawing))}


def _safe(markup: str) -> SafeString:
    # Every text in it was escaped where it was put in.
    return mark_safe(markup)

"""Makes of a report, for one reader, what a document of it is written from."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_date

from edusync.identity.queries import language_of, organization_named, time_zone_of
from edusync.kernel import clock
from edusync.kernel.policy import Actor
from edusync.progress.time_zones import zone_of
from edusync.reports.documents.cells import shown_day
from edusync.reports.documents.tables import ChartFacts, DocumentColumn, ReportTable, Series
from edusync.reports.documents.words import words_in
from edusync.reports.engine.declarations import FilterValues
from edusync.reports.sources import ReportSource

ORDER = "order"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def report_table(
    source: ReportSource,
    actor: Actor,
    filters: FilterValues,
    order: str = "",
    *,
    has_charts: bool = False,
) -> ReportTable:
    """All rows of the actor's source, with words of their language and instants of their time zone.

    Raises ReportFilterInvalid for an order it does not have.
    """
    user_id = actor.user_id or 0
    language = language_of(user_id)
    told = source.describe(language)
    return ReportTable(
        slug=source.slug,
        title=told["title"],
        summary=told["summary"],
        organization=organization_named(actor.organization_id or 0),
        columns=document_columns(told),
        rows=source.iterate_rows(filters, order),
        filters=filter_words(told, filters, language),
        made_at=clock.now(),
        fresh_at=told["fresh_at"],
        is_live=source.is_live,
        zone=zone_of(time_zone_of(user_id)),
        language=language,
        charts=all_charts(source, filters, told, language) if has_charts else [],
        rows_total=source.count_rows(filters),
    )


def all_charts(
    source: ReportSource, filters: FilterValues, told: Mapping[str, Any], language: str
) -> list[ChartFacts]:
    """Every chart of the report, in order."""
    found = [chart_facts(source, filters, told, language, number) for number, _ in enumerate(told["charts"])]
    return [facts for facts in found if facts is not None]


def document_columns(told: Mapping[str, Any]) -> list[DocumentColumn]:
    """The shown columns of a described report."""
    return [
        DocumentColumn(column["name"], column["kind"], column["title"], column["choices"])
        for column in told["columns"]
        if column["is_shown"]
    ]


def filter_words(told: Mapping[str, Any], filters: FilterValues, language: str) -> list[tuple[str, str]]:
    """The filters that are set, as title and value in words."""
    found = []
    for each in told["filters"]:
        value = filters.get(each["name"])
        if value is None:
            continue
        words = {choice["value"]: choice["title"] for choice in each["choices"]}
        if each["kind"] in {"date_from", "date_to"}:
            text = shown_day(value, language)
        elif each["kind"] == "person":
            # The rows name them, if one may see them; a number typed by hand must not ask for anybody's name.
            text = words_in(language)["one_person"]
        else:
            text = words.get(str(value), str(value))
        found.append((each["title"], text))
    return found


def chart_facts(
    source: ReportSource,
    filters: FilterValues,
    told: Mapping[str, Any],
    language: str,
    number: int = 0,
) -> ChartFacts | None:
    """The report's chart of that number, None where it has none."""
    if number >= len(told["charts"]):
        return None
    points = source.chart_points(filters, number, language)
    return ChartFacts(
        kind=points.kind,
        title=told["charts"][number]["title"],
        labels=[label_words(label, language) for label in points.labels],
        series=[Series(one.title, one.kind, one.values) for one in points.series],
    )


def label_words(label: str, language: str) -> str:
    """A label as people read it: days are written out."""
    day = parse_date(label) if _DAY.fullmatch(label) else None
    return label if day is None else shown_day(day, language)

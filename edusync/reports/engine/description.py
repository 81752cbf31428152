"""What the API and the pages tell about a report."""

from collections.abc import Collection, Sequence
from typing import Any

from edusync.reports.engine.declarations import Column, Filter, Report
from edusync.reports.engine.words import Words, words_of

CourseChoice = tuple[int, str]


def described(
    report: Report, language: str, courses: Sequence[CourseChoice], known: Collection[str]
) -> dict[str, Any]:
    """The declaration with its words. `courses` are the choices of filters by course, `known` reports lead on."""
    words = words_of(report.slug, language)
    return {
        "slug": report.slug,
        "group": report.group,
        "title": words.title,
        "summary": words.summary,
        "chart_kinds": [chart.kind for chart in report.charts],
        "columns": [_column(report, column, words) for column in report.columns],
        "filters": [_filter(each, words, courses) for each in report.filters],
        "charts": [
            {"kind": chart.kind, "title": words.chart(place), "needs": chart.needs}
            for place, chart in enumerate(report.charts)
        ],
        "drills": [
            {"column": drill.column, "report": drill.report, "filters": dict(drill.filters)}
            for drill in report.drills
            if drill.report in known
        ],
        "order": report.order,
        "sort_needs": report.sort_needs,
    }


def _column(report: Report, column: Column, words: Words) -> dict[str, Any]:
    # A code that nobody filters by has words all the same.
    values = words.choices(column.name) if column.kind == "choice" else []
    values += [value for each in report.filters if each.column == column.name for value in each.choices]
    return {
        "name": column.name,
        "kind": column.kind,
        "title": words.column(column.name),
        "is_shown": column.is_shown,
        "is_sortable": column.is_sortable,
        "places": column.places,
        "choices": {value: words.choice(column.name, value) for value in values},
    }


def _filter(each: Filter, words: Words, courses: Sequence[CourseChoice]) -> dict[str, Any]:
    choices = [(value, words.choice(each.column, value)) for value in each.choices]
    if each.kind == "course":
        choices = [(str(course_id), title) for course_id, title in courses]
    return {
        "name": each.name,
        "kind": each.kind,
        "title": words.filter(each.name),
        "choices": [{"value": value, "title": title} for value, title in choices],
    }

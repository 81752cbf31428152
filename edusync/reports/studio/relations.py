"""What a statement may read: the views of the built-in reports, by the names of those reports."""

import dataclasses
import functools
from collections.abc import Mapping
from typing import Any

from edusync.kernel.policy import Actor
from edusync.reports.access import row_scope
from edusync.reports.engine import catalog
from edusync.reports.engine.declarations import Column, Report
from edusync.reports.engine.statements import RowScope
from edusync.reports.engine.words import Words, words_of

# A view that only a chart stands on is a relation as well.
CHART_VIEW = "report_"


@dataclasses.dataclass(frozen=True)
class Relation:
    """A view under its public name. `report` says who sees which of its rows and how its columns are called."""

    name: str
    view: str
    report: Report
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column | None:
        """The column of that name."""
        return next((column for column in self.columns if column.name == name), None)

    def words(self, language: str) -> Words:
        """Words of the report."""
        return words_of(self.report.slug, language)

    def choices(self, name: str, language: str) -> dict[str, str]:
        """Words for the values of a column, in order."""
        words = self.words(language)
        values = [value for each in self.report.filters if each.column == name for value in each.choices]
        return {value: words.choice(name, value) for value in values}


@functools.cache
def relations() -> Mapping[str, Relation]:
    """All relations by name."""
    found = {}
    for report in catalog.reports().values():
        found[report.slug] = Relation(report.slug, report.view, report, report.columns)
        for chart in report.charts:
            name = chart.view.removeprefix(CHART_VIEW)
            if chart.view and name not in found:
                used = [report.column(each) for each in (chart.label, *chart.values)]
                found[name] = Relation(name, chart.view, report, tuple(used))
    return dict(sorted(found.items()))


def scopes_for(actor: Actor) -> dict[str, RowScope | None]:
    """The rows that the actor sees of each kind of report: whole organization, or by course."""
    samples = {relation.report.scope: relation.report for relation in relations().values()}
    return {kind: row_scope(report, actor) for kind, report in samples.items()}


def relations_for(actor: Actor) -> dict[str, RowScope]:
    """The relations of which the actor sees rows, by name, with those rows."""
    scopes = scopes_for(actor)
    found = {name: scopes[relation.report.scope] for name, relation in relations().items()}
    return {name: scope for name, scope in found.items() if scope is not None}


def described_relation(relation: Relation, language: str) -> dict[str, Any]:
    """Name, title and columns with titles and kinds, for who writes a statement."""
    words = relation.words(language)
    is_whole = relation.name == relation.report.slug
    return {
        "name": relation.name,
        "title": words.title if is_whole else words.chart(0),
        "summary": words.summary if is_whole else "",
        "columns": [
            {
                "name": column.name,
                "kind": column.kind,
                "title": words.column(column.name),
                "choices": relation.choices(column.name, language),
            }
            for column in relation.columns
        ],
    }

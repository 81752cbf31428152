"""How the engine would read a report: the statement that its page really runs, explained."""

import dataclasses
from typing import Any

from django.db import connection

from edusync.kernel.policy import Actor
from edusync.reports import queries as reports


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """A statement, and the rows of EXPLAIN as the engine gives them."""

    statement: str
    columns: list[str]
    steps: list[list[str]]


def plan_of(slug: str, actor: Actor) -> Plan:
    """The plan of the report's first page for this person. Raises NotFound."""
    report = reports.report_for(slug, actor)
    seen: list[tuple[str, Any]] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        reports.page_of_rows(report, actor, {})
    statement, values = next((sql, params) for sql, params in seen if report.view in sql)
    return explained(statement, values)


def explained(statement: str, values: Any) -> Plan:
    """EXPLAIN of a statement that we wrote ourselves."""
    prefix = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{prefix} {statement}", values)
        columns = [column[0] for column in cursor.description]
        steps = [["" if value is None else str(value) for value in row] for row in cursor.fetchall()]
    return Plan(statement, columns, steps)

"""SQL in the making: our own text, values that will be bound, and rows that are known only when the reader is."""
# ruff: noqa: S608 - only declared names and placeholders are put in

import dataclasses
import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any

from edusync.reports.engine.statements import RowScope, Statement, joined
from edusync.reports.studio.relations import Relation, relations


@dataclasses.dataclass(frozen=True, slots=True)
class Bind:
    """A value that was typed; it never becomes part of the text."""

    value: str | int | float


@dataclasses.dataclass(frozen=True, slots=True)
class Day:
    """So many days before the day on which the statement runs."""

    ago: int


@dataclasses.dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a relation that the reader may see."""

    relation: str


Sql = tuple[str | Bind | Day | Rows, ...]
_PLACE = re.compile(r"\{(\d)\}")


def sql(*parts: str | Bind | Day | Rows | Sql) -> Sql:
    """The parts one behind another."""
    found: list[str | Bind | Day | Rows] = []
    for part in parts:
        found += part if isinstance(part, tuple) else (part,)
    return tuple(found)


def listed(parts: Iterable[Sql], between: str = ", ") -> Sql:
    """The parts with something between them."""
    found: Sql = ()
    for place, part in enumerate(parts):
        found = sql(found, between, part) if place else part
    return found


def filled(template: str, parts: Iterable[Sql]) -> Sql:
    """Our own text, in which `{0}`, `{1}` … are replaced by the parts."""
    values = list(parts)
    found: Sql = ()
    for place, text in enumerate(_PLACE.split(template)):
        found = sql(found, values[int(text)] if place % 2 else text)
    return found


def bound(pieces: Sql, scopes: Mapping[str, RowScope], today: datetime.date) -> Statement:
    """The statement for one reader. Every relation is replaced by the rows of the scope that is theirs."""
    texts: list[str] = []
    parameters: list[Any] = []
    for piece in pieces:
        if isinstance(piece, str):
            texts.append(piece)
        elif isinstance(piece, Rows):
            text, values = rows_of(relations()[piece.relation], scopes[piece.relation])
            texts.append(text)
            parameters += values
        else:
            texts.append("%s")
            parameters.append(piece.value if isinstance(piece, Bind) else day_before(today, piece.ago))
    return Statement("".join(texts), tuple(parameters))


def rows_of(relation: Relation, scope: RowScope) -> tuple[str, tuple[Any, ...]]:
    """The declared columns of the rows in the scope, as a sub-select."""
    where, parameters = joined(scope.conditions)
    columns = ", ".join(column.name for column in relation.columns)
    return f"(SELECT {columns} FROM {relation.view} WHERE {where})", parameters


def day_before(today: datetime.date, days: int) -> str:
    """That day in ISO 8601, as every engine compares days."""
    return (today - datetime.timedelta(days=days)).isoformat()

"""What a piece of a statement gives: its SQL, the kind of its values, and what it is made of."""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Literal

from edusync.reports.engine.declarations import ColumnKind
from edusync.reports.studio.pieces import Sql
from edusync.reports.studio.refusals import Place

Kind = ColumnKind | Literal["empty"]
NUMBERS = frozenset({"integer", "decimal", "percent", "duration", "empty"})
DAYS = frozenset({"date", "datetime"})
TEXTS = frozenset({"text", "person", "course", "choice", "empty"})


@dataclasses.dataclass(frozen=True, slots=True)
class Origin:
    """The column of a relation that passes through unchanged."""

    relation: str
    column: str


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """A column that can be named: its SQL, what it holds, and its title where the statement gives it one."""

    sql: str
    kind: Kind
    places: int = 1
    origin: Origin | None = None
    title: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Expression:
    """A value in the making. `role`: a column, a function over many rows, a whole number that was typed, or neither."""

    sql: Sql
    kind: Kind
    place: Place
    places: int = 2
    role: Literal["", "column", "aggregate", "integer"] = ""
    origin: Origin | None = None
    title: str = ""
    children: tuple["Expression", ...] = ()

    @property
    def is_over_rows(self) -> bool:
        """Whether a function over many rows is in it."""
        return next(self.aggregates(), None) is not None

    def aggregates(self) -> Iterator["Expression"]:
        """The functions over many rows in it."""
        if self.role == "aggregate":
            yield self
        for child in self.children:
            yield from child.aggregates()

    def loose(self, keys: Sequence[Sql]) -> "Expression | None":
        """A column in it that has no one value in a group of those keys; None where there is none."""
        if self.sql in keys or self.role == "aggregate":
            return None
        if self.role == "column":
            return self
        return next((found for child in self.children if (found := child.loose(keys))), None)


@dataclasses.dataclass(frozen=True, slots=True)
class Output:
    """A column of a result. Without a title it is called as the column it comes from."""

    name: str
    kind: ColumnKind
    places: int = 1
    title: str = ""
    origin: Origin | None = None

"""The rules: each looks at one operation, with the tables as they were before it.

Expand, migrate, contract: a release adds, the next one moves the data, a later one takes away. Between two of them the
code before and the code after run on one schema, and no statement may hold a large table for long.
"""

import dataclasses
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

if TYPE_CHECKING:
    Field = models.Field[Any, Any]
else:
    Field = models.Field

# What changes rows rather than tables; each has a way back of its own.
DATA_OPERATIONS = (migrations.RunPython, migrations.RunSQL)
DESTRUCTIVE = re.compile(
    r"\b(DROP\s+(TABLE|COLUMN|DATABASE)|TRUNCATE|RENAME\s+(TABLE|COLUMN|TO))\b", re.IGNORECASE
)
LOCKING = re.compile(
    r"\b(LOCK\s+TABLES|ALGORITHM\s*=\s*COPY|CONVERT\s+TO\s+CHARACTER\s+SET|OPTIMIZE\s+TABLE)\b", re.I
)


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One operation of a migration. `state` is the project before it; `made_here` the models the migration creates."""

    app: str
    operation: Operation
    state: ProjectState
    made_here: frozenset[str]
    is_mixed: bool

    @property
    def model_name(self) -> str:
        """Lower-case name of the model the operation is about; empty where it is about none."""
        name = getattr(self.operation, "model_name", "") or getattr(self.operation, "name", "")
        return str(name).lower()

    @property
    def is_on_new_table(self) -> bool:
        """Whether the table is made by the same migration: nobody uses it and no row is in it."""
        return self.model_name in self.made_here

    def field_before(self) -> Field | None:
        """The field as it stands before the operation."""
        known = self.state.models.get((self.app, self.model_name))
        field = getattr(self.operation, "name", "")
        return known.fields.get(field) if known else None


Rule = Callable[[Step], Iterator[str]]


def removes_column(step: Step) -> Iterator[str]:
    """A column goes away: the release before still names it in every SELECT."""
    if isinstance(step.operation, migrations.RemoveField) and not step.is_on_new_table:
        yield f"takes {step.model_name}.{step.operation.name} away; first a release that does not use it"


def removes_table(step: Step) -> Iterator[str]:
    """A table goes away."""
    if isinstance(step.operation, migrations.DeleteModel):
        yield f"takes the table of {step.model_name} away; first a release that does not use it"


def renames_column(step: Step) -> Iterator[str]:
    """A rename is a removal and an addition at one moment."""
    if isinstance(step.operation, migrations.RenameField):
        yield f"renames {step.model_name}.{step.operation.old_name}; add the new column, copy, remove the old one later"


def renames_table(step: Step) -> Iterator[str]:
    """A table gets another name."""
    if isinstance(step.operation, migrations.RenameModel):
        yield f"renames the table of {step.operation.old_name_lower}"
    elif isinstance(step.operation, migrations.AlterModelTable) and not step.is_on_new_table:
        yield f"renames the table of {step.model_name}"


def column_without_default(step: Step) -> Iterator[str]:
    """A NOT NULL column that the release before does not fill: its INSERT fails unless the database has a default."""
    operation = step.operation
    if not isinstance(operation, migrations.AddField) or step.is_on_new_table:
        return
    field = operation.field
    if (
        isinstance(field, models.ManyToManyField | models.GeneratedField)
        or field.null
        or field.has_db_default()
    ):
        return
    yield f"adds {step.model_name}.{operation.name} NOT NULL without db_default; rows of the release before lack it"


def narrows_column(step: Step) -> Iterator[str]:
    """A column takes less than before: what the release before writes may be refused."""
    operation, before = step.operation, step.field_before()
    if not isinstance(operation, migrations.AlterField) or before is None or step.is_on_new_table:
        return
    where = f"{step.model_name}.{operation.name}"
    if before.null and not operation.field.null:
        yield f"{where} takes no NULL any more"
    old, new = before.max_length, operation.field.max_length
    if old and new and new < old:
        yield f"{where} takes {new} characters instead of {old}"
    if operation.field.unique and not before.unique:
        yield f"{where} becomes unique"


def rewrites_table(step: Step) -> Iterator[str]:
    """The server copies the whole table, and nobody writes meanwhile."""
    operation, before = step.operation, step.field_before()
    if step.is_on_new_table:
        return
    if (
        isinstance(operation, migrations.AlterField)
        and before is not None
        and is_other_type(before, operation.field)
    ):
        yield f"{step.model_name}.{operation.name} changes its type: the table is copied under a lock"
    if isinstance(operation, migrations.AddField) and is_stored(operation.field):
        yield f"{step.model_name}.{operation.name} is a stored generated column: the table is copied; use a virtual one"


def is_stored(field: Field) -> bool:
    """Whether the column is generated and stored."""
    return isinstance(field, models.GeneratedField) and bool(vars(field)["db_persist"])


def is_other_type(before: Field, after: Field) -> bool:
    """Whether the column's type changes; a wider VARCHAR below 256 characters is no change."""
    if isinstance(before, models.CharField) and isinstance(after, models.CharField):
        return (
            (before.max_length or 0) < 64 <= (after.max_length or 0)
        )  # The length byte of utf8mb4 grows to two.
    return before.get_internal_type() != after.get_internal_type()


def checks_existing_rows(step: Step) -> Iterator[str]:
    """A constraint on a table with rows: the release before may break it, and the server reads all rows under a lock."""
    if isinstance(step.operation, migrations.AddConstraint) and not step.is_on_new_table:
        name = step.operation.constraint.name
        yield f"binds the rows of {step.model_name} by {name}; the release before does not know it"


def has_no_way_back(step: Step) -> Iterator[str]:
    """Neither code nor SQL says how to go back."""
    if isinstance(step.operation, DATA_OPERATIONS) and not step.operation.reversible:
        yield f"{type(step.operation).__name__} has no way back"


def mixes_data_and_schema(step: Step) -> Iterator[str]:
    """MySQL and MariaDB do not roll a table's change back: what fails in between is half done."""
    if isinstance(step.operation, DATA_OPERATIONS) and step.is_mixed:
        yield f"{type(step.operation).__name__} stands beside changes of tables; give it a migration of its own"


def destroys_by_sql(step: Step) -> Iterator[str]:
    """SQL that takes something away or locks a table."""
    if not isinstance(step.operation, migrations.RunSQL):
        return
    text = str(step.operation.sql)
    for found in (DESTRUCTIVE.search(text), LOCKING.search(text)):
        if found:
            yield f"runs {found.group(0).upper()}"


def uses_unportable_constraint(step: Step) -> Iterator[str]:
    """Unique keys with a condition or an expression: MariaDB has neither, and creating the table fails there."""
    operation = step.operation
    bound: list[Any] = []
    if isinstance(operation, migrations.AddConstraint):
        bound = [operation.constraint]
    elif isinstance(operation, migrations.CreateModel):
        bound = list(operation.options.get("constraints", ()))
    for constraint in bound:
        if isinstance(constraint, models.UniqueConstraint) and (
            constraint.condition or constraint.expressions
        ):
            yield f"{constraint.name} has a condition or an expression; put a generated column into a plain key"


# Code of a rule → the rule. The code is what an allowance names.
RULES: dict[str, Rule] = {
    "removes-column": removes_column,
    "removes-table": removes_table,
    "renames-column": renames_column,
    "renames-table": renames_table,
    "column-without-default": column_without_default,
    "narrows-column": narrows_column,
    "rewrites-table": rewrites_table,
    "checks-existing-rows": checks_existing_rows,
    "no-way-back": has_no_way_back,
    "mixes-data-and-schema": mixes_data_and_schema,
    "destroys-by-sql": destroys_by_sql,
    "unportable-constraint": uses_unportable_constraint,
}

"""The data dictionary and the keys of every table, made from the models and the registers beside them."""

import ast
import inspect
import textwrap
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.db import models

from edusync.kernel.base import PublicIdMixin, SoftDeleteMixin, TenantModel, TimestampedModel, VersionedMixin
from edusync.kernel.personal_data import declared_tables
from edusync.kernel.registry import own_apps
from edusync.kernel.schema.derived import derived_columns
from edusync.kernel.schema.partitions import partitioned_tables
from edusync.kernel.schema.references import loose_references
from edusync.operations.er_diagram import kind_of, tables_of

SHARED = {
    "id": "number of the row",
    "uuid": "public id, the same wherever the row is known outside",
    "organization_id": "organization to which the row belongs",
    "created_at": "when the row was made (UTC)",
    "updated_at": "when the row was last changed (UTC)",
    "deleted_at": "when the row was deleted; empty while it lives",
    "row_version": "number that an editor names, so that nobody overwrites a change unseen",
    "live": "1 on a living row, empty on a deleted one, so that unique keys ignore deleted rows",
    "position": "place among its siblings, the least first",
}
Table = type[models.Model]


def dictionary_text() -> Iterator[str]:
    """Introduction, then a section for each table."""
    yield (
        "Every table and column: type (the same on all engines), whether it may be empty, what it means, and the kind of "
        "personal fact it holds, if any. The app named in a heading owns the tables below it: only its services and "
        "triggers write them. Instants are UTC to the microsecond, money is whole minor units."
    )
    for app in own_apps():
        found = tables_of(app)
        if found:
            yield f"## {app.removeprefix('edusync.')}"
            for table in found:
                yield from table_text(table)


def table_text(table: Table) -> Iterator[str]:
    """Name and purpose of a table, then its columns."""
    yield f"### {table._meta.db_table}"
    yield first_paragraph(table)
    lines = ["| column | type | empty | meaning | personal |", "| --- | --- | --- | --- | --- |"]
    personal = personal_columns(table)
    for field in table._meta.local_concrete_fields:
        cells = (
            f"`{field.column}`",
            kind_of(field)
            + (f"({field.max_length})" if field.max_length and kind_of(field) == "varchar" else ""),
            "yes" if field.null else "no",
            meaning(table, field),
            personal.get(str(field.column), ""),
        )
        lines.append(f"| {' | '.join(one_line(cell) for cell in cells)} |")
    yield "\n".join(lines)


def first_paragraph(table: Table) -> str:
    """What the model says of itself; tables between two others say which."""
    text = inspect.cleandoc(table.__doc__ or "").split("\n\n", maxsplit=1)[0]
    return one_line(text) if not table._meta.auto_created else "Between the two tables that it names."


def personal_columns(table: Table) -> dict[str, str]:
    """Category by column, of a table that is declared to be about people."""
    for item in declared_tables():
        if item.label == table._meta.label:
            found = {name: str(column.category) for name, column in item.columns.items()}
            people = {name.split("__", maxsplit=1)[0] for name in (*item.ties, *item.others)}
            fields: Any = table._meta.local_concrete_fields
            for field in fields:
                if {field.name, field.column} & people:
                    found[field.column] = "names a person"
                elif field.name in found:
                    found[field.column] = found[field.name]
            return found
    return {}


def meaning(table: Table, field: Any) -> str:
    """What a column holds: what the model says of it, else what its kind, its vocabulary or its name tell."""
    said = str(field.help_text) or comments_of(table).get(field.name, "")
    parts = [said or SHARED.get(field.column, "") or in_words(field)]
    if field.remote_field is not None:
        parts.append(f"→ `{field.related_model._meta.db_table}`")
    if field.choices:
        parts.append("one of " + ", ".join(f"`{value}`" for value, _ in field.choices if value != ""))
    if isinstance(field, models.GeneratedField):
        parts.append("computed by the database")
    return "; ".join(part.rstrip(".") for part in parts if part)


def in_words(field: Any) -> str:
    """The name as words."""
    return field.column.removesuffix("_id").replace("_", " ").strip()


@cache
def comments_of(table: Table) -> dict[str, str]:
    """The comment lines that stand right above a column in the model, by the column's name."""
    found: dict[str, str] = {}
    for owner in (table, TenantModel, TimestampedModel, PublicIdMixin, SoftDeleteMixin, VersionedMixin):
        if owner is not table and not issubclass(table, owner):
            continue
        if owner._meta.auto_created:
            continue
        lines = textwrap.dedent(inspect.getsource(owner)).splitlines()
        for name, line in assignments("\n".join(lines)):
            found.setdefault(name, comment_above(lines, line))
    return found


def assignments(source: str) -> Iterator[tuple[str, int]]:
    """Name and line (from 1) of what is assigned in the body of a class."""
    for node in ast.parse(source).body[0].body:  # type: ignore[attr-defined]
        if isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name):
                yield target.id, node.lineno


def comment_above(lines: list[str], line: int) -> str:
    """The comment right above a line (from 1)."""
    above: list[str] = []
    for text in reversed(lines[: line - 1]):
        if not text.strip().startswith("# "):
            break
        above.insert(0, text.strip().removeprefix("# "))
    return " ".join(above)


def keys_text() -> Iterator[str]:
    """Introduction, then keys and dependencies of each table, derived columns and pointers without keys."""
    yield (
        "The functional dependencies of every table: each candidate key, as the database itself enforces it, determines "
        "all other columns (`key → *`). Columns in brackets are fixed for the key to hold (a flag that is 1 on rows that "
        "count and empty on others). What else determines a column stands under *derived columns*. The review of the "
        "normal forms is [here](../explanation/schema.md)."
    )
    for app in own_apps():
        found = tables_of(app)
        if found:
            yield f"## {app.removeprefix('edusync.')}"
            yield rows_text(["table", "dependencies", "divided by"], (dependencies(table) for table in found))
    yield "## Derived columns"
    yield rows_text(
        ["column", "follows from", "written by", "made anew by"],
        (
            [f"`{item.label}.{item.column}`", item.source, item.owner, item.rebuild]
            for item in derived_columns()
            if item.label.partition(".")[0] in {app.removeprefix("edusync.") for app in own_apps()}
        ),
    )
    yield "## Pointers without a foreign key"
    yield "Looked after every night and by `manage.py schema orphans`."
    yield "\n".join(f"- {reference.name}" for reference in loose_references())


def dependencies(table: Table) -> list[str]:
    """Table, its candidate keys, the column by whose month it is divided."""
    keys = [[str(field.column)] for field in table._meta.local_concrete_fields if field.unique]
    keys += [
        [column_of(table, name) for name in constraint.fields]
        for constraint in table._meta.total_unique_constraints
    ]
    keys += [[column_of(table, name) for name in names] for names in table._meta.unique_together]
    divided = {item.label: item.column for item in partitioned_tables()}
    return [
        f"`{table._meta.db_table}`",
        "<br>".join(f"{', '.join(marked(table, name) for name in key)} → *" for key in keys),
        divided.get(table._meta.label, ""),
    ]


def column_of(table: Table, name: str) -> str:
    """Name of a field's column."""
    return str(table._meta.get_field(name).column)  # type: ignore[union-attr]


def marked(table: Table, column: str) -> str:
    """A column, in brackets where it only says whether the row counts."""
    field = next(field for field in table._meta.local_concrete_fields if field.column == column)
    return f"({column})" if isinstance(field, models.GeneratedField) else column


def rows_text(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    names = list(head)
    lines = [names, ["---"] * len(names), *[[one_line(cell) for cell in row] for row in rows]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def one_line(text: str) -> str:
    """Text that keeps a table row in one line."""
    return " ".join(str(text).split()).replace("|", "\\|")

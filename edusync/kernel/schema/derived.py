"""Columns that could be computed from others and are kept all the same: each has one owner and a way to make it anew."""

import dataclasses

from django.apps import apps
from django.db import connections, models, transaction


@dataclasses.dataclass(frozen=True, slots=True)
class DerivedColumn:
    """A kept column that others determine. `owner` is the only writer, `rebuild` the command or job that mends it."""

    label: str
    column: str
    source: str
    owner: str
    rebuild: str


RECOUNT = "`manage.py schema recount`"
_columns: dict[tuple[str, str], DerivedColumn] = {}
_counters: dict[tuple[str, str], str] = {}


def declare_derived(label: str, *columns: str, source: str, owner: str, rebuild: str) -> None:
    """Say of columns that others determine them, who writes them and how they are made anew."""
    for column in columns:
        _columns[label, column] = DerivedColumn(label, column, source, owner, rebuild)


def declare_counter(label: str, column: str, *, sql: str, source: str, owner: str) -> None:
    """A number that triggers keep. `sql` counts it anew on every engine, for the row `{row}` of the table."""
    declare_derived(label, column, source=source, owner=owner, rebuild=RECOUNT)
    _counters[label, column] = sql


@transaction.atomic
def recount(using: str = "default") -> dict[str, int]:
    """Count every declared number anew and mend what is wrong; returns by column how many rows were wrong."""
    wrong = {}
    connection = connections[using]
    for (label, column), sql in sorted(_counters.items()):
        table = apps.get_model(label)._meta.db_table
        # Read first, write by ids: a trigger of the servers may not write to what the statement that fired it reads.
        with connection.cursor() as cursor:
            right = sql.replace("{row}", table)
            cursor.execute(f"SELECT id, ({right}) FROM {table} WHERE {column} <> ({right})")  # noqa: S608
            found = cursor.fetchall()
            for key, value in found:
                cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, key])  # noqa: S608
        wrong[f"{table}.{column}"] = len(found)
    return wrong


def derived_columns() -> list[DerivedColumn]:
    """Every declared column, then every column that the database computes by itself, by table and name."""
    generated = [
        DerivedColumn(
            model._meta.label,
            str(field.column),
            "columns of the same row",
            "the database",
            "computed when read",
        )
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.GeneratedField)
    ]
    return sorted([*_columns.values(), *generated], key=lambda item: (item.label, item.column))

"""Writes single columns of a row in hand by one UPDATE, whose text is made once for each set of columns."""

from functools import cache
from typing import Any

from django.db import connection, models

from edusync.kernel import clock


def write_columns(row: models.Model, *names: str) -> None:
    """Store these fields of a row that is locked, and `updated_at`.

    As `save(update_fields=...)` does, for a third of its cost: a sign of life of every learner comes each half minute.
    """
    row.updated_at = clock.now()  # type: ignore[attr-defined]
    sql, fields = _statement(type(row), names)
    values: list[Any] = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, row.pk])


@cache
def _statement(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, list[Any]]:
    fields: list[Any] = [model._meta.get_field(name) for name in (*names, "updated_at")]
    columns = ", ".join(f"{field.column} = %s" for field in fields)
    return f"UPDATE {model._meta.db_table} SET {columns} WHERE id = %s", fields  # noqa: S608 - names of columns

"""The tables of the site and the pointers between them, as the models say, and rows of the demo school by SQL."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models

from edusync.kernel.registry import own_apps

TABLES = {
    model._meta.db_table: model
    for model in apps.get_models(include_auto_created=True)
    if model._meta.managed and model._meta.app_config.name in own_apps()
}


def pointers(model: Any) -> Iterator[models.ForeignKey[Any, Any]]:
    """Foreign keys of a table that the database holds, to tables of ours."""
    for field in model._meta.local_concrete_fields:
        if (
            isinstance(field, models.ForeignKey)
            and field.db_constraint
            and parent_of(field)._meta.db_table in TABLES
        ):
            yield field


def parent_of(field: models.ForeignKey[Any, Any]) -> Any:
    """The table that a key points to."""
    return field.remote_field.model


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """What a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values) or None)
        return list(cursor.fetchall())


def number(sql: str, *values: Any) -> int:
    """The one number that a statement finds."""
    return int(rows(sql, *values)[0][0] or 0)

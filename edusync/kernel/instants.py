"""`created_at` and `updated_at` get their first value from the database where an INSERT leaves them out.

The ORM always writes them. A statement that somebody types at the server, a loader, or a trigger does not, and an audit
trail wants the instant all the same.
"""

from typing import Any

from django.db import models
from django.db.migrations.operations.base import Operation
from django.db.models.expressions import Func
from django.utils.deconstruct import deconstructible

COLUMNS = ("created_at", "updated_at")


@deconstructible(path="edusync.kernel.instants.UtcNow")
class UtcNow(Func):
    """The present instant in UTC. Django's `Now` follows the time zone of the server's session."""

    output_field = models.DateTimeField()
    arity = 0

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """To the millisecond: the engine's clock knows no more."""
        return self.as_sql(
            compiler, connection, template="STRFTIME('%%%%Y-%%%%m-%%%%d %%%%H:%%%%M:%%%%f', 'now')", **context
        )

    def as_mysql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """To the microsecond."""
        return self.as_sql(compiler, connection, template="UTC_TIMESTAMP(6)", **context)


class GiveInstants(Operation):
    """A migration's step: the columns of these models get the present instant as the database's default.

    One statement for each table, where an `AlterField` would be one for each column and would make every related model anew.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, models: list[str], columns: tuple[str, ...] = COLUMNS) -> None:
        self.models = models
        self.columns = columns

    def deconstruct(self) -> Any:
        """For the migration writer."""
        return (type(self).__name__, [], {"models": self.models})

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models of after have the default. Nothing is made anew: a default of the database relates to nothing."""
        for name in self.models:
            fields = state.models[app_label, name.lower()].fields
            for column in self.columns:
                fields[column] = with_default(fields[column], UtcNow())
                if "apps" in state.__dict__:
                    field = state.apps.get_model(app_label, name)._meta.get_field(column)
                    field.db_default = UtcNow()
                    for cached in ("_get_default", "_db_default_expression"):
                        field.__dict__.pop(cached, None)

    def database_forwards(self, app_label: str, editor: Any, from_state: Any, to_state: Any) -> None:
        """Set the defaults."""
        self._alter(app_label, editor, from_state, UtcNow())

    def database_backwards(self, app_label: str, editor: Any, from_state: Any, to_state: Any) -> None:
        """Take the defaults away."""
        self._alter(app_label, editor, to_state, models.NOT_PROVIDED)

    def _alter(self, app_label: str, editor: Any, state: Any, default: Any) -> None:
        for name in self.models:
            model = state.apps.get_model(app_label, name)
            fields = [model._meta.get_field(column) for column in self.columns]
            if editor.connection.vendor == "sqlite":
                editor._remake_table(
                    model, alter_fields=[(field, bound(field, default, model)) for field in fields]
                )
            else:
                editor.execute(statement(editor, model, fields, default))

    def describe(self) -> str:
        """For `migrate` and `sqlmigrate`."""
        return f"Instants of {len(self.models)} tables come from the database where nobody gives them"


def with_default(field: Any, default: Any) -> Any:
    """A copy of the field with another default of the database."""
    _, _, positional, named = field.deconstruct()
    named.pop("db_default", None)
    if default is not models.NOT_PROVIDED:
        named["db_default"] = default
    return type(field)(*positional, **named)


def bound(field: Any, default: Any, model: Any) -> Any:
    """The same, knowing its name and its model."""
    copy = with_default(field, default)
    copy.set_attributes_from_name(field.name)
    copy.model = model
    return copy


def statement(editor: Any, model: Any, fields: list[Any], default: Any) -> str:
    """The servers change their catalog only: no row is touched."""
    quote = editor.quote_name
    change = "DROP DEFAULT" if default is models.NOT_PROVIDED else "SET DEFAULT (UTC_TIMESTAMP(6))"
    parts = ", ".join(f"ALTER COLUMN {quote(field.column)} {change}" for field in fields)
    return f"ALTER TABLE {quote(model._meta.db_table)} {parts}"

"""Django's flush, for tables that their own triggers defend; quick where few of many tables hold rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.management import create_contenttypes
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import CommandError
from django.core.management.color import no_style
from django.core.management.commands import flush
from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError, connections
from django.db.models import Model
from django.db.models.signals import post_migrate

from edusync.kernel import sqlobjects
from edusync.kernel.models import SqlObject

# SQLite takes 500 parts in a UNION.
TABLES_AT_ONCE = 200
# What says only which code is installed: emptied, it would be made anew at once.
KEPT: tuple[type[Model], ...] = (SqlObject, ContentType, Permission)
CREATE_PERMISSIONS = "django.contrib.auth.management.create_permissions"


class Command(flush.Command):
    """Removes all rows, also of append-only tables, and leaves tables without rows alone.

    Each test without a transaction ends with it: nearly all of the tables are empty then, and what touches only the
    others takes a part of the time. What says which code is installed stays.
    """

    def handle(self, **options: Any) -> None:
        """Flush the database. Raises CommandError."""
        using, name = options["database"], connections[options["database"]].settings_dict["NAME"]
        if options["interactive"] and not self.is_confirmed(name):
            self.stdout.write("Flush cancelled.")
            return
        try:
            empty(using, reset_sequences=options.get("reset_sequences", True))
        except DatabaseError as error:
            raise CommandError(f"Database {name} couldn't be flushed: {error}") from error
        if not options.get("inhibit_post_migrate", False):
            with makers_of_what_is_kept_away():
                emit_post_migrate_signal(options["verbosity"], options["interactive"], using)

    def is_confirmed(self, name: str) -> bool:
        """Ask the person at the keyboard."""
        return input(f"This destroys ALL data in the database {name}. Type 'yes' to continue: ") == "yes"


@contextmanager
def makers_of_what_is_kept_away() -> Iterator[None]:
    """Django's receivers that would look, for every app, whether a content type or a permission is missing."""
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(dispatch_uid=CREATE_PERMISSIONS)
    try:
        yield
    finally:
        post_migrate.connect(create_contenttypes)
        post_migrate.connect(create_permissions, dispatch_uid=CREATE_PERMISSIONS)


def empty(using: str, *, reset_sequences: bool) -> None:
    """Remove all rows but those of `KEPT`; the project's triggers refuse or follow nothing meanwhile.

    TRUNCATE of MariaDB and MySQL fires no trigger: none is touched there. SQLite knows no such thing: the triggers on
    deletion of the tables concerned are taken off and made anew.
    """
    connection: Any = connections[using]
    full = tables_with_rows(connection)
    if connection.vendor == "sqlite":
        sqlobjects.drop_triggers_on_deletion(using, tables=full)
    wanted = statements(connection, full, reset_sequences=reset_sequences)
    try:
        connection.ops.execute_sql_flush(wanted)
    except DatabaseError as error:
        if not sqlobjects.is_unreadable_trigger(error):
            raise
        sqlobjects.renew_triggers(using)
        connection.ops.execute_sql_flush(wanted)
    finally:
        if connection.vendor == "sqlite":
            sqlobjects.install(using)


def tables_with_rows(connection: Any) -> list[str]:
    """Tables of models that are not empty and not kept, sorted by name."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    asked = sorted(set(names) - {model._meta.db_table for model in KEPT})
    found: list[str] = []
    with connection.cursor() as cursor:
        for start in range(0, len(asked), TABLES_AT_ONCE):
            parts = [
                f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(name)})"  # noqa: S608
                for name in asked[start : start + TABLES_AT_ONCE]
            ]
            cursor.execute(" UNION ALL ".join(parts))
            found += [sqlobjects.text(name) for (name,) in cursor.fetchall()]
    return found


def statements(connection: Any, full: list[str], *, reset_sequences: bool) -> list[str]:
    """What empties these tables. DELETE is quicker than TRUNCATE, which goes past triggers and counts ids from 1."""
    if connection.vendor == "sqlite":
        found: list[str] = connection.ops.sql_flush(no_style(), full, reset_sequences=reset_sequences)
        return found
    guarded = sqlobjects.tables_with_triggers_on_deletion(connection.vendor)
    emptied = [
        f"{'TRUNCATE' if reset_sequences or name in guarded else 'DELETE FROM'} {connection.ops.quote_name(name)}"
        for name in full
    ]
    return ["SET FOREIGN_KEY_CHECKS = 0", *emptied, "SET FOREIGN_KEY_CHECKS = 1"]

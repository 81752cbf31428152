"""What a table should look like, told by the engine itself: a twin made from the model, read, and gone again."""

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import TransactionManagementError

from edusync.kernel.schema.shapes import Part, Shape, index_part, shape_of, table_parts, unquoted

TWIN = "edusync_schema_twin"
# MySQL knows the name of a check once in a whole database.
MARK = "~"
NAMED_CHECK = re.compile(r"CONSTRAINT `([^`]+)` CHECK")


def expected_shapes(connection: BaseDatabaseWrapper, tables: list[type[models.Model]]) -> dict[str, Shape]:
    """Shape of each table by name, as its model asks for it. Raises TransactionManagementError in a transaction."""
    if connection.vendor == "sqlite":
        return sqlite_shapes(connection, tables)
    if connection.in_atomic_block:
        # An index on the twin commits what was open.
        raise TransactionManagementError("the schema cannot be compared inside a transaction")
    return {table._meta.db_table: mysql_shape(connection, table) for table in tables}


def sqlite_shapes(connection: BaseDatabaseWrapper, tables: list[type[models.Model]]) -> dict[str, Shape]:
    """All tables in a database in memory."""
    # Not `type(connection)`: what Django hands out as `connection` stands for the real one.
    kind: Any = type(connections[connection.alias])
    twin = kind({**connection.settings_dict, "NAME": ":memory:"}, alias=TWIN)
    try:
        editor = twin.SchemaEditorClass(twin, atomic=False)
        editor.deferred_sql = []
        for table in tables:
            if not table._meta.auto_created:  # they come with the tables they lie between
                editor.create_model(table)
        for statement in editor.deferred_sql:
            editor.execute(statement)
        with twin.cursor() as cursor:
            return {table._meta.db_table: sqlite_shape(cursor, table) for table in tables}
    finally:
        # Django does not close databases in memory: their owner might want them again.
        if twin.connection is not None:
            twin.connection.close()


def sqlite_shape(cursor: Any, table: type[models.Model]) -> Shape:
    """A table of SQLite with its indexes, from the catalog of the database that the cursor reads."""
    name = table._meta.db_table
    cursor.execute(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = %s AND type IN ('table', 'index')", [name]
    )
    parts: list[Part] = []
    for kind, sql in cursor.fetchall():
        if kind == "table":
            parts += table_parts(sql)
        elif sql:  # the engine's own indexes of keys have no text
            parts.append(index_part(sql))
    return shape_of(parts, declared_names(table))


def mysql_shape(connection: BaseDatabaseWrapper, table: type[models.Model]) -> Shape:
    """A temporary table of MariaDB or MySQL. Such tables have no foreign keys: those come from the model."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TEMPORARY TABLE IF EXISTS {TWIN}")
        try:
            for sql, params in twin_statements(connection, table):
                cursor.execute(sql, params)
            cursor.execute(f"SHOW CREATE TABLE {TWIN}")
            parts = [unmarked(part) for part in table_parts(cursor.fetchone()[1])]
        finally:
            cursor.execute(f"DROP TEMPORARY TABLE IF EXISTS {TWIN}")
    return shape_of([*parts, *foreign_keys(table)], declared_names(table))


def twin_statements(connection: Any, table: type[models.Model]) -> Iterator[tuple[str, Any]]:
    """Statements that make the twin: those of Django's `create_model`, under another name."""
    name = table._meta.db_table
    editor = connection.SchemaEditorClass(connection, collect_sql=False, atomic=False)
    editor.deferred_sql = []
    sql, params = editor.table_sql(table)
    head = f"CREATE TABLE {connection.ops.quote_name(name)}"
    if not sql.startswith(head):
        raise ValueError(f"unexpected statement: {sql}")
    yield marked(f"CREATE TEMPORARY TABLE {TWIN}{sql.removeprefix(head)}"), params or None
    for statement in [*editor.deferred_sql, *editor._model_indexes_sql(table)]:
        if statement is None or "FOREIGN KEY" in str(statement):
            continue
        statement.rename_table_references(name, TWIN)
        yield marked(str(statement)), None


def marked(statement: str) -> str:
    """The statement with a mark before the name of every check."""
    return NAMED_CHECK.sub(rf"CONSTRAINT `{MARK}\1` CHECK", statement)


def unmarked(part: Part) -> Part:
    """The part under its own name."""
    return dataclasses.replace(part, name=part.name.removeprefix(MARK))


def foreign_keys(table: type[models.Model]) -> Iterator[Part]:
    """Foreign keys that a model asks for."""
    for field in table._meta.local_concrete_fields:
        if field.remote_field is not None and field.db_constraint:  # type: ignore[attr-defined]
            target = field.target_field  # type: ignore[attr-defined]
            text = f"({field.column}) references {target.model._meta.db_table} ({target.column})"
            yield Part("foreign key", "", unquoted(text))


def declared_names(table: type[models.Model]) -> set[str]:
    """Names of keys, checks and indexes that the model itself gives."""
    meta = table._meta
    return {item.name for item in (*meta.constraints, *meta.indexes) if item.name}

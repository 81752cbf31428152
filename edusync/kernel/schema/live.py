"""What a database really holds: tables, their shapes, and the texts of triggers, views, procedures and events."""

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from edusync.kernel import sqlobjects
from edusync.kernel.schema.shapes import Part, Shape, shape_of, table_parts, tidy
from edusync.kernel.schema.twins import declared_names, sqlite_shape

COMMENT = re.compile(r"^\s*--[^\n]*$", re.MULTILINE)
DEFINER = re.compile(r"\bDEFINER\s*=\s*(?:`[^`]*`|'[^']*'|\w+)@(?:`[^`]*`|'[^']*'|\w+)\s*", re.IGNORECASE)
LEFTOVER = re.compile(r"^((?:json|longtext|longblob)\b.*?) DEFAULT \(_utf8mb4'[^']*'\)$")
# Where the text stands in the answer of SHOW CREATE.
COLUMN_OF_TEXT = {"trigger": 2, "procedure": 2, "event": 3, "view": 1}
VIEW_TWIN = "edusync_schema_view_twin"
MYSQL_TABLES = """
SELECT table_name FROM information_schema.tables
WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'
"""
SQLITE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite^_%' ESCAPE '^'"


def table_names(connection: BaseDatabaseWrapper) -> set[str]:
    """Tables of the database, no views."""
    with connection.cursor() as cursor:
        # No parameters: SQLite's adapter would read the per cent sign.
        cursor.execute(MYSQL_TABLES if connection.vendor == "mysql" else SQLITE_TABLES)
        return {sqlobjects.text(name) for (name,) in cursor.fetchall()}


def live_shape(connection: BaseDatabaseWrapper, table: type[models.Model]) -> Shape:
    """Shape of a table that is there."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return sqlite_shape(cursor, table)
        cursor.execute(f"SHOW CREATE TABLE {connection.ops.quote_name(table._meta.db_table)}")
        parts = table_parts(cursor.fetchone()[1])
        kept = {str(field.column) for field in table._meta.local_concrete_fields if field.has_db_default()}
        return shape_of((without_leftover(part, kept) for part in parts), declared_names(table))


def without_leftover(part: Part, kept: set[str]) -> Part:
    """MySQL keeps the default with which Django added a column of JSON or long text to rows: it cannot be taken off.

    `kept` are the columns whose models ask for a default.
    """
    if part.kind != "column" or part.name in kept:
        return part
    return dataclasses.replace(part, text=LEFTOVER.sub(r"\1", part.text))


def object_text(connection: BaseDatabaseWrapper, kind: str, name: str) -> str:
    """Text of an installed object as the catalog keeps it, in one line and without what the server adds."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = %s AND name = %s", [kind, name])
            return comparable(cursor.fetchone()[0])
        cursor.execute(f"SHOW CREATE {kind.upper()} {connection.ops.quote_name(name)}")
        return comparable(sqlobjects.text(cursor.fetchone()[COLUMN_OF_TEXT[kind]]), kind)


def wanted_text(connection: Any, file: sqlobjects.ObjectFile) -> str:
    """Text that an object should have in the catalog. Views are rewritten by the servers, so they make a twin."""
    if connection.vendor == "sqlite" or file.kind != "view":
        return comparable(file.statement, file.kind)
    statement = re.sub(rf"\b{re.escape(file.name)}\b", VIEW_TWIN, COMMENT.sub("", file.statement), count=1)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP VIEW IF EXISTS {VIEW_TWIN}")
        try:
            cursor.execute(statement)
            cursor.execute(f"SHOW CREATE VIEW {VIEW_TWIN}")
            text = sqlobjects.text(cursor.fetchone()[1])
        finally:
            cursor.execute(f"DROP VIEW IF EXISTS {VIEW_TWIN}")
    return comparable(text.replace(VIEW_TWIN, file.name), file.kind)


def comparable(text: str, kind: str = "") -> str:
    """One line without comments, definer and the quotes of names."""
    bare = tidy(DEFINER.sub("", COMMENT.sub("", text)).replace("`", ""))
    if kind == "event":
        # The server writes when the event begins, which is when it was installed.
        bare = re.sub(r" STARTS (?:'[^']*'|CURRENT_TIMESTAMP \+ INTERVAL \d+ \w+)", "", bare)
        bare = re.sub(
            r" ON COMPLETION (?:NOT )?PRESERVE(?: ENABLE)?| (?:ENABLE|DISABLE)(?= (?:COMMENT|DO) )", "", bare
        )
    return bare.removesuffix(";")


def partition_rows(connection: BaseDatabaseWrapper, table: str) -> Iterator[tuple[str, str, str]]:
    """(name, what it is divided by, upper bound) of each partition of a table, lowest first; none for a plain table."""
    if connection.vendor != "mysql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT partition_name, CONCAT(partition_method, ' ', COALESCE(partition_expression, '')),"
            " COALESCE(partition_description, '')"
            " FROM information_schema.partitions"
            " WHERE table_schema = DATABASE() AND table_name = %s AND partition_name IS NOT NULL"
            " ORDER BY partition_ordinal_position",
            [table],
        )
        for name, method, bound in cursor.fetchall():
            yield (
                sqlobjects.text(name),
                sqlobjects.text(method).replace("`", ""),
                sqlobjects.text(bound).strip("'"),
            )

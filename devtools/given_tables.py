"""Tables and rows of a MariaDB or MySQL database as statements, to make the same tables in another one of that server or a new one.

Triggers, views, procedures and events are left out: `migrate` installs them from their files wherever they are missing,
for the user who migrates.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from devtools.given_schema import new_file_at

NUMBERS = frozenset({"tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "float", "double"})
BYTES = frozenset({"binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob"})
ROWS_A_STATEMENT = 200

TABLES = """
SELECT table_name FROM information_schema.tables
WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY table_name"""
COLUMNS = """
SELECT table_name, column_name, data_type FROM information_schema.columns
WHERE table_schema = DATABASE() AND extra NOT LIKE '%GENERATED%' ORDER BY table_name, ordinal_position"""


def read_tables(cursor: Any) -> list[str]:
    """Statements that make the tables and rows of the cursor's database."""
    cursor.execute(TABLES)
    tables = [text_of(row[0]) for row in cursor.fetchall()]
    columns: dict[str, list[tuple[str, str]]] = {}
    cursor.execute(COLUMNS)
    for table, column, kind in cursor.fetchall():
        columns.setdefault(text_of(table), []).append((text_of(column), text_of(kind)))
    statements = []
    for table in tables:
        cursor.execute(f"SHOW CREATE TABLE `{table}`")
        statements.append(text_of(cursor.fetchone()[1]))
    for table in tables:
        statements.extend(read_rows(cursor, table, columns[table]))
    return statements


def read_rows(cursor: Any, table: str, columns: list[tuple[str, str]]) -> Iterable[str]:
    """INSERT statements, written by the server itself."""
    literals = ", ".join(literal_of(column, kind) for column, kind in columns)
    cursor.execute(f"SELECT CONCAT_WS(', ', {literals}) FROM `{table}`")
    rows = sorted(text_of(row[0]) for row in cursor.fetchall())
    names = ", ".join(f"`{column}`" for column, _kind in columns)
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        values = "),\n(".join(rows[start : start + ROWS_A_STATEMENT])
        yield f"INSERT INTO `{table}` ({names}) VALUES\n({values})"


def literal_of(column: str, kind: str) -> str:
    """SQL for a value as a literal of SQL: numbers as they are, all else by its bytes."""
    if kind in NUMBERS:
        return f"COALESCE(CAST(`{column}` AS CHAR), 'NULL')"
    if kind in BYTES:
        return f"COALESCE(CONCAT('X''', HEX(`{column}`), ''''), 'NULL')"
    text = f"CONVERT(CAST(`{column}` AS CHAR) USING utf8mb4)"
    return f"COALESCE(CONCAT('_utf8mb4 X''', HEX({text}), ''''), 'NULL')"


def text_of(value: Any) -> str:
    """Some names come as bytes."""
    return value.decode() if isinstance(value, bytes) else str(value)


def write_tables(cursor: Any, statements: Iterable[str]) -> None:
    """Make them in the cursor's database, which is empty."""
    cursor.execute("SELECT @@SESSION.sql_mode, @@SESSION.foreign_key_checks, @@SESSION.unique_checks")
    mode, keys, uniques = cursor.fetchone()
    # Tables come by name, not in the order of their keys; 0 is a number like others.
    cursor.execute("SET SESSION foreign_key_checks = 0, unique_checks = 0")
    cursor.execute(f"SET SESSION sql_mode = '{text_of(mode)},NO_AUTO_VALUE_ON_ZERO'")
    try:
        for statement in statements:
            cursor.execute(statement)
    finally:
        cursor.execute(f"SET SESSION foreign_key_checks = {keys}, unique_checks = {uniques}")
        cursor.execute(f"SET SESSION sql_mode = '{text_of(mode)}'")


def keep_tables(cursor: Any, place: Path) -> None:
    """Write the tables of the cursor's database to a file."""
    statements = read_tables(cursor)
    with new_file_at(place) as fresh:
        fresh.write_text(json.dumps(statements))


def take_tables(cursor: Any, place: Path) -> None:
    """Make the tables of the file in the cursor's database, which is empty; the caller commits."""
    write_tables(cursor, json.loads(place.read_text()))


def keep_default() -> None:
    """Keep the migrated database of the settings for the rest of the run, if nobody has."""
    from django.db import connection

    from devtools.given_schema import place_of

    place = place_of(server_name(connection))
    if place is not None and not place.exists():
        with connection.cursor() as cursor:
            keep_tables(cursor, place)


def server_name(connection: Any) -> str:
    """`mariadb` or `mysql`: their tables are written differently."""
    # Who makes a test database may not look into the one of the settings.
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT VERSION()")
        return "mariadb" if "MariaDB" in text_of(cursor.fetchone()[0]) else "mysql"

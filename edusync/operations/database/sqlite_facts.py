"""What SQLite tells about itself. One file, one writer: no connections to count, no replicas to follow."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection

SETTINGS = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "page_size", "busy_timeout")


def scalar(sql: str) -> Any:
    """The one value of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def rows_of(sql: str) -> list[tuple[Any, ...]]:
    """All rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def server() -> dict[str, Any]:
    """Version, file and pragmas."""
    return {
        "engine": "sqlite",
        "version": scalar("SELECT sqlite_version()"),
        "name": Path(str(connection.settings_dict["NAME"])).name,
        "started_at": None,
        "settings": [(name, str(scalar(f"PRAGMA {name}"))) for name in SETTINGS],
    }


def tables() -> Iterator[tuple[str, int, int, int]]:
    """Rows are counted; bytes are those of all pages, shared out by rows where the engine was built without dbstat."""
    quote = connection.ops.quote_name
    names = connection.introspection.table_names()
    counts = {name: int(scalar(f"SELECT COUNT(*) FROM {quote(name)}")) for name in names}  # noqa: S608 - catalog names
    sizes = page_sizes()
    for name, count in counts.items():
        data, index = sizes.get(name, (0, 0))
        yield name, count, data, index


def page_sizes() -> dict[str, tuple[int, int]]:
    """Table → bytes of its rows and of its indexes, from `dbstat`; empty where the engine was built without it."""
    if not scalar("SELECT COUNT(*) FROM pragma_module_list WHERE name = 'dbstat'"):
        return {}
    found: dict[str, tuple[int, int]] = {}
    sql = (
        "SELECT m.tbl_name, m.type, SUM(s.pgsize) FROM dbstat s JOIN sqlite_master m ON m.name = s.name"
        " WHERE s.aggregate = 1 GROUP BY m.tbl_name, m.type"
    )
    for table, kind, size in rows_of(sql):
        data, index = found.get(table, (0, 0))
        found[table] = (data + size, index) if kind == "table" else (data, index + size)
    return found


def unused_indexes() -> None:
    """SQLite does not count how often an index is read."""


def missing_indexes() -> list[tuple[str, str, tuple[str, ...]]]:
    """Foreign keys that neither an index nor the primary key begins with."""
    sql = """
    SELECT m.name, k."from" FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) k
    WHERE m.type = 'table' AND NOT EXISTS (
      SELECT 1 FROM pragma_index_list(m.name) i JOIN pragma_index_info(i.name) c
      WHERE c.seqno = 0 AND c.name = k."from")
    AND NOT EXISTS (SELECT 1 FROM pragma_table_info(m.name) t WHERE t.pk = 1 AND t.name = k."from")
    ORDER BY m.name, k."from"
    """
    return [(table, column, (column,)) for table, column in rows_of(sql)]


def connections() -> None:
    """There are none: a file."""


def long_work(least_seconds: int) -> None:
    """SQLite knows no other process's statements."""


def replicas() -> list[tuple[str, str, int | None]]:
    """SQLite follows nobody."""
    return []


def followers() -> list[tuple[str, int, str, bool]]:
    """Nobody follows SQLite."""
    return []


def log_position() -> str:
    """There is no binary log."""
    return ""

"""Tells a test's server that tables are large: its planner believes its statistics, and nobody has to fill them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection

from edusync.kernel.registry import own_apps

ROWS = 200_000
PAGES = 4_000
# Rows of settings and vocabularies: there are never thousands.
SMALL = {
    "identity_organization",
    "identity_role",
    "courses_language",
}
GROWING = {
    model._meta.db_table
    for model in apps.get_models(include_auto_created=True)
    if model._meta.managed and model._meta.app_config.name in own_apps() and model._meta.db_table not in SMALL
}
TABLES = ", ".join(f"`{name}`" for name in sorted(GROWING))
MARKS = ", ".join(["%s"] * len(GROWING))


@contextmanager
def pretend_many_rows() -> Iterator[None]:
    """For a while. SQLite is left without statistics, and then takes every table for a large one by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            forget_sqlite(cursor)
        yield
        return
    write, restore = (
        (write_mariadb, restore_mariadb) if connection.mysql_is_mariadb else (write_mysql, restore_mysql)
    )
    with connection.cursor() as cursor:
        write(cursor)
        cursor.execute(f"FLUSH TABLES {TABLES}")
        try:
            yield
        finally:
            restore(cursor)
            cursor.execute(f"FLUSH TABLES {TABLES}")


def forget_sqlite(cursor: Any) -> None:
    """Away with what another test had counted in small tables; the planner reads its statistics anew."""
    cursor.execute("SELECT COUNT(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
    if cursor.fetchone()[0]:
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.execute("ANALYZE sqlite_master")


def write_mariadb(cursor: Any) -> None:
    """Tables of statistics that stand above the engines. An index finds a hundredth of the table by its first column."""
    restore_mariadb(cursor)
    cursor.executemany(
        "INSERT INTO mysql.table_stats (db_name, table_name, cardinality) VALUES (DATABASE(), %s, %s)",
        [(name, ROWS) for name in sorted(GROWING)],
    )
    cursor.execute(
        "SELECT table_name, index_name, non_unique, seq_in_index FROM information_schema.statistics"
        " WHERE table_schema = DATABASE() ORDER BY table_name, index_name, seq_in_index"
    )
    parts = [row for row in cursor.fetchall() if row[0] in GROWING]
    lengths = {(table, index): place for table, index, _, place in parts}
    cursor.executemany(
        "INSERT INTO mysql.index_stats (db_name, table_name, index_name, prefix_arity, avg_frequency)"
        " VALUES (DATABASE(), %s, %s, %s, %s)",
        [
            (
                table,
                index,
                place,
                1 if not others and place == lengths[table, index] else 100 if place == 1 else 4,
            )
            for table, index, others, place in parts
        ],
    )


def restore_mariadb(cursor: Any) -> None:
    """Nobody else writes there."""
    for table in ("table_stats", "index_stats"):
        cursor.execute(f"DELETE FROM mysql.{table} WHERE db_name = DATABASE()")


def write_mysql(cursor: Any) -> None:
    """InnoDB's own tables of statistics."""
    restore_mysql(cursor)
    cursor.execute(
        "UPDATE mysql.innodb_table_stats SET n_rows = %s, clustered_index_size = %s"
        f" WHERE database_name = DATABASE() AND table_name IN ({MARKS})",
        [ROWS, PAGES, *sorted(GROWING)],
    )
    cursor.execute(
        "UPDATE mysql.innodb_index_stats SET stat_value = CASE stat_name"
        " WHEN 'n_diff_pfx01' THEN %s WHEN 'n_diff_pfx02' THEN %s ELSE %s END"
        f" WHERE database_name = DATABASE() AND stat_name LIKE 'n_diff%%' AND table_name IN ({MARKS})",
        [ROWS // 100, ROWS // 4, ROWS, *sorted(GROWING)],
    )


def restore_mysql(cursor: Any) -> None:
    """What is true."""
    cursor.execute(f"ANALYZE TABLE {TABLES}")
    cursor.fetchall()

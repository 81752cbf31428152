"""Settings on which the promises of the schema rest: engine, character set, collation, strictness, pragmas."""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

ENGINE = "InnoDB"
ROW_FORMAT = "Dynamic"
CHARACTER_SET = "utf8mb4"
# Unicode's own order (UCA 5.2), no difference between A and a: the newest that MariaDB and MySQL both have.
COLLATION = "utf8mb4_unicode_520_ci"
STRICT_MODES = ("STRICT_ALL_TABLES", "NO_ZERO_DATE", "NO_ZERO_IN_DATE", "ERROR_FOR_DIVISION_BY_ZERO")
ISOLATION = "READ-COMMITTED"
# 1 is on; `wal` lets readers read while somebody writes.
PRAGMAS = {"foreign_keys": "1", "recursive_triggers": "1", "journal_mode": "wal"}

Row = tuple[str, str, str, str]


def differences(connection: BaseDatabaseWrapper) -> Iterator[Row]:
    """(place, setting, wanted, found) for each setting that is not as it must be."""
    return sqlite_differences(connection) if connection.vendor == "sqlite" else mysql_differences(connection)


def sqlite_differences(connection: BaseDatabaseWrapper) -> Iterator[Row]:
    """Pragmas of the connection."""
    with connection.cursor() as cursor:
        for name, wanted in PRAGMAS.items():
            cursor.execute(f"PRAGMA {name}")
            found = str(cursor.fetchone()[0])
            if found != wanted:
                yield "", name, wanted, found


def mysql_differences(connection: BaseDatabaseWrapper) -> Iterator[Row]:
    """Modes of the session, defaults of the database, engine and format of each table."""
    with connection.cursor() as cursor:
        variable = "tx_isolation" if connection.mysql_is_mariadb else "transaction_isolation"  # type: ignore[attr-defined]
        cursor.execute(
            f"SELECT @@sql_mode, @@character_set_database, @@collation_database, @@session.{variable}"
        )
        modes, character_set, collation, isolation = cursor.fetchone()
        missing = [mode for mode in STRICT_MODES if mode not in modes.split(",")]
        if missing:
            yield "", "sql_mode", ",".join(STRICT_MODES), modes
        for name, wanted, found in (
            ("character_set_database", CHARACTER_SET, character_set),
            ("collation_database", COLLATION, collation),
            ("transaction_isolation", ISOLATION, isolation),
        ):
            if found != wanted:
                yield "", name, wanted, found
        cursor.execute("SHOW VARIABLES LIKE 'innodb_native_foreign_keys'")
        native = cursor.fetchone()
        # MySQL from 9.6 on: its own check above InnoDB lets a row in that points nowhere, where the key that it uses has a
        # further column that is NULL (seen on 9.7.4). A setting of the server's start.
        if native is not None and native[1] != "ON":
            yield "", "innodb_native_foreign_keys", "ON", str(native[1])
        cursor.execute(
            "SELECT table_name, engine, row_format, table_collation FROM information_schema.tables"
            " WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY table_name"
        )
        for table, *found_values in cursor.fetchall():
            for name, wanted, found in zip(
                ("engine", "row_format", "collation"),
                (ENGINE, ROW_FORMAT, COLLATION),
                found_values,
                strict=True,
            ):
                if found != wanted:
                    yield table, name, wanted, str(found)

"""What MariaDB and MySQL tell about themselves. Statements come without their values where the server can do that."""

import datetime as dt
from typing import Any

from django.db import connection

SETTINGS = (
    "innodb_buffer_pool_size",
    "innodb_flush_log_at_trx_commit",
    "sync_binlog",
    "max_connections",
    "sql_mode",
    "character_set_server",
    "collation_server",
    "transaction_isolation",
    "tx_isolation",
    "require_secure_transport",
    "performance_schema",
)
LONGEST_TEXT = 300


def rows_of(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """All rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return list(cursor.fetchall())


def named_rows(sql: str) -> list[dict[str, Any]]:
    """Rows with the names of their columns, for statements whose columns differ between versions."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def is_mariadb() -> bool:
    """Whether the server is MariaDB."""
    return bool(getattr(connection, "mysql_is_mariadb", False))


def status(*names: str) -> dict[str, str]:
    """Status variables by name."""
    marks = ", ".join(["%s"] * len(names))
    return dict(rows_of(f"SHOW GLOBAL STATUS WHERE Variable_name IN ({marks})", *names))


def server() -> dict[str, Any]:
    """Version, database, uptime and variables."""
    marks = ", ".join(["%s"] * len(SETTINGS))
    known = dict(rows_of(f"SHOW GLOBAL VARIABLES WHERE Variable_name IN ({marks})", *SETTINGS))
    seconds = int(status("Uptime")["Uptime"])
    return {
        "engine": "mariadb" if is_mariadb() else "mysql",
        "version": rows_of("SELECT VERSION()")[0][0],
        "name": str(connection.settings_dict["NAME"]),
        "started_at": dt.datetime.now(dt.UTC).replace(microsecond=0) - dt.timedelta(seconds=seconds),
        "settings": [(name, known[name]) for name in SETTINGS if name in known],
    }


def tables() -> list[tuple[str, int, int, int]]:
    """Estimates of the server."""
    return [
        (name, int(rows or 0), int(data or 0), int(index or 0))
        for name, rows, data, index in rows_of(
            "SELECT table_name, table_rows, data_length, index_length FROM information_schema.tables"
            " WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'"
        )
    ]


def unused_indexes() -> list[tuple[str, str, tuple[str, ...]]] | None:
    """From the performance schema; None where it is off. Unique keys guard, so they are never unused."""
    if rows_of("SELECT @@performance_schema")[0][0] != 1:
        return None
    found = rows_of(
        "SELECT u.object_name, u.index_name, GROUP_CONCAT(s.column_name ORDER BY s.seq_in_index)"
        " FROM performance_schema.table_io_waits_summary_by_index_usage u"
        " JOIN information_schema.statistics s ON s.table_schema = u.object_schema"
        " AND s.table_name = u.object_name AND s.index_name = u.index_name"
        " WHERE u.object_schema = DATABASE() AND u.index_name IS NOT NULL AND u.count_read = 0 AND s.non_unique = 1"
        " GROUP BY u.object_name, u.index_name ORDER BY u.object_name, u.index_name"
    )
    return [(table, name, tuple(columns.split(","))) for table, name, columns in found]


def missing_indexes() -> list[tuple[str, str, tuple[str, ...]]]:
    """Foreign keys that no index begins with. The server makes one with each key; it can be dropped by hand."""
    found = rows_of(
        "SELECT k.table_name, k.constraint_name, k.column_name FROM information_schema.key_column_usage k"
        " WHERE k.table_schema = DATABASE() AND k.referenced_table_name IS NOT NULL AND NOT EXISTS ("
        " SELECT 1 FROM information_schema.statistics s WHERE s.table_schema = k.table_schema"
        " AND s.table_name = k.table_name AND s.column_name = k.column_name AND s.seq_in_index = 1)"
        " ORDER BY k.table_name, k.column_name"
    )
    return [(table, name, (column,)) for table, name, column in found]


def connections() -> tuple[int, int, int]:
    """Open now, allowed, most since the start."""
    known = status("Threads_connected", "Max_used_connections")
    allowed = int(rows_of("SELECT @@max_connections")[0][0])
    return int(known["Threads_connected"]), allowed, int(known["Max_used_connections"])


def long_work(least_seconds: int) -> list[tuple[int, int, str, str, int | None]]:
    """Transactions open for so long, with what they run and whom they wait for."""
    waits = lock_waits()
    found = rows_of(
        "SELECT trx_mysql_thread_id, TIMESTAMPDIFF(SECOND, trx_started, NOW()), trx_state, COALESCE(trx_query, '')"
        " FROM information_schema.innodb_trx WHERE TIMESTAMPDIFF(SECOND, trx_started, NOW()) >= %s"
        " AND trx_mysql_thread_id <> CONNECTION_ID() ORDER BY trx_started LIMIT 50",
        least_seconds,
    )
    return [
        (thread, int(seconds), state, without_values(text), waits.get(thread))
        for thread, seconds, state, text in found
    ]


def lock_waits() -> dict[int, int]:
    """Number of a waiting connection → number of the one that holds the lock."""
    if is_mariadb():
        sql = (
            "SELECT r.trx_mysql_thread_id, b.trx_mysql_thread_id FROM information_schema.innodb_lock_waits w"
            " JOIN information_schema.innodb_trx r ON r.trx_id = w.requesting_trx_id"
            " JOIN information_schema.innodb_trx b ON b.trx_id = w.blocking_trx_id"
        )
    else:
        sql = (
            "SELECT r.trx_mysql_thread_id, b.trx_mysql_thread_id FROM performance_schema.data_lock_waits w"
            " JOIN information_schema.innodb_trx r ON r.trx_id = w.requesting_engine_transaction_id"
            " JOIN information_schema.innodb_trx b ON b.trx_id = w.blocking_engine_transaction_id"
        )
    return {int(waiting): int(blocking) for waiting, blocking in rows_of(sql)}


def without_values(text: str) -> str:
    """The beginning of a statement, without what stands in quotes: it may be about people."""
    shown: list[str] = []
    quote = ""
    for character in text[:2000]:
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
            shown.append("?")
        else:
            shown.append(character)
    return "".join(shown)[:LONGEST_TEXT]


def replicas() -> list[tuple[str, str, int | None]]:
    """Channels on which this server follows another."""
    found = named_rows("SHOW ALL SLAVES STATUS" if is_mariadb() else "SHOW REPLICA STATUS")
    return [
        (
            str(row.get("Source_Host") or row.get("Master_Host") or ""),
            str(row.get("Replica_SQL_Running_State") or row.get("Slave_SQL_Running_State") or ""),
            first_number(row, "Seconds_Behind_Source", "Seconds_Behind_Master"),
        )
        for row in found
    ]


def followers() -> list[tuple[str, int, str, bool]]:
    """Servers that read our binary log now: host, seconds, state, whether all is sent. Needs PROCESS.

    The list of processes is short of other users' without that right, and says nothing of it: what is refused without
    the right is asked first. How far a follower has applied what it was sent stands nowhere on this side.
    """
    rows_of("SELECT 1 FROM information_schema.innodb_trx LIMIT 1")
    return [
        (
            str(row["Host"] or "").rpartition(":")[0] or str(row["Host"] or ""),
            int(row["Time"] or 0),
            str(row["State"] or ""),
            "has sent all binlog" in str(row["State"] or "").lower(),
        )
        for row in named_rows("SHOW PROCESSLIST")
        if str(row["Command"]).startswith("Binlog Dump")
    ]


def log_position() -> str:
    """Global transaction ids up to which this server has written its binary log; empty where it keeps none."""
    if not rows_of("SELECT @@log_bin")[0][0]:
        return ""
    variable = "gtid_binlog_pos" if is_mariadb() else "gtid_executed"
    return str(rows_of(f"SELECT @@GLOBAL.{variable}")[0][0] or "").replace("\n", "")


def first_number(row: dict[str, Any], *names: str) -> int | None:
    """The first of these columns that has a value."""
    return next((int(row[name]) for name in names if row.get(name) is not None), None)

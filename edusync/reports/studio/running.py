"""Runs a compiled statement: for reading only, as the database's report user where there is one, within seconds."""

import contextlib
import time
from collections.abc import Iterator
from typing import Any

import structlog
from django.db import DatabaseError, connections

from edusync.reports.engine.statements import Statement
from edusync.reports.problems import ReportStatementFailed, ReportStatementTooSlow

logger = structlog.get_logger(__name__)
SECONDS = 5.0
# Made by the settings where EDUSYNC_REPORT_DATABASE_URL names the report user of `manage.py dbusers`.
REPORT_ALIAS = "report"
# SQLite asks after so many of its steps whether to go on.
_STEPS = 10_000
# MySQL's and MariaDB's numbers for a statement that was stopped, and words of SQLite.
_STOPPED = frozenset({3024, 1969, 1317})
_INTERRUPTED = "interrupted"


def alias() -> str:
    """Which connection statements run on."""
    return REPORT_ALIAS if REPORT_ALIAS in connections.databases else "default"


def engine() -> str:
    """Whose SQL is spoken: sqlite or mysql."""
    return "sqlite" if connections[alias()].vendor == "sqlite" else "mysql"


def run(statement: Statement, *, seconds: float = SECONDS) -> list[tuple[Any, ...]]:
    """All rows. Raises ReportStatementTooSlow, ReportStatementFailed."""
    connection = connections[alias()]
    connection.ensure_connection()
    limit = _sqlite_limits if connection.vendor == "sqlite" else _server_limits
    try:
        with limit(connection, seconds), connection.cursor() as cursor:
            cursor.execute(timed(statement.sql, connection, seconds), statement.parameters)
            return list(cursor.fetchall())
    except DatabaseError as error:
        if was_stopped(error):
            raise ReportStatementTooSlow(seconds=seconds) from error
        logger.warning("report_statement_failed", reason=str(error))
        raise ReportStatementFailed from error


def timed(text: str, connection: Any, seconds: float) -> str:
    """The SELECT with the server's own limit of time."""
    if connection.vendor == "sqlite":
        return text
    if connection.mysql_is_mariadb:
        return f"SET STATEMENT max_statement_time={seconds} FOR {text}"
    return text.replace("SELECT ", f"SELECT /*+ MAX_EXECUTION_TIME({max(round(seconds * 1000), 1)}) */ ", 1)


def was_stopped(error: DatabaseError) -> bool:
    """Whether the limit of time ended it."""
    number = error.args[0] if error.args else None
    return number in _STOPPED or _INTERRUPTED in str(error)


@contextlib.contextmanager
def _sqlite_limits(connection: Any, seconds: float) -> Iterator[None]:
    deadline = time.monotonic() + seconds
    raw = connection.connection
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    raw.set_progress_handler(lambda: time.monotonic() >= deadline, _STEPS)
    try:
        yield
    finally:
        raw.set_progress_handler(None, 0)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = OFF")


@contextlib.contextmanager
def _server_limits(connection: Any, _seconds: float) -> Iterator[None]:
    # Inside a transaction its kind is settled; the user and the language keep it from writing all the same.
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("START TRANSACTION READ ONLY")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("COMMIT")

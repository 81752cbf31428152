"""Statements that took long, kept in a file of the data folder: works on every engine, costs nothing while all is quick.

Statements come as Django wrote them, with marks for the values; what stands in quotes all the same is taken out.
"""

import dataclasses
import datetime as dt
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db.backends.signals import connection_created

from edusync.kernel import clock
from edusync.operations.database.server_facts import without_values

SLOW_SECONDS = 0.25
MOST_BYTES = 1_000_000
FILE = "slow-statements.jsonl"

logger = structlog.get_logger(__name__)


@dataclasses.dataclass(slots=True)
class SlowStatement:
    """All times one statement was slow, in milliseconds."""

    statement: str
    count: int = 0
    total_ms: int = 0
    longest_ms: int = 0
    last_at: dt.datetime | None = None

    def add(self, took_ms: int, at: dt.datetime) -> None:
        """One more."""
        self.count += 1
        self.total_ms += took_ms
        self.longest_ms = max(self.longest_ms, took_ms)
        self.last_at = max(self.last_at or at, at)


def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Run the statement, and note it if it was slow. Django's signature of a wrapper."""
    begun = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        took = time.perf_counter() - begun
        if took >= SLOW_SECONDS:
            note(sql, took)


def note(sql: str, seconds: float) -> None:
    """A line in the file. What goes wrong with the file must not spoil the statement."""
    line = json.dumps(
        {
            "sql": without_values(" ".join(sql.split())),
            "ms": round(seconds * 1000),
            "at": clock.now().isoformat(),
        }
    )
    path = Path(settings.DATA_DIR) / FILE
    try:
        if path.exists() and path.stat().st_size > MOST_BYTES:
            path.replace(path.with_suffix(".old"))
        # One write of a short line to a file opened for appending: lines of several processes do not mix.
        with path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    except OSError as error:
        logger.warning("slow_statement_not_noted", error=str(error))


def slow_statements(limit: int = 50) -> list[SlowStatement]:
    """Statements by the time they took altogether, as far as the files of this machine remember."""
    found: dict[str, SlowStatement] = {}
    for sql, took_ms, at in noted():
        found.setdefault(sql, SlowStatement(sql)).add(took_ms, at)
    return sorted(found.values(), key=lambda each: -each.total_ms)[:limit]


def noted() -> Iterator[tuple[str, int, dt.datetime]]:
    """What the files hold. A line that was cut off is passed over."""
    path = Path(settings.DATA_DIR) / FILE
    for file in (path.with_suffix(".old"), path):
        if not file.exists():
            continue
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                row = json.loads(line)
                yield str(row["sql"]), int(row["ms"]), dt.datetime.fromisoformat(row["at"])
            except (ValueError, KeyError, TypeError):
                continue


def attend(connection: Any, **_: Any) -> None:
    """Watch a new connection."""
    if watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(watch)


def register() -> None:
    """Watch every connection from now on."""
    connection_created.connect(attend, dispatch_uid="operations.slow_statements")

"""Where the strict limits are counted: for all processes together, atomically.

Redis if EDUSYNC_REDIS_URL names one. Else MariaDB or MySQL: a table. Else, with SQLite, a file beside the database:
the database has one writer at a time, and a search must not wait for an import.
"""

import functools
import os
import sqlite3
import threading
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import connection

from edusync.kernel import clock

# A new window begins at 1 again; the row stays.
_MYSQL_UPSERT = """
INSERT INTO kernel_rate_counter (`key`, ends_at, used) VALUES (%s, %s, 1)
ON DUPLICATE KEY UPDATE used = LAST_INSERT_ID(IF(ends_at = %s, used + 1, 1)), ends_at = %s
"""
_SQLITE_TABLE = """
CREATE TABLE IF NOT EXISTS rate_counter (key TEXT PRIMARY KEY, ends_at INTEGER NOT NULL, used INTEGER NOT NULL)
WITHOUT ROWID
"""
_SQLITE_UPSERT = """
INSERT INTO rate_counter (key, ends_at, used) VALUES (?, ?, 1)
ON CONFLICT (key) DO UPDATE SET used = CASE WHEN ends_at = excluded.ends_at THEN used + 1 ELSE 1 END,
  ends_at = excluded.ends_at
RETURNING used
"""
_REDIS_GRACE_SECONDS = 60


class Store(Protocol):
    """Counts uses of a key in a window."""

    def add(self, key: str, ends_at: int) -> int:
        """Count one use in the window that ends then (seconds since 1970); returns how many there are with it."""

    def purge(self, moment: int) -> None:
        """Forget windows that ended before."""


class TableStore:
    """Rows of MariaDB or MySQL."""

    def add(self, key: str, ends_at: int) -> int:
        """One statement: two requests never count as one."""
        with connection.cursor() as cursor:
            cursor.execute(_MYSQL_UPSERT, [key, ends_at, ends_at, ends_at])
            if cursor.rowcount == 1:
                return 1
            cursor.execute("SELECT LAST_INSERT_ID()")
            return int(cursor.fetchone()[0])

    def purge(self, moment: int) -> None:
        """Drop old rows."""
        from edusync.kernel.models import RateCounter

        RateCounter.objects.filter(ends_at__lt=moment).delete()


class FileStore:
    """A small SQLite file; what a crash loses of it nobody misses."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()

    def _connection(self) -> sqlite3.Connection:
        # A connection belongs to one thread of one process: a fork must not use its parent's.
        kept: tuple[int, sqlite3.Connection] | None = getattr(self._local, "kept", None)
        if kept is None or kept[0] != os.getpid():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            opened = sqlite3.connect(self.path, timeout=5, isolation_level=None)
            opened.execute("PRAGMA journal_mode=WAL")
            opened.execute("PRAGMA synchronous=OFF")
            opened.execute(_SQLITE_TABLE)
            kept = self._local.kept = (os.getpid(), opened)
        return kept[1]

    def add(self, key: str, ends_at: int) -> int:
        """One statement under the file's lock."""
        return int(self._connection().execute(_SQLITE_UPSERT, (key, ends_at)).fetchone()[0])

    def purge(self, moment: int) -> None:
        """Drop old rows."""
        self._connection().execute("DELETE FROM rate_counter WHERE ends_at < ?", (moment,))


class RedisStore:
    """Counters of Redis, which forgets them by itself."""

    def __init__(self, url: str) -> None:
        # An extra of the package: only who names a Redis needs the client.
        import redis

        self._client: Any = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)

    def add(self, key: str, ends_at: int) -> int:
        """INCR, and an end the first time."""
        name = f"rate:{key}:{ends_at}"
        with self._client.pipeline(transaction=True) as pipeline:
            pipeline.incr(name)
            pipeline.expireat(name, ends_at + _REDIS_GRACE_SECONDS)
            return int(pipeline.execute()[0])

    def purge(self, moment: int) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()


@functools.cache
def _store(redis_url: str, vendor: str, folder: str) -> Store:
    if redis_url:
        return RedisStore(redis_url)
    return TableStore() if vendor == "mysql" else FileStore(Path(folder) / "rate-counters.sqlite3")


def shared_store() -> Store:
    """The store that the settings choose."""
    return _store(settings.REDIS_URL, connection.vendor, str(settings.DATA_DIR))


def purge_counters() -> None:
    """Forget the windows that are over."""
    shared_store().purge(int(clock.now().timestamp()))

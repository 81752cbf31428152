"""What the database tells about itself: server, connections, tables, indexes, locks, long work, replicas, followers.

A fact that the site's user may not see, or that the engine does not have, is None; the page says so.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db import DatabaseError, connection, transaction

from edusync.operations.database import server_facts, sqlite_facts

Fact = TypeVar("Fact")


@dataclasses.dataclass(frozen=True, slots=True)
class Server:
    """The engine. `address` has no user and no password."""

    engine: str
    version: str
    name: str
    started_at: dt.datetime | None
    settings: Sequence[tuple[str, str]]


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """One table: rows (an estimate on servers) and bytes of data and indexes."""

    name: str
    rows: int
    data_bytes: int
    index_bytes: int


@dataclasses.dataclass(frozen=True, slots=True)
class Index:
    """An index that is `unused` (never read since the server started) or `missing` (a foreign key without one)."""

    table: str
    name: str
    columns: tuple[str, ...]
    finding: str


@dataclasses.dataclass(frozen=True, slots=True)
class Work:
    """A statement or transaction under way. `blocked_by` is the number of the connection that it waits for."""

    connection: int
    seconds: int
    state: str
    statement: str
    blocked_by: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Connections:
    """How many are open, may be open, and were open at most since the server started."""

    used: int
    limit: int
    most: int


@dataclasses.dataclass(frozen=True, slots=True)
class Replica:
    """A server that ours follows, or one node of a cluster. `lag_seconds` is None while ours does not follow."""

    host: str
    state: str
    lag_seconds: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class Follower:
    """A server that reads our log now. `is_sent`: it has been sent everything, which it may not have applied yet."""

    host: str
    seconds: int
    state: str
    is_sent: bool


def asked(read: Callable[[], Fact]) -> Fact | None:
    """The fact, or None where the engine refuses to tell. A refusal does not spoil the transaction around it."""
    try:
        with transaction.atomic():
            return read()
    except DatabaseError:
        return None


def engine() -> Any:
    """The module that knows the present engine."""
    return sqlite_facts if connection.vendor == "sqlite" else server_facts


def server() -> Server:
    """The engine, its version and the settings that matter."""
    return Server(**engine().server())


def tables() -> list[Table]:
    """Our tables, the largest first."""
    found = [Table(*row) for row in engine().tables()]
    return sorted(found, key=lambda table: (-(table.data_bytes + table.index_bytes), table.name))


def unused_indexes() -> list[Index] | None:
    """Indexes that nothing read since the server started; None where the engine does not count."""
    rows = asked(engine().unused_indexes)
    return None if rows is None else [Index(row[0], row[1], row[2], "unused") for row in rows]


def missing_indexes() -> list[Index]:
    """Foreign keys that no index begins with."""
    return [Index(row[0], row[1], row[2], "missing") for row in engine().missing_indexes()]


def connections() -> Connections | None:
    """Use of connections; None on SQLite."""
    row = asked(engine().connections)
    return None if row is None else Connections(*row)


def long_work(least_seconds: int) -> list[Work] | None:
    """What runs or waits for so long, the longest first; None where the engine does not tell."""
    rows = asked(lambda: engine().long_work(least_seconds))
    return None if rows is None else [Work(*row) for row in rows]


def replicas() -> list[Replica] | None:
    """Where this server follows another; an empty list where it follows none."""
    rows = asked(engine().replicas)
    return None if rows is None else [Replica(*row) for row in rows]


def followers() -> list[Follower] | None:
    """Who follows this server; an empty list where nobody does, None where the site's user may not see it."""
    rows = asked(engine().followers)
    return None if rows is None else [Follower(*row) for row in rows]


def log_position() -> str:
    """Up to where this server has written its log, to hold beside what a follower tells; empty without a log."""
    return asked(engine().log_position) or ""

"""Two servers of one kind, the second of which follows the first."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devtools.engines import START_SECONDS, Engine
from devtools.engines_encrypted import NO_LOG
from devtools.engines_mariadb import MariaDB
from devtools.engines_mysql import MySQL
from devtools.shell import Failure

USER, PASSWORD = "follower", "of servers that end with the run"


class ReplicatedMariaDB(MariaDB):
    """One of the two, by its number."""

    number = 1

    def own_settings(self) -> list[str]:
        return logged(super().own_settings(), self.number)


class ReplicatedMySQL(MySQL):
    """One of the two, by its number."""

    number = 1

    def own_settings(self) -> list[str]:
        lines = logged(super().own_settings(), self.number)
        return [*lines, "gtid_mode=ON", "enforce_gtid_consistency=ON"]


def logged(lines: list[str], number: int) -> list[str]:
    """Settings with a binary log and a relay log."""
    return [
        *(line for line in lines if line not in NO_LOG),
        f"server_id={number}",
        "log_bin=changes",
        "relay_log=relay",
    ]


def follow_statements(name: str, port: int) -> list[str]:
    """What makes a server follow the one on that port."""
    if name == "mariadb":
        return [
            f"CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT={port}, MASTER_USER='{USER}',"
            f" MASTER_PASSWORD='{PASSWORD}', MASTER_USE_GTID=slave_pos",
            "START SLAVE",
        ]
    return [
        f"CHANGE REPLICATION SOURCE TO SOURCE_HOST='127.0.0.1', SOURCE_PORT={port}, SOURCE_USER='{USER}',"
        f" SOURCE_PASSWORD='{PASSWORD}', SOURCE_AUTO_POSITION=1, GET_SOURCE_PUBLIC_KEY=1",
        "START REPLICA",
    ]


def replicated_engine(name: str, folder: Path, number: int) -> Engine:
    """One of the two, not started."""
    kinds: dict[str, type[ReplicatedMariaDB | ReplicatedMySQL]] = {
        "mariadb": ReplicatedMariaDB,
        "mysql": ReplicatedMySQL,
    }
    engine = kinds[name](folder / str(number))
    engine.number = number
    return engine


@contextmanager
def running_pair(name: str, folder: Path) -> Iterator[tuple[Engine, Engine]]:
    """The primary and its follower, once the follower has what the primary wrote before."""
    primary, follower = replicated_engine(name, folder, 1), replicated_engine(name, folder, 2)
    try:
        for engine in (primary, follower):
            engine.start()
        primary.execute(f"CREATE USER '{USER}'@'%' IDENTIFIED BY '{PASSWORD}'")
        primary.execute(f"GRANT REPLICATION SLAVE ON *.* TO '{USER}'@'%'")
        primary.execute("CREATE TABLE edusync.told (id INT PRIMARY KEY)")
        for statement in follow_statements(name, primary.port):
            follower.execute(statement)
        wait_for_table(follower)
        yield primary, follower
    finally:
        for engine in (follower, primary):
            engine.stop()


def wait_for_table(follower: Engine) -> None:
    deadline = time.monotonic() + START_SECONDS
    while follower.try_execute("SELECT * FROM edusync.told").returncode:
        if time.monotonic() > deadline:
            raise Failure(f"the second {follower.name} does not follow")
        time.sleep(0.2)

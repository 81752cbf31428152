"""What the database page of a primary tells about its followers, asked of two real servers."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from devtools.engines import Engine
from devtools.engines_replicated import running_pair
from edusync.operations.database import facts, server_facts
from edusync.operations.database.users import MONITOR_RIGHTS

PASSWORD = "of accounts that end with the run"


@pytest.fixture
def pair() -> Iterator[tuple[Engine, Engine]]:
    """A primary and its follower, of the kind that the tests run on. In a short folder, since sockets are made there."""
    folder = Path(tempfile.mkdtemp(prefix="edusync-pair-"))
    try:
        with running_pair(engine_name(), folder) as servers:
            yield servers
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def engine_name() -> str:
    return "mariadb" if connection.mysql_is_mariadb else "mysql"


def ask_server(monkeypatch: pytest.MonkeyPatch, engine: Engine, user: str = "root") -> None:
    """From now on the facts are those of that server, as that user sees them."""
    other = connection.copy()
    other.settings_dict |= {
        "NAME": "edusync",
        "USER": user,
        "PASSWORD": "" if user == "root" else PASSWORD,
        "HOST": "",
        "PORT": "",
        "OPTIONS": {**connection.settings_dict["OPTIONS"], "unix_socket": str(engine.socket)},
    }
    for module in (facts, server_facts):
        monkeypatch.setattr(module, "connection", other)


def make_user(engine: Engine, name: str, rights: str) -> None:
    engine.execute(f"CREATE USER '{name}'@'%' IDENTIFIED BY '{PASSWORD}'")
    engine.execute(f"GRANT SELECT ON edusync.* TO '{name}'@'%'")
    if rights:
        engine.execute(f"GRANT {rights} ON *.* TO '{name}'@'%'")


def wait_until(is_so: Callable[[], bool]) -> None:
    """Servers tell each other in their own time."""
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_a_primary_names_its_followers_and_where_its_log_is(request, db, monkeypatch):
    if connection.vendor == "sqlite":
        assert facts.followers() == []
        assert facts.log_position() == ""
        return
    primary, follower = request.getfixturevalue("pair")
    make_user(primary, "monitor", MONITOR_RIGHTS[engine_name()])
    make_user(primary, "stranger", "")
    for user in ("root", "monitor"):
        ask_server(monkeypatch, primary, user)
        wait_until(
            lambda: [(one.host, one.is_sent) for one in facts.followers() or []] == [("127.0.0.1", True)]
        )
        assert facts.replicas() == []
    before = facts.log_position()
    primary.execute("INSERT INTO edusync.told VALUES (1)")
    assert facts.log_position() != before != ""

    # Who may not see the processes of others is not told that there is nobody.
    ask_server(monkeypatch, primary, "stranger")
    assert facts.followers() is None

    # The follower: whom it follows and how far behind it is; nobody follows it.
    ask_server(monkeypatch, follower)
    wait_until(lambda: [(one.host, one.lag_seconds) for one in facts.replicas() or []] == [("127.0.0.1", 0)])
    assert facts.followers() == []

    # One that has stopped is not there any more.
    follower.execute("STOP SLAVE" if engine_name() == "mariadb" else "STOP REPLICA")
    primary.execute("INSERT INTO edusync.told VALUES (2)")
    ask_server(monkeypatch, primary)
    wait_until(lambda: facts.followers() == [])

"""`manage.py serve`: starts all it needs, survives the death of its parts, ends clean."""

import os
import signal
import sqlite3
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.site import Site

PATIENCE_SECONDS = 60


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A migrated site without people."""
    site = Site(data=tmp_path_factory.mktemp("serve"))
    site.migrate()
    return site


@pytest.fixture
def site(prepared: Site) -> Iterator[Site]:
    """The site, running."""
    prepared.start()
    yield prepared
    prepared.stop(kill=True)


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for what other processes do."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.1)


def children(site: Site) -> dict[int, str]:
    """Processes of the site other than the supervisor."""
    assert site.process is not None
    return {
        pid: state for pid, state in group(os.getpgid(site.process.pid)).items() if pid != site.process.pid
    }


def group(number: int) -> dict[int, str]:
    """Living processes of a process group by id."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == number and fields[0] != "Z":
            found[int(folder.name)] = fields[0]
    return found


def answers(site: Site, path: str = "/healthz") -> bool:
    try:
        with urllib.request.urlopen(f"{site.url}{path}", timeout=2) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def announce(site: Site) -> int:
    """Write an event as a trigger would; returns its id."""
    with sqlite3.connect(site.data / "edusync.sqlite3", timeout=20) as database:
        return int(
            database.execute(
                "INSERT INTO kernel_outboxevent (event_type, payload, created_at, available_at) VALUES"
                " ('nobody.listens', '{}', datetime('now'), datetime('now'))"
            ).lastrowid
            or 0
        )


def is_delivered(site: Site, event_id: int) -> bool:
    with sqlite3.connect(site.data / "edusync.sqlite3", timeout=20) as database:
        row = database.execute(
            "SELECT delivered_at FROM kernel_outboxevent WHERE id = ?", [event_id]
        ).fetchone()
    return row[0] is not None


def test_it_ends_clean_when_asked(site: Site) -> None:
    assert site.process is not None
    number = os.getpgid(site.process.pid)
    assert len(children(site)) == 3
    os.kill(site.process.pid, signal.SIGTERM)
    assert site.process.wait(timeout=PATIENCE_SECONDS) == 0
    until(lambda: not group(number), "all processes are gone")


def test_nothing_outlives_a_killed_supervisor(site: Site) -> None:
    assert site.process is not None
    number = os.getpgid(site.process.pid)
    os.kill(site.process.pid, signal.SIGKILL)
    site.process.wait(timeout=PATIENCE_SECONDS)
    until(lambda: not group(number), "all processes are gone")
    site.process = None
    site.start()
    assert answers(site)


def test_events_written_by_sql_alone_are_delivered(site: Site) -> None:
    event_id = announce(site)
    until(lambda: is_delivered(site, event_id), "the event is delivered")


def test_killed_parts_come_back(site: Site) -> None:
    before = set(children(site))
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    until(lambda: len(set(children(site)) - before) == len(before), "new processes are there")
    until(lambda: answers(site), "the site answers again")
    event_id = announce(site)
    until(lambda: is_delivered(site, event_id), "the event is delivered")


def test_the_signing_key_is_made_once_and_is_the_owners_alone(site: Site) -> None:
    path = site.data / "secret-key"
    assert path.stat().st_mode & 0o777 == 0o600
    key = path.read_text()
    site.stop()
    site.start()
    assert path.read_text() == key

"""A site is not prepared, and not served, where something else listens."""

import argparse
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from devtools import up
from devtools.engines import free_port
from devtools.paths import ROOT
from devtools.shell import Failure
from edusync.kernel.ports import PortTaken, refusal, require_free_ports

HOST = "127.0.0.1"


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens as web servers do: shared with whoever asks to share."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind((HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_named_with_what_to_do(taken: int) -> None:
    with pytest.raises(
        PortTaken, match=rf"port {taken} of 127\.0\.0\.1 is in use.* with --port \d+\."
    ) as caught:
        require_free_ports(HOST, taken)
    advised = int(str(caught.value).rpartition(" ")[2].rstrip("."))
    require_free_ports(HOST, advised)


def test_the_port_of_live_news_counts_where_there_is_a_listener(
    taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EDUSYNC_LIVE_URL", raising=False)
    if refusal(HOST, taken - 1) is not None:
        pytest.skip("the port before is taken too")
    with pytest.raises(PortTaken, match=f"port {taken} .*live news take the port after {taken - 1}"):
        require_free_ports(HOST, taken - 1)
    require_free_ports(HOST, taken - 1, has_listener=False)
    monkeypatch.setenv("EDUSYNC_LIVE_URL", "off")
    require_free_ports(HOST, taken - 1)


def test_free_ports_are_left_free() -> None:
    port = free_port()
    require_free_ports(HOST, port, has_listener=False)
    require_free_ports(HOST, port, has_listener=False)


@pytest.mark.parametrize("port", [0, -1, 65_535, 70_000])
def test_numbers_that_are_no_ports_are_refused(port: int) -> None:
    with pytest.raises(PortTaken, match="--port must be 1 to 65534"):
        require_free_ports(HOST, port, has_listener=True)


@pytest.mark.parametrize("host", ["203.0.113.7", "nowhere.invalid"])
def test_an_address_of_another_machine_is_refused(host: str) -> None:
    with pytest.raises(PortTaken, match="is no address of this machine"):
        require_free_ports(host, free_port(), has_listener=False)


def test_dev_up_asks_before_it_prepares_anything(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = []
    monkeypatch.setattr(up, "prepare_site", lambda **values: prepared.append(values))
    asked = argparse.Namespace(host=HOST, port=taken, empty=True, no_serve=False)
    with pytest.raises(Failure, match=f"port {taken} .* is in use"):
        up.main(asked)
    assert not prepared
    asked.no_serve = True
    assert up.main(asked) == 0
    assert prepared


@pytest.mark.parametrize("command", [["-m", "edusync", "up", "--empty"], ["manage.py", "serve"]])
def test_the_commands_end_at_once_and_leave_no_database(
    taken: int, tmp_path: Path, command: list[str]
) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EDUSYNC_")}
    ended = subprocess.run(
        [sys.executable, *command, f"--port={taken}"],
        cwd=ROOT,
        env={**kept, "EDUSYNC_DATA_DIR": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 1
    assert f"port {taken} of 127.0.0.1 is in use" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "serving" not in ended.stdout
    assert not list(tmp_path.rglob("*.sqlite3"))

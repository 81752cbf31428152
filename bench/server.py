"""The real server in its own processes, and what they and the database use of the machine."""

import contextlib
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from devtools.engines import free_port
from devtools.paths import ROOT
from devtools.shell import end_family

TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 60


class Server:
    """`manage.py serve` on a free port."""

    def __init__(self, *, log: Path, has_background: bool) -> None:
        self.port = free_port()
        command = [sys.executable, str(ROOT / "manage.py"), "serve", f"--port={self.port}", "--workers=2"]
        began = time.perf_counter()
        self._log = log.open("ab")
        self.process = subprocess.Popen(
            command if has_background else [*command, "--no-background"],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={**os.environ, "EDUSYNC_RATE_LIMITS": "false", "EDUSYNC_LOG_LEVEL": "ERROR"},
        )
        self._wait()
        self.start_seconds = time.perf_counter() - began

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).read()
                return
            time.sleep(0.02)
        self.stop()
        raise RuntimeError("the server did not start")

    def stop(self) -> None:
        end_family(self.process)
        self._log.close()

    @property
    def family(self) -> list[int]:
        return [self.process.pid, *descendants(self.process.pid)]


@contextlib.contextmanager
def running_server(*, log: Path, has_background: bool = False) -> Iterator[Server]:
    server = Server(log=log, has_background=has_background)
    try:
        yield server
    finally:
        server.stop()


def descendants(process_id: int) -> list[int]:
    """All processes below one."""
    found: list[int] = []
    for task in Path(f"/proc/{process_id}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, task.read_text().split()):
                found += [child, *descendants(child)]
    return found


def cpu_seconds(process_ids: list[int]) -> float:
    """CPU time of the processes and of children they have waited for, user and system."""
    ticks = 0
    for process_id in process_ids:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS


def memory_megabytes(process_ids: list[int]) -> float:
    """Memory of the processes, shared pages counted once in proportion (PSS)."""
    kilobytes = 0
    for process_id in process_ids:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{process_id}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    kilobytes += int(line.split()[1])
    return kilobytes / 1024

"""Run other programs: their output to the screen or to a log, their whole family ended at the time limit."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from devtools.paths import ROOT

# A third of the usual share where two want the same core.
LOW_PRIORITY = 5
_logged: "set[subprocess.Popen[bytes]]" = set()


class Failure(Exception):
    """Something a person has to read: printed without a traceback."""


def say(text: str) -> None:
    """Print at once, also when the output is a file."""
    print(text, flush=True)


def find_program(name: str) -> str | None:
    """Path of a program, also of those that only root has on the path."""
    path = os.environ.get("PATH", "") + os.pathsep + "/usr/sbin:/sbin:/usr/local/sbin"
    return shutil.which(name, path=path)


def is_root() -> bool:
    return os.geteuid() == 0


def run(
    command: Sequence[str | os.PathLike[str]],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
    quiet: bool = False,
) -> None:
    """Run a program in the foreground. Raises Failure with its output (when `quiet`) if it fails."""
    result = subprocess.run(
        [os.fspath(word) for word in command],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        check=False,
    )
    if result.returncode:
        shown = " ".join(os.fspath(word)[:80] for word in command[:4])
        output = result.stdout.decode(errors="replace")[-6000:] if quiet else ""
        raise Failure(f"{output}\n'{shown} ...' ended with {result.returncode}".strip())


def read(command: Sequence[str], *, cwd: Path = ROOT) -> str:
    """Standard output of a short command, or an empty string when it fails or is missing."""
    try:
        result = subprocess.run(
            command, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return result.stdout.decode(errors="replace") if result.returncode == 0 else ""


def run_logged(
    command: Sequence[str],
    *,
    log: IO[bytes],
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
    seconds: float,
    steps_back: bool = False,
) -> int:
    """Run a program with all its output in `log`; return its exit code, 124 when the time was up.

    One that `steps_back` gets the time that others leave.
    """
    log.write(f"$ {' '.join(command)}\n".encode())
    log.flush()
    try:
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        log.write(f"{error}\n".encode())
        return 127
    _logged.add(process)
    if steps_back:
        step_back(process.pid)
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        log.write(f"\nstopped: still running after {seconds:.0f} seconds\n".encode())
        return 124
    finally:
        end_family(process)
        _logged.discard(process)


def step_back(process_id: int) -> None:
    """Lower the priority of a process that leads a session of its own, and of what it will start."""
    with suppress(OSError):  # it has ended already
        os.setpriority(os.PRIO_PROCESS, process_id, LOW_PRIORITY)
    with suppress(OSError):  # Linux may share out the time among sessions first; not every kernel does
        Path(f"/proc/{process_id}/autogroup").write_text(str(LOW_PRIORITY))


def end_all_logged() -> None:
    """End what `run_logged` runs in other threads."""
    for process in list(_logged):
        end_family(process)


def end_family(process: "subprocess.Popen[bytes]") -> None:
    """End a process started in its own session, and what it left running."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except (ProcessLookupError, PermissionError):
            break
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            continue
    process.wait()


def replace_process(command: Sequence[str], *, env: Mapping[str, str] | None = None) -> None:
    """Become another program, so that signals reach it directly."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.chdir(ROOT)
    os.execvpe(command[0], list(command), {**os.environ, **(env or {})})

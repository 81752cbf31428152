"""The processes of `serve`: a supervisor that only watches, web workers, one background worker, one listener."""

import contextlib
import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

PR_SET_PDEATHSIG = 1
THREADS_PER_WORKER = 8
STOP_SECONDS = 4
RESTART_PAUSE_SECONDS = 2.0


def preload() -> None:
    """Load everything once in the supervisor: its children then share that memory instead of loading it again."""
    get_wsgi_application()
    _ = get_resolver().url_patterns
    connections.close_all()
    gc.collect()
    gc.freeze()
    os.register_at_fork(after_in_child=die_with_parent)


def die_with_parent() -> None:
    """On Linux, let this process be killed when its parent dies, so that nothing keeps the port."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def run_background() -> None:
    """Body of the background process: work until SIGTERM."""
    from edusync.operations.worker import Worker

    worker = Worker()
    signal.signal(signal.SIGTERM, lambda _number, _frame: worker.request_stop())
    # Ctrl+C reaches the whole group; the supervisor decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    worker.start()
    worker.wait()
    worker.stop(timeout_seconds=STOP_SECONDS - 1)


def run_listener(host: str, port: int) -> None:
    """Body of the listener's process: streams of live news until SIGTERM."""
    from edusync.communication.live.server import serve_streams

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve_streams(host=host, port=port)


class Companion:
    """Keeps one process beside the web workers running. Used from the supervisor's threads only."""

    def __init__(self, name: str, body: Callable[..., None], *arguments: object) -> None:
        self._context = multiprocessing.get_context("fork")
        self._stopping = threading.Event()
        self._name, self._body, self._arguments = name, body, arguments
        self._process = self._spawn()
        self._watcher = threading.Thread(target=self._watch, name=f"{name}-watcher", daemon=True)

    def _spawn(self) -> multiprocessing.process.BaseProcess:
        process = self._context.Process(target=self._body, args=self._arguments, name=self._name)
        process.start()
        return process

    def start_watching(self) -> None:
        """Restart the process whenever it ends by itself."""
        self._watcher.start()

    def _watch(self) -> None:
        while not self._stopping.is_set():
            self._process.join(timeout=1.0)
            if not self._process.is_alive() and not self._stopping.wait(RESTART_PAUSE_SECONDS):
                self._process = self._spawn()

    def stop(self) -> None:
        """End the process within the time a stopping site has."""
        self._stopping.set()
        process = self._process
        if process.is_alive():
            process.terminate()
        process.join(STOP_SECONDS)
        if process.is_alive():
            process.kill()
            process.join()


def serve_site(
    *,
    host: str,
    port: int,
    workers: int,
    has_background: bool = True,
    has_listener: bool = True,
    pid_file: Path | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT. The listener of live news takes the next port."""
    preload()
    companions = []
    if has_background:
        companions.append(Companion("background", run_background))
    if has_listener:
        companions.append(Companion("listener", run_listener, host, port + 1))
    server = Granian(
        settings.WSGI_APPLICATION.replace(".application", ":application"),
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS_PER_WORKER,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_access=False,
        log_level=LogLevels.error,
        pid_file=pid_file,
    )
    for companion in companions:
        companion.start_watching()
        server.on_shutdown(companion.stop)
    try:
        server.serve()
    finally:
        for companion in companions:
            companion.stop()

"""Private database servers for tests and benchmarks: own data folder, own port and socket, nothing of the host's."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

from devtools.shell import Failure, end_family

START_SECONDS = 300

# Durability is turned down: what a killed test server loses nobody misses.
FAST_SETTINGS = [
    "innodb_flush_log_at_trx_commit=0",
    "sync_binlog=0",
    "innodb_doublewrite=0",
    # What a machine that loses its power would lose is gone at the end of the run anyway.
    "innodb_flush_method=nosync",
    "innodb_buffer_pool_size=256M",
    "innodb_autoinc_lock_mode=2",
]
SAFE_SETTINGS = [
    "innodb_flush_log_at_trx_commit=1",
    "sync_binlog=1",
    "innodb_buffer_pool_size=1G",
]
SHARED_SETTINGS = [
    "bind_address=127.0.0.1",
    "character_set_server=utf8mb4",
    "log_bin_trust_function_creators=ON",
    "max_connections=200",
    "local_infile=OFF",
    "skip_name_resolve=ON",
]


class EngineMissing(Failure):
    """The engine is not installed and could not be."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Engine(ABC):
    """One private server. `prepare` makes the data folder, `start` runs it, `stop` ends it."""

    name: ClassVar[str]

    def __init__(self, folder: Path, *, is_durable: bool = False) -> None:
        self.folder = folder
        self.data = folder / "data"
        # A socket's path may have 107 characters at most: a deep checkout would break it.
        self.socket = Path(tempfile.gettempdir()) / f"edusync-{self.name}-{os.getpid()}-{free_port()}.sock"
        self.port = free_port()
        self.is_durable = is_durable
        self.process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def install(self) -> None:
        """Make the programs available. Raises EngineMissing."""

    @abstractmethod
    def initialize(self) -> None:
        """Create the system tables in `self.data`."""

    @abstractmethod
    def server_command(self) -> list[str]:
        """The server's command line."""

    @abstractmethod
    def client_command(self) -> list[str]:
        """The command-line client, signed in as administrator."""

    @abstractmethod
    def own_settings(self) -> list[str]:
        """Lines of the option file that only this engine needs."""

    @property
    def log_file(self) -> Path:
        return self.folder / "server.log"

    @property
    def option_file(self) -> Path:
        return self.folder / "my.cnf"

    def url(self, database: str = "edusync") -> str:
        return f"mysql://root@127.0.0.1:{self.port}/{database}?unix_socket={quote(str(self.socket))}"

    def write_options(self) -> None:
        temporary = self.folder / "tmp"
        temporary.mkdir(parents=True, exist_ok=True)
        lines = [
            f"datadir={self.data}",
            f"socket={self.socket}",
            f"port={self.port}",
            f"tmpdir={temporary}",
            f"pid_file={self.folder / 'server.pid'}",
            f"log_error={self.log_file}",
            *SHARED_SETTINGS,
            *(SAFE_SETTINGS if self.is_durable else FAST_SETTINGS),
            *self.own_settings(),
        ]
        self.option_file.write_text("[mysqld]\n" + "\n".join(lines) + "\n")

    def start(self) -> None:
        """Install, initialize if new, run, wait until it answers, create the database."""
        self.install()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.write_options()
        if not self.data.exists():
            self.initialize()
        with (self.folder / "console.log").open("ab") as console:
            self.process = subprocess.Popen(
                self.server_command(),
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.wait_until_up()
        self.execute(
            "CREATE DATABASE IF NOT EXISTS edusync CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci"
        )

    def wait_until_up(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                break
            if self.socket.exists() and self.try_execute("SELECT 1").returncode == 0:
                return
            time.sleep(0.2)
        tail = self.log_file.read_text(errors="replace")[-3000:] if self.log_file.exists() else ""
        self.stop()
        raise Failure(f"{self.name} did not start\n{tail}")

    def try_execute(self, statement: str) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            [*self.client_command(), "-e", statement],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=240,
        )

    def execute(self, statement: str) -> None:
        result = self.try_execute(statement)
        if result.returncode:
            raise Failure(f"{self.name}: {result.stderr.decode(errors='replace')}")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                end_family(self.process)
            self.process = None
        self.socket.unlink(missing_ok=True)
        self.socket.with_name(self.socket.name + ".lock").unlink(missing_ok=True)


def run_initializer(command: Sequence[str], *, engine: Engine) -> None:
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=600)
    if result.returncode:
        shutil.rmtree(engine.data, ignore_errors=True)
        tail = engine.log_file.read_text(errors="replace")[-3000:] if engine.log_file.exists() else ""
        output = (result.stdout + result.stderr).decode(errors="replace")[-3000:]
        raise Failure(f"{engine.name} could not be initialized\n{output}\n{tail}")


def engine_class(name: str) -> type[Engine]:
    from devtools.engines_mariadb import MariaDB
    from devtools.engines_mysql import MySQL

    return {"mariadb": MariaDB, "mysql": MySQL}[name]


@contextmanager
def running_engine(name: str, *, is_durable: bool = False) -> Iterator[Engine]:
    """A server in a new folder that is gone afterwards, also when the run is ended by a signal."""
    folder = Path(tempfile.mkdtemp(prefix=f"edusync-{name}-"))
    engine = engine_class(name)(folder, is_durable=is_durable)
    try:
        engine.start()
        yield engine
    finally:
        engine.stop()
        shutil.rmtree(folder, ignore_errors=True)


def end_process(process_id: int) -> bool:
    """End a server that an earlier command started; true when it is gone."""
    try:
        os.kill(process_id, signal.SIGTERM)
    except ProcessLookupError:
        return True
    for _ in range(150):
        if not Path(f"/proc/{process_id}").exists():
            return True
        time.sleep(0.2)
    return False

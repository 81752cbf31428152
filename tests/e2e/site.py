"""A real site for browser journeys: its own data folder, its own process, killed and started again at will."""

import email
import email.policy
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from devtools.given_schema import copy_sqlite, place_of, turn_at

ROOT = Path(__file__).resolve().parents[2]
# A machine with much else to do takes its time; the site is waited for, not timed.
START_SECONDS = 240


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Site:
    """The site under test. `data` holds its database, files and mails."""

    data: Path
    port: int = field(default_factory=free_port)
    # Streams of live news keep a connection open: only journeys about them want that.
    is_live: bool = False
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """Environment of the site's processes: nothing of the caller's settings leaks in."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("EDUSYNC_")}
        own = {
            "EDUSYNC_DATA_DIR": str(self.data),
            "EDUSYNC_SITE_URL": self.url,
            "EDUSYNC_LIVE_URL": "" if self.is_live else "off",
        }
        # The other sides of single sign-on run on this machine, too.
        return {**kept, **own, "EDUSYNC_OUTGOING_ALLOWED_HOSTS": "127.0.0.1"}

    def manage(self, *arguments: str) -> str:
        """Run a management command on the site's data; its output."""
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            env=self.environment(), cwd=ROOT, capture_output=True, text=True, timeout=900, check=False,
        )  # fmt: skip
        if done.returncode:
            raise AssertionError(
                f"manage.py {' '.join(arguments)} failed:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
            )
        return done.stdout

    def migrate(self) -> None:
        """A database without people, from what this run has migrated already if it has."""
        place = place_of("sqlite")
        if place is None:
            self.manage("migrate", "--verbosity", "0")
            return
        database = self.data / "edusync.sqlite3"
        with turn_at(place):
            if place.exists():
                copy_sqlite(place, database)
            else:
                self.manage("migrate", "--verbosity", "0")
                copy_sqlite(database, place)

    def start(self) -> None:
        """Start the server and wait until it is ready."""
        log = (self.data / "server.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(self.port)],
            env=self.environment(), cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        raise AssertionError("the site did not start:\n" + self.log())

    def stop(self, *, kill: bool = False) -> None:
        """Stop the server with all its processes; `kill` gives it no chance to tidy up."""
        if self.process is None:
            return
        group = os.getpgid(self.process.pid) if self.process.poll() is None else None
        if group is not None:
            os.killpg(group, signal.SIGKILL if kill else signal.SIGTERM)
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(group, signal.SIGKILL)
                self.process.wait(timeout=15)
        self.process = None

    def log(self) -> str:
        """The end of the server's log."""
        path = self.data / "server.log"
        return path.read_text(errors="replace")[-6000:] if path.exists() else ""

    def mails_to(self, address: str) -> list[email.message.EmailMessage]:
        """Mails kept for an address, oldest first."""
        found = []
        for path in sorted(
            (self.data / "mail").glob("*.eml"), key=lambda item: (item.stat().st_mtime_ns, item.name)
        ):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if address in str(message["To"]):
                found.append(message)
        return found

    def wait_for_link(self, address: str, pattern: str, seconds: float = 20) -> str:
        """The newest link in a mail to `address` that matches `pattern`, waiting for the mail to come."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for message in reversed(self.mails_to(address)):
                body = message.get_body(preferencelist=("plain",))
                links = re.findall(r"https?://\S+", body.get_content() if body else "")
                for link in links:
                    if re.search(pattern, link):
                        return link.rstrip(".,)>")
            time.sleep(0.2)
        raise AssertionError(f"no mail with a link like {pattern} came to {address}")

    def discard(self) -> None:
        """Stop and remove everything."""
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)

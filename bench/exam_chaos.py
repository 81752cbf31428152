"""An exam in a storm: `python -m bench.exam_chaos --engine mariadb`.

So many learners answer at once over HTTP while the site's processes, single workers and the database server are killed
(SIGKILL), connections break after the request was sent, and browsers start anew with what their device kept. In the end
every acknowledged answer must be in the log once, every question must have the answer that was given last, and every
attempt the points that a recount gives. Prints the counts; ends with 1 where one is wrong.
"""

import argparse
import contextlib
import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench.server import Server, descendants
from devtools.engines import Engine, running_engine
from devtools.shell import say

CSRF = "c" * 32
LOST_ACKNOWLEDGMENT = 0.03
NEW_BROWSER = 0.02
CHANGE_OF_MIND = 0.2
PATIENCE_SECONDS = 600


@dataclass
class Learner:
    """One learner's device: what was given, what waits, what has a receipt."""

    attempt: str
    cookie: str
    slots: list[tuple[int, list[int]]]
    client: str = ""
    sequence: int = 0
    kept: list[dict[str, Any]] = field(default_factory=list)
    last: dict[int, int] = field(default_factory=dict)
    receipts: dict[tuple[str, int], str] = field(default_factory=dict)
    given: int = 0
    is_submitted: bool = False


class Storm:
    """The site under test, and what strikes it."""

    def __init__(self, engine: Engine | None, log: Path, dice: random.Random) -> None:
        self.engine, self.log, self.dice = engine, log, dice
        self.server = Server(log=log, has_background=False)
        self.strikes: dict[str, int] = {"site": 0, "worker": 0, "database": 0}
        self.is_over = threading.Event()

    def rage(self) -> None:
        """Strike every few seconds until it is over."""
        while not self.is_over.wait(self.dice.uniform(3, 7)):
            kinds = ["site", "worker", "worker"] + (["database"] if self.engine else [])
            kind = self.dice.choice(kinds)
            getattr(self, f"strike_{kind}")()
            self.strikes[kind] += 1

    def strike_site(self) -> None:
        """All processes of the site at once, as by a power failure."""
        for process in [self.server.process.pid, *descendants(self.server.process.pid)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.server.stop()
        self.server = Server(log=self.log, has_background=False)

    def strike_worker(self) -> None:
        """One process that answers requests; whoever watches over it starts another."""
        workers = descendants(self.server.process.pid)
        if workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.dice.choice(workers), signal.SIGKILL)
        time.sleep(1)
        if self.server.process.poll() is not None:
            self.server.stop()
            self.server = Server(log=self.log, has_background=False)

    def strike_database(self) -> None:
        """The database server, which then recovers."""
        if self.engine and self.engine.process:
            self.engine.process.kill()
            self.engine.process.wait()
            self.engine.socket.unlink(missing_ok=True)
            self.engine.start()


def sit(learner: Learner, storm: Storm, seed: int) -> None:
    """Answer everything, some questions twice, then hand in; whatever fails is tried again."""
    dice = random.Random(seed)
    learner.client = str(uuid4())
    deadline = time.monotonic() + PATIENCE_SECONDS
    rounds = [*learner.slots, *(slot for slot in learner.slots if dice.random() < CHANGE_OF_MIND)]
    for slot, options in rounds:
        learner.sequence += 1
        learner.given += 1
        option = dice.choice(options)
        learner.last[slot] = option
        answer = {"client": learner.client, "sequence": learner.sequence, "slot_id": slot, "at": time.time()}
        learner.kept.append({**answer, "response": {"options": [option]}})
        if dice.random() < NEW_BROWSER:
            learner.client, learner.sequence = str(uuid4()), 0
        deliver(learner, storm, dice)
        time.sleep(dice.uniform(0, 0.3))
    while learner.kept and time.monotonic() < deadline:
        deliver(learner, storm, dice)
        time.sleep(0.3)
    while not learner.is_submitted and time.monotonic() < deadline:
        body = post(
            storm, learner, f"/api/v1/attempts/{learner.attempt}/submit", None, is_cut=dice.random() < 0.1
        )
        learner.is_submitted = body is not None
        time.sleep(0.3 if body is None else 0)


def deliver(learner: Learner, storm: Storm, dice: random.Random) -> None:
    """Send what the device keeps, by the page that took it; forget what has a receipt."""
    for client in sorted({answer["client"] for answer in learner.kept}):
        batch = [answer for answer in learner.kept if answer["client"] == client]
        sent = [
            {
                "sequence": answer["sequence"],
                "slot_id": answer["slot_id"],
                "response": answer["response"],
                "age_ms": max(0, round((time.time() - answer["at"]) * 1000)),
            }
            for answer in batch
        ]
        address = f"/api/v1/attempts/{learner.attempt}/answers"
        is_cut = dice.random() < LOST_ACKNOWLEDGMENT
        body = post(storm, learner, address, {"client_id": client, "answers": sent}, is_cut=is_cut)
        for receipt in (body or {}).get("receipts", []):
            if receipt["outcome"] == "saved":
                learner.receipts[client, receipt["sequence"]] = receipt["receipt"]
        learner.kept = [
            answer
            for answer in learner.kept
            if (answer["client"], answer["sequence"]) not in learner.receipts
        ]


def post(storm: Storm, learner: Learner, address: str, body: Any, *, is_cut: bool) -> dict[str, Any] | None:
    """The answer, or None when the server, the network or the browser failed before it was read."""
    connection = HTTPConnection("127.0.0.1", storm.server.port, timeout=20)
    headers = {"Cookie": learner.cookie, "X-CSRFToken": CSRF, "Content-Type": "application/json"}
    try:
        connection.request("POST", address, json.dumps(body) if body else None, headers)
        if is_cut:
            return None
        answer = connection.getresponse()
        text = answer.read()
        return json.loads(text) if answer.status == 200 else None  # type: ignore[no-any-return]
    except (OSError, HTTPException, ValueError):
        return None
    finally:
        connection.close()


def set_up(learners: int, questions: int) -> list[Learner]:
    """A course with one quiz, everybody in it with an attempt begun and a session open."""
    from bench.exam_school import open_exam

    return [Learner(**facts) for facts in open_exam(learners=learners, questions=questions, csrf=CSRF)]


@contextlib.contextmanager
def database(name: str) -> Iterator[Engine | None]:
    """A new database: a file, or a server that writes through to the disk at each commit."""
    if name == "sqlite":
        yield None
        return
    with running_engine(name, is_durable=True) as engine:
        os.environ["EDUSYNC_DATABASE_URL"] = engine.url()
        yield engine


def main() -> int:
    """Read the options, let it rage, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=["sqlite", "mariadb", "mysql"], default="sqlite")
    parser.add_argument("--learners", type=int, default=200)
    parser.add_argument("--questions", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder, database(options.engine) as engine:
        os.environ |= {
            "EDUSYNC_DATA_DIR": folder,
            "EDUSYNC_LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "edusync.config.settings",
        }
        learners = set_up(options.learners, options.questions)
        storm = Storm(engine, Path(folder) / "server.log", dice)
        began = time.monotonic()
        raging = threading.Thread(target=storm.rage)
        sitting = [
            threading.Thread(target=sit, args=(learner, storm, options.seed * 10_000 + number))
            for number, learner in enumerate(learners)
        ]
        for thread in [raging, *sitting]:
            thread.start()
        for thread in sitting:
            thread.join()
        storm.is_over.set()
        raging.join()
        storm.server.stop()
        say(
            f"{options.engine}: {len(learners)} learners, {time.monotonic() - began:.0f} s, killed {storm.strikes}"
        )
        from bench.exam_school import verdict

        return verdict(learners)


if __name__ == "__main__":
    sys.exit(main())

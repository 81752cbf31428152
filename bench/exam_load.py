"""A class begins and hands in at once: `python -m bench.exam_load --engine mariadb`.

So many learners start the same quiz within a short while, each with questions drawn for them alone, answer and submit it.
Prints errors and the times of start, answers and submit; ends with 1 where anything failed or a minute was not enough.
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench.exam_chaos import CSRF, database
from bench.exam_school import open_drawn_exam
from bench.server import Server
from devtools.shell import say

MINUTE = 60.0


class Timings:
    """How long each kind of request took, and what failed."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = {"start": [], "answers": [], "submit": []}
        self.errors: list[str] = []
        self._lock = threading.Lock()

    def note(self, kind: str, seconds: float, error: str) -> None:
        """Count one request."""
        with self._lock:
            self.seconds[kind].append(seconds)
            if error:
                self.errors.append(f"{kind}: {error}")

    def told(self, kind: str) -> str:
        """Median, 95th percentile and maximum in milliseconds."""
        found = sorted(self.seconds[kind]) or [0.0]
        figures = (statistics.median(found), found[int(len(found) * 0.95)], found[-1])
        return "{} {} / {} / {} ms".format(kind, *(round(one * 1000) for one in figures))


def ask(port: int, cookie: str, timings: Timings, kind: str, address: str, body: Any) -> dict[str, Any]:
    """The answer as JSON; nothing where it failed."""
    began = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"Cookie": cookie, "X-CSRFToken": CSRF, "Content-Type": "application/json"}
    error, found = "", {}
    try:
        connection.request("POST", address, json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status in (200, 201):
            found = json.loads(text)
        else:
            error = f"{answer.status} {text[:200]!r}"
    except (OSError, HTTPException) as failure:
        error = repr(failure)
    finally:
        connection.close()
    timings.note(kind, time.perf_counter() - began, error)
    return found


def sit(facts: dict[str, Any], port: int, timings: Timings, wait: float) -> None:
    """Come, begin, answer everything in one go, hand in."""
    time.sleep(wait)
    base = f"/api/v1/quizzes/{facts['quiz']}/attempts"
    attempt = ask(port, facts["cookie"], timings, "start", base, {})
    if not attempt:
        return
    answers = [
        {"sequence": number, "slot_id": slot["id"], "response": {"options": [slot["options"][0]["id"]]}}
        for number, slot in enumerate(attempt["slots"], start=1)
    ]
    address = f"/api/v1/attempts/{attempt['uuid']}"
    body = {"client_id": str(uuid4()), "answers": answers}
    ask(port, facts["cookie"], timings, "answers", f"{address}/answers", body)
    ask(port, facts["cookie"], timings, "submit", f"{address}/submit", {})


def main() -> int:
    """Read the options, let them all come, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=["sqlite", "mariadb", "mysql"], default="sqlite")
    parser.add_argument("--learners", type=int, default=500)
    parser.add_argument("--within", type=float, default=30.0, help="seconds in which they come")
    options = parser.parse_args()
    dice = random.Random(1)
    with tempfile.TemporaryDirectory() as folder, database(options.engine):
        os.environ |= {
            "EDUSYNC_DATA_DIR": folder,
            "EDUSYNC_LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "edusync.config.settings",
            # One address stands for a whole school here.
            "EDUSYNC_RATE_LIMITS": "false",
        }
        people = open_drawn_exam(learners=options.learners, csrf=CSRF)
        server = Server(log=Path(folder) / "server.log", has_background=False)
        timings = Timings()
        threads = [
            threading.Thread(target=sit, args=(one, server.port, timings, dice.uniform(0, options.within)))
            for one in people
        ]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.monotonic() - began
        server.stop()
        from bench.exam_school import drawn_verdict

        wrong = drawn_verdict(options.learners)
    say(f"{options.engine}: {options.learners} learners in {seconds:.1f} s, {len(timings.errors)} errors")
    say("median / p95 / most: " + ", ".join(timings.told(kind) for kind in timings.seconds))
    for error in timings.errors[:5]:
        say(error)
    say(wrong or "every attempt is handed in and has its own questions, none twice")
    return 1 if timings.errors or wrong or seconds > MINUTE else 0


if __name__ == "__main__":
    sys.exit(main())

"""Many processes at once on the database of the tests: each with a connection of its own, all let go in the same moment.

A test calls `rush` with the name of a module; that module, run as a program, calls `main_of_rush` with what each
process does.
"""

import json
import multiprocessing
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 90
# What one process does: its number, the facts, what to wait at, and where to put what it saw.
Part = Callable[[int, dict[str, Any], Any, Any], None]


def rush(module: str, facts: dict[str, Any], *, seconds: int) -> list[dict[str, Any]]:
    """Run the module with these facts and return what each process saw, by `number`. Raises AssertionError where one has an `error`."""
    from django.db import connection

    named = {name: str(connection.settings_dict[name]) for name in ("NAME", "USER", "PASSWORD")}
    run = subprocess.run(
        [sys.executable, "-m", module, json.dumps({**facts, "database": named})],
        cwd=ROOT, capture_output=True, text=True, timeout=seconds, check=False,
    )  # fmt: skip
    if run.returncode:
        raise AssertionError(run.stderr[-3000:])
    seen: list[dict[str, Any]] = json.loads(run.stdout.strip().splitlines()[-1])
    if errors := [one["error"] for one in seen if one["error"]]:
        raise AssertionError(errors)
    return seen


def main_of_rush(part: Part, *, people: str) -> None:
    """Make a process for each of the facts' `people`, let them go at once, and print what they saw as JSON."""
    facts = json.loads(sys.argv[1])
    import django

    django.setup()
    from django.db import connections

    # The database of the tests has another name than the site's, and another user; nothing is connected yet.
    settings = connections["default"].settings_dict
    settings.update(facts["database"])
    if connections["default"].vendor == "sqlite":
        # Who waits for the file asks now and then: among twenty on a busy machine one may wait long.
        settings["OPTIONS"]["timeout"] = 2 * PATIENCE_SECONDS
    forks = multiprocessing.get_context("fork")
    many = len(facts[people])
    start, answers = forks.Barrier(many), forks.SimpleQueue()
    processes = [forks.Process(target=part, args=(number, facts, start, answers)) for number in range(many)]
    for process in processes:
        process.start()
    seen = [answers.get() for _ in processes]
    for process in processes:
        process.join(PATIENCE_SECONDS)
    sys.stdout.write(json.dumps(sorted(seen, key=lambda one: int(one["number"]))) + "\n")

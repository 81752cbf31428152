"""Mutation check of the database: take one trigger away at a time and see that a test notices.

`python -m devtools.break_objects edusync/enrollment/tests/test_sql_objects.py --app enrollment` leaves each trigger of the
app out of the test database in turn (SQLite) and runs the tests. Checks, unique keys and guards of append-only tables
are broken by `tests/sql_objects` themselves, in every run and on every engine.
"""

import argparse
import os
import subprocess
import sys
import time

from devtools.paths import PYTHON, ROOT
from devtools.shell import Failure, say

LEFT_OUT = "WITHOUT_SQL_OBJECT"
SECONDS = 300
NOT_BROKEN_HERE = ("_no_update", "_no_delete")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tests", nargs="+", help="files of tests to run each time")
    parser.add_argument("--app", required=True, help="whose triggers to take away")
    parser.add_argument("--only", nargs="*", default=[], help="names of triggers")
    arguments = parser.parse_args()
    names = sorted(
        path.name.removesuffix(".trigger.sql")
        for path in (ROOT / "edusync" / arguments.app / "sql" / "sqlite").glob("*.trigger.sql")
    )
    wanted = [
        name
        for name in names
        if (name in arguments.only if arguments.only else not name.endswith(NOT_BROKEN_HERE))
    ]
    unnoticed = [name for name in wanted if not is_noticed(name, arguments.tests)]
    say(f"{len(wanted) - len(unnoticed)} of {len(wanted)} triggers are noticed when they are missing")
    for name in unnoticed:
        say(f"nobody notices: {name}")
    return 1 if unnoticed else 0


def is_noticed(name: str, tests: list[str]) -> bool:
    """Whether a test fails without the trigger."""
    started = time.monotonic()
    command = [
        str(PYTHON),
        "-m",
        "pytest",
        "-q",
        "-x",
        "-n0",
        "--nomigrations",
        "-p",
        "devtools.break_objects_plugin",
    ]
    result = subprocess.run(
        [*command, *tests],
        cwd=ROOT,
        env={**os.environ, LEFT_OUT: name, "EDUSYNC_DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    failed = next((line for line in result.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))), "")
    if not failed and result.returncode != 0:
        raise Failure(f"the tests did not run\n{result.stdout[-2000:]}\n{result.stderr[-2000:]}")
    word = "noticed  " if failed else "unnoticed"
    say(f"{word} {name} {failed} ({time.monotonic() - started:.0f} s)")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())

"""Mutation check of the database: break one trigger or view at a time and see that a test notices.

`python -m devtools.break_objects enrollment progress` first runs the tests of the apps once, on SQLite, and learns which
of them fire or read which object. Then it takes each trigger away in turn, and empties each view, and runs only those
tests. Checks, unique keys and guards of append-only tables are broken by `tests/sql_objects` in every run and on every
engine, so they are left out here.
"""

import argparse
import os
import re
import sys
from pathlib import Path

from devtools.paths import ROOT
from devtools.shell import say

GUARDS = ("_no_update", "_no_delete")
# Files that speak of what the database refuses; the rest of the app's tests is rarely needed.
SPEAKS_OF_REFUSALS = re.compile(
    r"DatabaseError|IntegrityError|is_refused_by_trigger|cursor\(\)|ConstraintViolated"
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("apps", nargs="+", help="whose triggers and views to break")
    parser.add_argument("--only", nargs="*", default=[], help="names of objects")
    parser.add_argument(
        "--tests", nargs="*", default=[], help="files of tests; else those that speak of refusals"
    )
    parser.add_argument("--all-tests", action="store_true", help="every test of the apps: slow")
    arguments = parser.parse_args()
    os.environ["EDUSYNC_DATABASE_URL"] = ""
    names = [name for app in arguments.apps for name in objects_of(app)]
    wanted = [name for name in names if name in arguments.only or not arguments.only]
    tests = arguments.tests or [
        str(path.relative_to(ROOT))
        for app in arguments.apps
        for path in sorted((ROOT / "edusync" / app / "tests").glob("test_*.py"))
        if arguments.all_tests or SPEAKS_OF_REFUSALS.search(path.read_text())
    ]
    unnoticed = run(wanted, tests)
    say(f"{len(wanted) - len(unnoticed)} of {len(wanted)} objects are noticed when they are broken")
    for name in unnoticed:
        say(f"nobody notices: {name}")
    return 1 if unnoticed else 0


def objects_of(app: str) -> list[str]:
    """`name.kind` of the app's triggers and views, guards of append-only tables left out."""
    folder = ROOT / "edusync" / app / "sql"
    files = [*folder.glob("sqlite/*.sql"), *folder.glob("any/*.sql")]
    stems = sorted(Path(file.name).stem for file in files)
    return [
        stem
        for stem in stems
        if stem.endswith(".view") or (stem.endswith(".trigger") and not stem.split(".")[0].endswith(GUARDS))
    ]


def run(names: list[str], tests: list[str]) -> list[str]:
    """Names of the objects that no test misses."""
    import pytest

    from devtools.break_objects_plugin import Breaker

    breaker = Breaker(names)
    options = ["-q", "-n0", "--nomigrations", "--create-db", "-p", "no:cacheprovider", "--no-header"]
    code = pytest.main([*options, *tests], plugins=[breaker])
    if not breaker.is_done:
        sys.exit(f"the tests did not run: {code}")
    return breaker.unnoticed


if __name__ == "__main__":
    sys.exit(main())

"""A schema that one part of a test run migrated, given to all others that need it.

To migrate an empty database takes half a minute of a core. `./dev test` names a folder that is new in each run, in
`SCHEMA_OF_TEST_RUN`; who migrates first leaves the result there, the others take it and then migrate as always, which
finds nothing to do. Without that setting everybody migrates. The name of what is kept holds a hash of all migrations and SQL
objects: files changed while the run goes on lead to a schema of their own.
"""

import fcntl
import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from devtools.paths import ROOT

SETTING = "SCHEMA_OF_TEST_RUN"
SOURCES = ("edusync/*/migrations/*.py", "edusync/*/sql/*/*.sql")


def place_of(name: str) -> Path | None:
    """Where the run keeps what has this name (`sqlite`, `mariadb`, `mysql`); None when nothing is to be given."""
    folder = os.environ.get(SETTING, "")
    if not folder:
        return None
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder) / f"{name}-{digest()}"


@cache
def digest() -> str:
    """Hash of everything that a database is made from."""
    found = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        found.update(f"{path.relative_to(ROOT)}\n".encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


@contextmanager
def turn_at(place: Path) -> Iterator[None]:
    """One after the other: the first makes what the next ones find. Who is killed gives up its turn."""
    with place.with_name(place.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database in which others may have open connections, with its journal; whole or not at all."""
    with (
        new_file_at(target) as fresh,
        closing(sqlite3.connect(source)) as old,
        closing(sqlite3.connect(fresh)) as new,
    ):
        old.backup(new)


@contextmanager
def new_file_at(target: Path) -> Iterator[Path]:
    """A file beside the target that takes its place once it is written."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".new-") as folder:
        fresh = Path(folder) / target.name
        yield fresh
        fresh.replace(target)

"""What the servers write to disk, with the settings of docs/how-to/secure-the-database.md and without them."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from devtools.engines_encrypted import encrypted_engine

MARK = "a-grade-nobody-may-read-on-a-stolen-disk"
MAKE = "CREATE TABLE {}marked (id INT PRIMARY KEY, text VARCHAR(200), INDEX (text))"
FILL = "INSERT INTO {}marked VALUES " + ", ".join(f"({n}, '{MARK} {n}')" for n in range(200))


@pytest.fixture
def folder() -> Iterator[Path]:
    """Short, since a socket is made in it."""
    path = Path(tempfile.mkdtemp(prefix="edusync-at-rest-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


def files_with_mark(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file() and MARK.encode() in path.read_bytes()}


@pytest.fixture
def plain_files(transactional_db: None) -> Iterator[set[str]]:
    """Files of the server of the tests, which encrypts nothing, that hold the mark."""
    with connection.cursor() as cursor:
        cursor.execute(MAKE.format(""))
        cursor.execute(FILL.format(""))
        cursor.execute("FLUSH TABLES marked FOR EXPORT")
        cursor.execute("SELECT @@datadir, DATABASE()")
        yield files_with_mark(Path(*cursor.fetchone()))
        cursor.execute("UNLOCK TABLES")
        cursor.execute("DROP TABLE marked")


@pytest.mark.administrator("FLUSH TABLES FOR EXPORT")
def test_no_file_of_an_encrypted_server_holds_what_a_row_says(request, db, folder):
    if connection.vendor == "sqlite":
        return  # One file: encrypting it is the disk's affair, the guide says.
    assert request.getfixturevalue("plain_files") == {"marked.ibd"}
    engine = encrypted_engine("mariadb" if connection.mysql_is_mariadb else "mysql", folder)
    try:
        engine.start()
        for statement in (MAKE, FILL, "UPDATE {}marked SET id = id + 1000"):
            engine.execute(statement.format("edusync."))
        asked = engine.try_execute(f"SELECT COUNT(*) FROM edusync.marked WHERE text LIKE '{MARK}%'")
        assert b"200" in asked.stdout
    finally:
        engine.stop()  # All pages are on the disk now.
    names = {path.name for path in engine.data.rglob("*")}
    assert {"marked.ibd", "changes.000001"} <= names
    assert files_with_mark(engine.data) == set()

"""The test database taken down and made again has the same tables and rows: who is given a schema misses nothing of it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from devtools import given_schema
from devtools.given_tables import read_tables, write_tables

TWIN = "test_given_twin"


def plain(statements: list[str]) -> list[str]:
    """MySQL tells the character set of a column once it was named, be it the table's own."""
    return [statement.replace(" CHARACTER SET utf8mb4", "") for statement in statements]


@pytest.mark.django_db
@pytest.mark.administrator("makes a second database")
def test_tables_and_rows_come_back_as_they_were(bare_database: None, tmp_path: Path) -> None:
    if connection.vendor == "sqlite":
        return compare_files(Path(connection.settings_dict["NAME"]), tmp_path / "twin.sqlite3")
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        before = read_tables(cursor)
        cursor.execute(f"DROP DATABASE IF EXISTS {TWIN}_{name}")
        cursor.execute(f"CREATE DATABASE {TWIN}_{name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci")
        try:
            cursor.execute(f"USE {TWIN}_{name}")
            write_tables(cursor, before)
            after = read_tables(cursor)
        finally:
            cursor.execute(f"DROP DATABASE {TWIN}_{name}")
            cursor.execute(f"USE {name}")
    assert len(before) > 250
    assert plain(after) == plain(before)
    return None


def compare_files(source: Path, target: Path) -> None:
    given_schema.copy_sqlite(source, target)
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        before, after = list(old.iterdump()), list(new.iterdump())
    assert len(before) > 250
    assert after == before


@pytest.mark.django_db
def test_a_database_that_was_given_asks_for_no_migration() -> None:
    call_command("migrate", check_unapplied=True, plan=True, verbosity=0)


def test_changed_sources_lead_to_another_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(given_schema.SETTING, str(tmp_path / "given"))
    monkeypatch.setattr(given_schema, "ROOT", tmp_path)
    folder = tmp_path / "edusync" / "courses" / "migrations"
    folder.mkdir(parents=True)
    places = []
    for text in ("one", "two"):
        (folder / "0001_initial.py").write_text(text)
        given_schema.digest.cache_clear()
        places.append(given_schema.place_of("sqlite"))
    given_schema.digest.cache_clear()
    assert len(set(places)) == 2


def test_nothing_is_given_where_no_run_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(given_schema.SETTING, raising=False)
    assert given_schema.place_of("sqlite") is None

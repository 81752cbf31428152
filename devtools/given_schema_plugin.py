"""pytest plugin: the test database begins with the schema that this run of `./dev test` has migrated already.

`migrate` runs on it all the same: it finds nothing to do, or does what is missing. Nothing changes for a run of pytest on
its own, with `--nomigrations` or with `--reuse-db`.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from devtools.given_schema import copy_sqlite, place_of, turn_at


def pytest_sessionstart(session: pytest.Session) -> None:
    """Let the default connection make its test database from what is given."""
    if session.config.getoption("nomigrations", default=False) or place_of("") is None:
        return
    from django.db import connection

    give_to(connection)


def give_to(connection: Any) -> None:
    """Wrap the two steps in which Django makes a test database."""
    creation = connection.creation
    make_all, make_empty = creation.create_test_db, creation._create_test_db

    def create_test_db(*arguments: Any, **options: Any) -> str:
        """The first one migrates and keeps the result; the others wait for that."""
        place = given_place(connection)
        with turn_at(place):
            if not place.exists():
                name: str = make_all(*arguments, **options)
                keep(connection, place)
                return name
        return str(make_all(*arguments, **options))

    def _create_test_db(verbosity: int, autoclobber: bool, keepdb: bool = False) -> str:
        name: str = make_empty(verbosity, autoclobber, keepdb)
        place = given_place(connection)
        if place.exists() and not keepdb:
            take(connection, name, place)
        return name

    creation.create_test_db, creation._create_test_db = create_test_db, _create_test_db


def given_place(connection: Any) -> Path:
    """Where the schema for this kind of server is kept."""
    from devtools.given_tables import server_name

    place = place_of("sqlite" if connection.vendor == "sqlite" else server_name(connection))
    if place is None:
        raise pytest.UsageError("the folder of given schemas went away")
    return place


def keep(connection: Any, place: Path) -> None:
    """Keep the database that was made just now."""
    from devtools.given_tables import keep_tables

    if connection.vendor == "sqlite":
        copy_sqlite(Path(connection.settings_dict["NAME"]), place)
        return
    with connection.cursor() as cursor:
        keep_tables(cursor, place)


def take(connection: Any, name: str, place: Path) -> None:
    """Fill the empty database of that name."""
    from devtools.given_tables import take_tables

    if connection.vendor == "sqlite":
        copy_sqlite(place, Path(name))
        return
    driver = import_module("MySQLdb")
    link = driver.connect(**{**connection.get_connection_params(), "database": name})
    try:
        take_tables(link.cursor(), place)
        link.commit()
    finally:
        link.close()

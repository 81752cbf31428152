"""pytest plugin: on MariaDB and MySQL every test is the application's database user, as on a real site.

The user of the address, an administrator, only makes the accounts. `migrate` makes the test database and its tables, then
the tests run as `app`, with the rights that `manage.py dbusers` gives and no others. A test that changes tables, or what
a guard defends, says so: `@pytest.mark.owner("why")`; one that changes the server: `@pytest.mark.administrator("why")`.
SQLite has no users; there nothing changes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

# Mark → account of the test; the administrator's has no name here.
MARKS = {"owner": "migrate", "administrator": ""}
PASSWORD = "of accounts that live as long as the run"
# Fixtures whose tests change tables.
OWNERS_FIXTURES = frozenset({"bare_database"})


class Roles:
    """Who the default connection is at present. The settings are shared by all threads: new ones sign in alike."""

    def __init__(self) -> None:
        self.prefix = self.database = ""
        self.wanted = "app"
        self.administrator: dict[str, Any] = {}

    @property
    def are_on(self) -> bool:
        """Whether the accounts stand."""
        return bool(self.prefix)

    def become(self, purpose: str) -> None:
        """Sign in as that account; as the user of the address for an empty purpose."""
        from django.db import connection

        account = (
            {"USER": f"{self.prefix}_{purpose}", "PASSWORD": PASSWORD} if purpose else self.administrator
        )
        if connection.settings_dict["USER"] != account["USER"]:
            connection.close()
            connection.settings_dict.update(account)

    @contextmanager
    def acting_as(self, purpose: str) -> Iterator[None]:
        """Another account for a while."""
        from django.db import connection

        before = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
        self.become(purpose)
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict.update(before)


ROLES = Roles()


def pytest_configure(config: pytest.Config) -> None:
    """Register the marks."""
    config.addinivalue_line("markers", "owner(reason): runs as the owner of the tables, and why")
    config.addinivalue_line(
        "markers", "administrator(reason): runs as the administrator of the server, and why"
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Sign in before the database fixtures open a transaction."""
    ROLES.wanted = account_for(item)
    if ROLES.are_on:
        ROLES.become(ROLES.wanted)
    return (yield)


def account_for(item: pytest.Item) -> str:
    """As whom the test runs. Raises UsageError for a mark without a reason."""
    for name, account in MARKS.items():
        mark = item.get_closest_marker(name)
        if mark is not None:
            if not (mark.args and mark.args[0]):
                raise pytest.UsageError(f"{item.nodeid}: @pytest.mark.{name} needs a reason")
            return account
    return "migrate" if OWNERS_FIXTURES & set(getattr(item, "fixturenames", ())) else "app"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Make the account that migrates, before there is a database."""
    from django.db import connection

    if connection.vendor == "mysql":
        settings = connection.settings_dict
        ROLES.administrator = {name: settings[name] for name in ("USER", "PASSWORD")}
        creation: Any = connection.creation
        ROLES.database = creation._get_test_db_name()
        # Accounts of one worker of the run: each has a database of its own.
        ROLES.prefix = f"t_{ROLES.database.rpartition('_')[2]}"
        give_rights("migrate")
        ROLES.become("migrate")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database is there: the tests go on as the application."""
    if not ROLES.are_on:
        yield
        return
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    with django_db_blocker.unblock():
        MigrationRecorder(connection).ensure_schema()  # --nomigrations makes no log of them
        with ROLES.acting_as(""):
            give_rights("app")
    with rows_removed_by_owner():
        ROLES.become(ROLES.wanted)
        yield
    ROLES.become("migrate")


def give_rights(purpose: str) -> None:
    """Make the account with what `manage.py dbusers` gives it, as the user of the address."""
    from importlib import import_module

    from django.db import connection

    from edusync.operations.database.users import Wish, account_of, rights_of

    driver = import_module("MySQLdb")
    used = {name: value for name, value in connection.get_connection_params().items() if name != "database"}
    link = driver.connect(**used)
    try:
        cursor = link.cursor()
        cursor.execute("SELECT VERSION()")
        wish = Wish(
            engine="mariadb" if "MariaDB" in cursor.fetchone()[0] else "mysql",
            database=ROLES.database,
            host="localhost" if "unix_socket" in used else "%",
            prefix=ROLES.prefix,
            is_tls_required=False,
        )
        for statement in (*account_of(wish, purpose, PASSWORD), *rights_of(wish, purpose)):
            cursor.execute(statement)
    finally:
        link.close()


@contextmanager
def rows_removed_by_owner() -> Iterator[None]:
    """Tests without a transaction are tidied up by TRUNCATE, which the application may not."""
    from django.test import TransactionTestCase

    case_class: Any = TransactionTestCase
    own = case_class._fixture_teardown

    def as_owner(case: Any) -> None:
        with ROLES.acting_as("migrate"):
            own(case)

    case_class._fixture_teardown = as_owner
    try:
        yield
    finally:
        case_class._fixture_teardown = own

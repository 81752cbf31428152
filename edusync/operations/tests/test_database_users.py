"""Each database user may do its work and nothing else. The rights are tried on the servers themselves."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from edusync.operations.database.users import Wish, app_rights, statements

PREFIX = "edusync_test"
DENIED = {1044, 1142, 1143, 1227}
PASSWORD = "a long one with ' and \\ in it"


def printed(**options: Any) -> str:
    out = StringIO()
    call_command("dbusers", name="school", stdout=out, **{"engine": "mariadb", **options})
    return out.getvalue()


def test_the_application_may_add_to_ledgers_and_change_nothing_there():
    rights = app_rights()
    assert rights["audit_audit_event"] == ("SELECT", "INSERT")
    assert rights["enrollment_enrollment_transition"] == ("SELECT", "INSERT")
    assert rights["django_migrations"] == ("SELECT",)
    assert rights["identity_user"] == ("SELECT", "INSERT", "UPDATE", "DELETE")


def test_a_guard_with_a_condition_leaves_the_right_and_decides_itself():
    # Attempts to sign in may go after their time, but never change.
    assert app_rights()["identity_login_attempt"] == ("SELECT", "INSERT", "DELETE")


def test_every_user_is_printed_with_tls_and_nobody_but_migrate_gets_everything():
    text = printed()
    for purpose in ("migrate", "app", "report", "backup"):
        assert f"ALTER USER 'edusync_{purpose}'@'%' REQUIRE SSL" in text
    assert [line for line in text.splitlines() if line.startswith("GRANT ALL")] == [
        "GRANT ALL PRIVILEGES ON `school`.* TO 'edusync_migrate'@'%';"
    ]
    assert "WITH MAX_STATEMENT_TIME 5" in text


def test_the_server_is_seen_only_by_wish():
    assert "PROCESS, SLAVE MONITOR" not in printed()
    assert "GRANT PROCESS, SLAVE MONITOR ON *.* TO 'edusync_app'@'%';" in printed(sees_server=True)


def test_the_tests_themselves_are_the_application(db):
    if connection.vendor == "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT CURRENT_USER()")
        assert cursor.fetchone()[0].partition("@")[0].endswith("_app")


def test_mysql_has_its_own_rights_for_backups():
    text = printed(engine="mysql")
    assert "CLONE_ADMIN" in text
    assert "MAX_STATEMENT_TIME" not in text


@pytest.mark.parametrize(
    "options",
    [{"prefix": "x'; DROP"}, {"host": "a'b"}, {"prefix": "Upper"}],
)
def test_names_that_would_break_out_of_their_quotes_are_refused(options):
    with pytest.raises(CommandError):
        printed(**options)


def test_a_file_of_passwords_with_another_line_is_refused(tmp_path):
    path = tmp_path / "passwords"
    path.write_text("root=secret\n")
    with pytest.raises(CommandError, match="a line of passwords"):
        printed(passwords=path)


def test_passwords_are_quoted():
    wish = Wish(engine="mariadb", database="school")
    texts = list(statements(wish, {"app": "it's \\"}))
    assert "CREATE USER IF NOT EXISTS 'edusync_app'@'%' IDENTIFIED BY 'it''s \\\\'" in texts


@contextmanager
def connected(purpose: str) -> Iterator[Callable[[str], int]]:
    """`run(sql)` as that user: 0, or the server's error number. `our.` stands for the database."""
    driver = import_module("MySQLdb")
    used = dict(connection.get_connection_params())
    database = used.pop("database")
    link = driver.connect(**{**used, "user": f"{PREFIX}_{purpose}", "password": PASSWORD})

    def run(sql: str) -> int:
        cursor = link.cursor()
        try:
            cursor.execute(sql.replace("our.", f"{database}."))
            cursor.fetchall()
        except driver.Error as error:
            return int(error.args[0])
        finally:
            cursor.close()
        return 0

    try:
        yield run
    finally:
        link.close()


@pytest.fixture
def users(transactional_db: None, tmp_path: Any) -> Iterator[None]:
    """The four users on the test server; gone afterwards."""
    path = tmp_path / "passwords"
    purposes = ("migrate", "app", "report", "backup")
    path.write_text("".join(f"{purpose}={PASSWORD}\n" for purpose in purposes))
    options: dict[str, Any] = {"prefix": PREFIX, "host": "localhost", "without_tls": True, "passwords": path}
    call_command("dbusers", apply=True, sees_server=True, stdout=StringIO(), **options)
    yield
    with connection.cursor() as cursor:
        for purpose in purposes:
            cursor.execute(f"DROP USER '{PREFIX}_{purpose}'@'localhost'")


def test_rights_are_printed_for_a_database_of_a_server(db):
    """On SQLite, too, whose name is a path."""
    out = StringIO()
    call_command("dbusers", engine="mysql", stdout=out)
    name = "edusync" if connection.vendor == "sqlite" else str(connection.settings_dict["NAME"])
    granted = re.findall(r"GRANT ALL PRIVILEGES ON `(.+?)`\.\*", out.getvalue())
    # An underscore stands for any letter there, unless a stroke says no.
    assert [found.replace("\\", "") for found in granted] == [name]


@pytest.mark.administrator("makes accounts")
def test_rights_on_a_server(request, transactional_db):
    """One test for all users: making them costs more than asking. SQLite has none, and says so."""
    if connection.vendor == "sqlite":
        with pytest.raises(CommandError, match="SQLite has no users"):
            call_command("dbusers", apply=True)
        return
    request.getfixturevalue("users")
    with connected("app") as run:
        assert run("SELECT COUNT(*) FROM our.audit_audit_event") == 0
        assert run("UPDATE our.identity_user SET is_active = is_active WHERE id = 0") == 0
        assert run("SELECT COUNT(*) FROM information_schema.innodb_trx") == 0
        assert run("SELECT COUNT(*) FROM performance_schema.threads") == 0
        for refused in (
            "UPDATE our.audit_audit_event SET id = id",
            "DELETE FROM our.audit_audit_event",
            "TRUNCATE TABLE our.audit_audit_event",
            "DROP TABLE our.audit_audit_event",
            "CREATE TABLE our.own (id INT)",
            "DELETE FROM our.django_migrations",
            "DROP TRIGGER our.audit_event_no_update",
        ):
            assert run(refused) in DENIED, refused
    with connected("report") as run:
        assert run("SELECT password FROM our.identity_user") in DENIED
        assert run("SELECT COUNT(*) FROM our.report_course_completion") == 0
    with connected("backup") as run:
        assert run("SELECT COUNT(*) FROM our.identity_user") in DENIED
    with connected("migrate") as run:
        assert run("CREATE TABLE our.own (id INT)") == 0
        assert run("DROP TABLE our.own") == 0

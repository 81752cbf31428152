"""Prints or applies the rights of the four database users on MariaDB and MySQL."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from edusync.operations.database.users import PURPOSES, Wish, statements


class Command(BaseCommand):
    """`dbusers` prints the statements, `dbusers --apply` runs them over the present connection (an administrator's)."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--apply", action="store_true", help="Run the statements.")
        parser.add_argument("--engine", choices=["mariadb", "mysql"], help="For printing without a server.")
        parser.add_argument(
            "--name", default="", help="Name of the database; else that of the connection, or edusync."
        )
        parser.add_argument("--host", default="%", help="From where the users come.")
        parser.add_argument("--prefix", default="edusync", help="Begin of their names.")
        parser.add_argument("--without-tls", action="store_true", help="For servers on this machine only.")
        parser.add_argument(
            "--sees-server", action="store_true", help="The database page sees locks and what all users run."
        )
        parser.add_argument(
            "--passwords", type=Path, help="File with lines `app=secret`; the others keep theirs."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command."""
        try:
            wish = Wish(
                engine=options["engine"] or present_engine(),
                database=options["name"] or present_name(),
                host=options["host"],
                prefix=options["prefix"],
                is_tls_required=not options["without_tls"],
                sees_server=options["sees_server"],
            )
            passwords = read_passwords(options["passwords"])
            texts = list(statements(wish, passwords))
        except (ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        if options["apply"]:
            apply(texts)
            self.stdout.write(f"{len(PURPOSES)} users have the rights they need, and no others")
        else:
            self.stdout.write("".join(f"{text};\n" for text in texts))


def present_engine() -> str:
    """The engine of the connection. Raises ValueError on SQLite, which has no users."""
    if connection.vendor != "mysql":
        raise ValueError(
            "SQLite has no users; --engine mariadb or --engine mysql prints the statements for a server"
        )
    # Set by Django's back end for both servers.
    return "mariadb" if getattr(connection, "mysql_is_mariadb", False) else "mysql"


def present_name() -> str:
    """The database of the connection; on SQLite, whose name is a path, what a server's is called in our guides."""
    return "edusync" if connection.vendor == "sqlite" else str(connection.settings_dict["NAME"])


def read_passwords(path: Path | None) -> dict[str, str]:
    """Purpose → password. Raises ValueError for a line of another shape, OSError."""
    passwords: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path else ():
        purpose, equals, password = line.partition("=")
        if not line.strip():
            continue
        if not equals or purpose.strip() not in PURPOSES or not password:
            raise ValueError(f"a line of passwords is one of {', '.join(PURPOSES)}, =, and the password")
        passwords[purpose.strip()] = password
    return passwords


def apply(texts: list[str]) -> None:
    """Run the statements. Raises CommandError where the connection is none of the server."""
    if connection.vendor != "mysql":
        raise CommandError("SQLite has no users")
    with connection.cursor() as cursor:
        for text in texts:
            # A percent sign of a host is no placeholder: without parameters nothing is filled in.
            cursor.execute(text)

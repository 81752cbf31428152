"""Creates an admin from the command line."""

import getpass
import os
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from edusync.identity.services import create_admin
from edusync.kernel.problems import Problem

PASSWORD_VARIABLE = "ADMIN_PASSWORD"  # noqa: S105 - the name of a variable


class Command(BaseCommand):
    """Asks for what no option gives."""

    help = "Create a person with all rights, also in the Django admin."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("--email", help="Address to sign in with; asked for when missing.")
        parser.add_argument("--username", default="", help="User name; made from the name when missing.")
        parser.add_argument("--first-name", default="")
        parser.add_argument("--last-name", default="")
        parser.add_argument("--language", default="en")
        parser.add_argument(
            "--password",
            help=f"Seen by everybody on this machine: better give {PASSWORD_VARIABLE} or answer the question.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Create the admin. The address counts as verified."""
        email = options["email"] or input("E-mail address: ")
        password = options["password"] or os.environ.get(PASSWORD_VARIABLE) or ask_password()
        try:
            user = create_admin(
                email=email,
                password=password,
                username=options["username"],
                first_name=options["first_name"],
                last_name=options["last_name"],
                language=options["language"],
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except Problem as error:
            reasons = " ".join(one.detail for one in error.errors)
            raise CommandError(reasons or str(error)) from error
        self.stdout.write(f"{user.display_name} <{user.email}> is an admin now.")


def ask_password() -> str:
    """A password typed twice. Raises CommandError when the two differ."""
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Password again: "):
        raise CommandError("The passwords differ.")
    return first

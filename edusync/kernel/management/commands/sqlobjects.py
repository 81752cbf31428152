"""Installs or checks triggers, views, procedures and events."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from edusync.kernel import sqlobjects


class Command(BaseCommand):
    """`sqlobjects` installs what is new, changed or missing; `--check` only tells."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument(
            "--check", action="store_true", help="Fail if the database differs from the files."
        )
        parser.add_argument("--database", default="default")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command."""
        if options["check"]:
            problems = sqlobjects.drift(options["database"])
            if problems:
                raise CommandError("\n".join(problems))
        else:
            for name in sqlobjects.install(options["database"]):
                self.stdout.write(f"installed {name}")
        self.stdout.write("SQL objects are up to date")

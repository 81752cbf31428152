"""Shows, runs or restarts the filling of new columns."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from edusync.kernel.backfills import Backfill, all_backfills, backfill_named, restart, run_backfill, state_of


class Command(BaseCommand):
    """`backfill` shows how far each is, `backfill <name>` runs one to its end; it may be stopped and goes on from there."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("name", nargs="?", help="Which one to run.")
        parser.add_argument("--restart", action="store_true", help="Begin with the first row again.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command."""
        if not options["name"]:
            self.show(all_backfills())
            return
        try:
            filling = backfill_named(options["name"])
        except LookupError as error:
            raise CommandError(str(error)) from error
        if options["restart"]:
            restart(filling)
        run_backfill(filling)
        self.show([filling])

    def show(self, fillings: list[Backfill]) -> None:
        """A line for each."""
        for filling in fillings:
            run = state_of(filling)
            state = "finished" if run.finished_at else "under way"
            self.stdout.write(
                f"{filling.name}: {run.rows_seen} of {run.rows_total} rows, {run.rows_changed} changed, {state}"
            )
        if not fillings:
            self.stdout.write("No backfill is registered")

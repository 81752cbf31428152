"""Compares the database with the code, finds pointers that lead nowhere, archives months of divided tables."""

import dataclasses
import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from edusync.kernel.models import OrphanCheck
from edusync.kernel.schema import compare, derived, partitions, references


class Command(BaseCommand):
    """`schema check`, `schema orphans`, `schema archive <table> <month>`, `schema recount`. Exit code 1 where something is not as it should be."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser(
            "check", help="Every difference between models, SQL files and the database."
        )
        orphans = actions.add_parser("orphans", help="Rows that point to rows that are gone.")
        orphans.add_argument(
            "--last", action="store_true", help="What the last check found; look at nothing."
        )
        archive = actions.add_parser("archive", help="Take a past month out of a table divided by months.")
        archive.add_argument("table")
        archive.add_argument("month", type=month, help="For example 2026-01.")
        recount = actions.add_parser("recount", help="Count anew what triggers keep, mend what is wrong.")
        for action in (check, orphans, archive, recount):
            action.add_argument("--database", default="default")
        for action in (check, orphans):
            action.add_argument("--json", action="store_true", help="For machines.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command."""
        actions = {
            "check": self.compare,
            "orphans": self.find_orphans,
            "archive": self.archive,
            "recount": self.recount,
        }
        actions[options["action"]](options)

    def compare(self, options: dict[str, Any]) -> None:
        """Tell the differences."""
        found = compare.differences(options["database"])
        if options["json"]:
            self.stdout.write(json.dumps([dataclasses.asdict(item) for item in found], indent=2))
        if found:
            raise CommandError("" if options["json"] else "\n".join(str(item) for item in found))
        if not options["json"]:
            self.stdout.write(f"{len(compare.all_tables())} tables and all SQL objects are as the code says")

    def find_orphans(self, options: dict[str, Any]) -> None:
        """Look for orphans, or tell what was found last."""
        if not options["last"]:
            references.check_orphans(options["database"])
        rows = OrphanCheck.objects.using(options["database"]).order_by("reference")
        if options["json"]:
            values = list(rows.values("reference", "orphans", "examples", "checked_at"))
            self.stdout.write(json.dumps(values, indent=2, default=str))
        else:
            for row in rows:
                examples = f": {', '.join(str(key) for key in row.examples)}" if row.orphans else ""
                self.stdout.write(f"{row.checked_at:%Y-%m-%d %H:%M} {row.reference}: {row.orphans}{examples}")
        lost = sum(row.orphans for row in rows)
        if lost:
            raise CommandError("" if options["json"] else f"{lost} rows point nowhere")

    def archive(self, options: dict[str, Any]) -> None:
        """Take a month out of a table."""
        try:
            name = partitions.archive_month(options["table"], options["month"], options["database"])
        except (LookupError, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(name)

    def recount(self, options: dict[str, Any]) -> None:
        """Count anew."""
        for column, count in derived.recount(options["database"]).items():
            self.stdout.write(f"{column}: {count} mended")


def month(text: str) -> dt.date:
    """First day of a month written as `2026-01`. Raises ValueError."""
    return dt.date.fromisoformat(f"{text}-01")

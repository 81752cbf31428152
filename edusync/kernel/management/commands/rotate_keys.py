"""`manage.py rotate_keys`: seal everything again under the present key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from edusync.kernel.crypto import keyring
from edusync.kernel.key_rotation import RotationReport, keys_in_use, rotate_keys


class Command(BaseCommand):
    """Safe to stop and run again."""

    help = "Seals every sealed column again under the first key of EDUSYNC_ENCRYPTION_KEYS."

    def add_arguments(self, parser: Any) -> None:
        """`--check` only counts."""
        parser.add_argument("--check", action="store_true", help="only say which keys are in use")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate, and say what happened; fails when a value could not be opened."""
        reports = [] if options["check"] else rotate_keys(tell=self.tell)
        in_use = keys_in_use()
        for key_id, count in in_use.items():
            self.stdout.write(f"key {key_id}: {count} values")
        if not in_use:
            self.stdout.write("No sealed values: no key is in use")
        idle = [key_id for key_id in list(keyring())[1:] if key_id not in in_use]
        if idle:
            self.stdout.write(f"no longer needed, take out of EDUSYNC_ENCRYPTION_KEYS: {', '.join(idle)}")
        failed = sum(len(report.failed) for report in reports)
        if failed:
            raise CommandError(f"{failed} values could not be opened; they are as they were")

    def tell(self, report: RotationReport) -> None:
        """One line for each column."""
        failed = f", could not open rows {report.failed[:20]}" if report.failed else ""
        self.stdout.write(f"{report.column}: {report.sealed_again} of {report.seen} sealed again{failed}")

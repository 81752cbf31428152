"""Deletes files that were used nowhere for a long time, as the worker does every day."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from edusync.files.retention import purge_unused_files


class Command(BaseCommand):
    """Lists each file that goes."""

    help = "Delete files that are used nowhere and were not touched for so many days."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Days, and whether only to look."""
        parser.add_argument("--days", type=int, help="instead of EDUSYNC_UNUSED_FILE_DAYS")
        parser.add_argument("--dry-run", action="store_true", help="only list what would go")

    def handle(self, *args: Any, **options: Any) -> None:
        """Purge and list."""
        files = purge_unused_files(days=options["days"], is_dry_run=options["dry_run"])
        for file in files:
            self.stdout.write(f"{file.uuid}  {file.size_bytes}  {file.name}")
        verb = "would go" if options["dry_run"] else "went"
        self.stdout.write(f"{len(files)} files {verb}, {sum(file.size_bytes for file in files)} bytes")

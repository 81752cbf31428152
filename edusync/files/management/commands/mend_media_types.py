"""Gives MP4 files that are sound alone the type of sound; they were stored as films before tracks were looked at."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from edusync.files.retyping import mend_sound


class Command(BaseCommand):
    """May be stopped and run again: what is mended is passed over."""

    help = __doc__ or ""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Whether only to look."""
        parser.add_argument("--dry-run", action="store_true", help="only list what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        """Mend and list."""
        number = 0
        for found in mend_sound(is_dry_run=options["dry_run"]):
            number += 1
            self.stdout.write(f"{found.name}  files {found.files}, earlier versions {found.versions}")
        verb = "would become" if options["dry_run"] else "became"
        self.stdout.write(f"{number} contents {verb} audio/mp4" if number else "No sound is stored as a film")

"""Writes the reference pages that are made from the code."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from edusync.operations.reference import pages


class Command(BaseCommand):
    """`document` writes docs/reference/{settings,problems,permissions,events,er-diagram}.md; `--check` only compares."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "docs" / "reference")
        parser.add_argument("--check", action="store_true", help="Fail if a page is out of date.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command."""
        folder: Path = options["folder"]
        stale = [name for name, text in pages().items() if read(folder / name) != text]
        if options["check"] and stale:
            raise CommandError(f"out of date: {', '.join(stale)}; run: manage.py document")
        if stale:
            folder.mkdir(parents=True, exist_ok=True)
        for name in stale:
            (folder / name).write_text(pages()[name], encoding="utf-8")
            self.stdout.write(name)


def read(path: Path) -> str:
    """The file's text, empty if there is none."""
    return path.read_text(encoding="utf-8") if path.exists() else ""

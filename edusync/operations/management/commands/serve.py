"""Serves the site with everything it needs: web workers and the background worker."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    """Runs until SIGTERM or Ctrl+C."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, help="Web processes; 1 on a small machine.")
        parser.add_argument("--no-background", action="store_true", help="`worker` runs elsewhere.")
        parser.add_argument(
            "--no-listener",
            action="store_true",
            help="No live news on the next port: pages ask now and then.",
        )
        parser.add_argument("--pid-file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command."""
        from edusync.kernel.live_address import OFF
        from edusync.kernel.ports import PortTaken, require_free_ports
        from edusync.operations.processes import serve_site

        workers = options["workers"] or settings.ENV.workers
        if workers < 1:
            raise CommandError("--workers must be 1 or more")
        has_listener = not options["no_listener"] and settings.ENV.live_url != OFF
        try:
            require_free_ports(options["host"], options["port"], has_listener=has_listener)
        except PortTaken as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"serving http://{options['host']}:{options['port']}")
        self.stdout.flush()
        serve_site(
            host=options["host"],
            port=options["port"],
            workers=workers,
            has_background=not options["no_background"],
            has_listener=has_listener,
            pid_file=options["pid_file"],
        )

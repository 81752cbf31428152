"""Delivers events, runs tasks and periodic jobs, where `serve` does not do it."""

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from edusync.operations.worker import DELIVERERS, Worker


class Command(BaseCommand):
    """Runs until SIGTERM or Ctrl+C."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--threads", type=int, default=DELIVERERS, help="Deliveries at the same time.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command."""
        worker = Worker(deliverers=max(1, options["threads"]))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: worker.request_stop())
        worker.start()
        worker.wait()
        worker.stop()

"""Finds certificates that were missed."""

from typing import Any

from django.core.management.base import BaseCommand

from edusync.credentials.services import repair_certificates


class Command(BaseCommand):
    """manage.py repair_certificates."""

    help = "Make due what the trigger missed and hand overdue certificates to the worker again."

    def handle(self, **options: Any) -> None:
        """Repair all organizations."""
        self.stdout.write(f"{repair_certificates()} certificates helped")

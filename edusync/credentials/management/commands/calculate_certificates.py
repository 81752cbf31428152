"""Makes certificates due in one statement, for many enrollments at once."""

from typing import Any

from django.core.management.base import BaseCommand

from edusync.credentials.procedures import calculate_certificates


class Command(BaseCommand):
    """manage.py calculate_certificates: calls `sp_calculate_certificates` where the engine has procedures."""

    help = "Make due what the triggers missed, in one statement for all organizations."

    def handle(self, **options: Any) -> None:
        """Calculate for all organizations."""
        self.stdout.write(f"{calculate_certificates()} certificates made due")

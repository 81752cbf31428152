"""Changes the key that signs access and ID tokens."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from edusync.identity.services.signing_keys import rotate_signing_keys


class Command(BaseCommand):
    """`manage.py rotate_signing_keys [--urgent]`."""

    help = "Make the next signing key. The older ones stay published until the tokens they signed are over."

    def add_arguments(self, parser: CommandParser) -> None:
        """One switch."""
        parser.add_argument(
            "--urgent", action="store_true", help="A key got into wrong hands: void what it signed, at once."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate, and say from when the new key signs."""
        key = rotate_signing_keys(is_urgent=options["urgent"])
        self.stdout.write(f"Key {key.key_id} signs from {key.activates_at:%Y-%m-%d %H:%M} UTC.")

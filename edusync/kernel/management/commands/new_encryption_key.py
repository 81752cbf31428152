"""`manage.py new_encryption_key`: a fresh key for sealed columns."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from edusync.kernel import clock
from edusync.kernel.crypto import keyring, new_key


class Command(BaseCommand):
    """Prints; changes nothing."""

    help = "Prints a new entry for the front of EDUSYNC_ENCRYPTION_KEYS."

    def add_arguments(self, parser: Any) -> None:
        """The key's id; today's date if not given."""
        parser.add_argument("key_id", nargs="?", default="", help="letters and digits")

    def handle(self, *args: Any, **options: Any) -> None:
        """The entry goes to standard output alone, so that it can be piped; the advice goes to standard error."""
        key_id = options["key_id"] or f"k{clock.now():%Y%m%d}"
        if not key_id.isalnum():
            raise CommandError("the id is made of letters and digits")
        if key_id in keyring():
            raise CommandError(f"there is a key {key_id} already")
        self.stdout.write(new_key(key_id))
        self.stderr.write(
            "Put it in front of EDUSYNC_ENCRYPTION_KEYS, keep the others, restart, then run rotate_keys."
        )

"""Django's flush, for tables that their own triggers defend."""

from typing import Any

from django.core.management.commands import flush

from edusync.kernel import sqlobjects


class Command(flush.Command):
    """Removes all rows. Triggers are taken off meanwhile: those of append-only tables would refuse it."""

    def handle(self, **options: Any) -> None:
        """Flush the database."""
        using = options["database"]
        sqlobjects.drop_all(using, kinds=("trigger",))
        try:
            super().handle(**options)
        finally:
            sqlobjects.install(using)

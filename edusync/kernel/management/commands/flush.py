"""Django's flush, for tables that their own triggers defend."""

from typing import Any

from django.core.management.commands import flush
from django.core.management.sql import emit_post_migrate_signal

from edusync.kernel import sqlobjects
from edusync.kernel.models import SqlObject


class Command(flush.Command):
    """Removes all rows. Triggers on deletion are taken off meanwhile: those of append-only tables would refuse it."""

    def handle(self, **options: Any) -> None:
        """Flush the database."""
        using = options["database"]
        sqlobjects.drop_triggers_on_deletion(using)
        # What stays installed stays recorded: else all of it would be made anew, which takes longer than the rest.
        kept = list(SqlObject.objects.using(using).all())
        wants_signal = not options.get("inhibit_post_migrate", False)
        try:
            super().handle(**{**options, "inhibit_post_migrate": True})
            SqlObject.objects.using(using).bulk_create(kept, ignore_conflicts=True)
        finally:
            sqlobjects.install(using)
        if wants_signal:
            emit_post_migrate_signal(options["verbosity"], options["interactive"], using)

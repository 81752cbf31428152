"""`manage.py migrate`, with generated columns before the keys that name them, and quick on a new database."""

from contextlib import nullcontext
from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from edusync.kernel.migration_order import OrderedAutodetector
from edusync.kernel.migration_state import light_additions


class Command(Migrate):
    """Django's command with our order of operations."""

    autodetector = OrderedAutodetector

    def handle(self, *arguments: Any, **options: Any) -> None:
        """Migrate. Where nothing stands yet no step goes back, and nothing can be lost: there it goes the quick way."""
        is_new = not MigrationRecorder(connections[options["database"]]).applied_migrations()
        with light_additions() if is_new else nullcontext():
            super().handle(*arguments, **options)

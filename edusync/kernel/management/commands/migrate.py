"""`manage.py migrate`, with generated columns before the keys that name them, and quick on a new database."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
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
        with light_additions() if is_new else nullcontext(), what_is_loaded_set_aside():
            super().handle(*arguments, **options)


@contextmanager
def what_is_loaded_set_aside() -> Iterator[None]:
    """Python looks for garbage only in what comes from here on.

    Each step throws away hundreds of models, and every search for them would go through the whole program as well.
    """
    if gc.get_freeze_count():  # whoever called has done so, and for longer
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()

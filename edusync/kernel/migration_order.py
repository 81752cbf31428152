"""How migrations are put in order: generated columns before the keys that name them."""

from typing import Any

from django.db.migrations.autodetector import MigrationAutodetector, OperationDependency
from django.db.migrations.operations import AddConstraint, AddIndex
from django.db.migrations.operations.base import Operation


class OrderedAutodetector(MigrationAutodetector):
    """Knows that a key or index waits for the columns it names.

    Django puts a generated column after the columns it is made of, and forgets that a key may wait for it.
    """

    def add_operation(
        self, app_label: str, operation: Operation, dependencies: Any = None, beginning: bool = False
    ) -> None:
        """Add an operation of the migration with what must come before it."""
        if isinstance(operation, AddConstraint | AddIndex):
            named = getattr(operation, "constraint", None) or operation.index  # type: ignore[union-attr]
            waited = [
                OperationDependency(
                    app_label, operation.model_name, name.lstrip("-"), OperationDependency.Type.CREATE
                )
                for name in getattr(named, "fields", ())
                if (app_label, operation.model_name_lower, name.lstrip("-")) in self._new_columns
            ]
            dependencies = [*(dependencies or []), *waited]
        super().add_operation(app_label, operation, dependencies, beginning)

    @property
    def _new_columns(self) -> set[tuple[str, str, str]]:
        """Columns that this migration adds to tables that are there."""
        kept: set[tuple[str, str, str]] = getattr(self, "new_field_keys", set()) - getattr(
            self, "old_field_keys", set()
        )
        return {(app, model.lower(), name) for app, model, name in kept}

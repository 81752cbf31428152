"""Pointers that no foreign key guards: declared beside the models, looked after every night.

A table of high volume has no foreign keys (it is divided by months), a table of a lower app may point upwards, and the
audit log outlives what it names. A pointer to a row that is gone is an orphan.
"""

import dataclasses
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connections, models

from edusync.kernel import clock
from edusync.kernel.models import OrphanCheck

SHOWN = 20


@dataclasses.dataclass(frozen=True, slots=True)
class LooseReference:
    """A column with ids of another table. `zero_means_none` where 0 stands for nobody. `only` limits the rows."""

    label: str
    column: str
    target: str
    zero_means_none: bool = False
    only: tuple[tuple[str, Any], ...] = ()

    @property
    def name(self) -> str:
        """`table.column → table`, with the condition where several tables may be meant."""
        source, target = (apps.get_model(label)._meta.db_table for label in (self.label, self.target))
        condition = ", ".join(f"{column} = {value}" for column, value in self.only)
        return f"{source}.{self.column} → {target}" + (f" ({condition})" if condition else "")


@dataclasses.dataclass(frozen=True, slots=True)
class Orphans:
    """What the check of one pointer found: how many rows point nowhere, and the first of their keys."""

    reference: str
    count: int
    examples: list[Any]


_references: list[LooseReference] = []
_no_references: dict[tuple[str, str], str] = {}


def declare_reference(
    label: str, column: str, target: str, *, zero_means_none: bool = False, **only: Any
) -> None:
    """Say to which table the ids of a column belong."""
    reference = LooseReference(label, column, target, zero_means_none, tuple(sorted(only.items())))
    if reference not in _references:
        _references.append(reference)


def declare_no_reference(label: str, column: str, reason: str) -> None:
    """Say why a column that looks like a pointer is checked by nobody."""
    _no_references[label, column] = reason


def loose_references() -> list[LooseReference]:
    """Every declared pointer, by its name."""
    return sorted(_references, key=lambda reference: reference.name)


def undeclared_columns() -> Iterator[str]:
    """Columns of numbers named like a pointer, or foreign keys without a constraint, about which nothing is said."""
    known = {(reference.label, reference.column) for reference in _references} | _no_references.keys()
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed:  # a view
            continue
        fields: Any = model._meta.local_concrete_fields
        for field in fields:
            is_loose = field.remote_field is not None and not field.db_constraint
            is_plain = field.remote_field is None and field.column.endswith("_id") and is_number(field)
            if (is_loose or is_plain) and (model._meta.label, field.column) not in known:
                yield f"{model._meta.label}.{field.column}"


def is_number(field: Any) -> bool:
    """Whether a column holds whole numbers."""
    return isinstance(field, models.IntegerField)


def orphans_of(reference: LooseReference, using: str = "default") -> Orphans:
    """Rows whose pointer leads to no row."""
    source = apps.get_model(reference.label)
    target = apps.get_model(reference.target)
    rows = (
        everything(source, using)
        .filter(**dict(reference.only))
        .exclude(**{f"{reference.column}__isnull": True})
    )
    if reference.zero_means_none:
        rows = rows.exclude(**{reference.column: 0})
    there = everything(target, using).filter(pk=models.OuterRef(reference.column))
    lost = rows.filter(~models.Exists(there))
    count = lost.count()
    examples = list(lost.order_by("pk").values_list("pk", flat=True)[:SHOWN]) if count else []
    return Orphans(reference.name, count, examples)


def everything(model: type[models.Model], using: str) -> Any:
    """All rows of a table, of every organization."""
    manager: Any = getattr(model, "unscoped", None) or model._base_manager
    return manager.using(using).all()


def broken_foreign_keys(using: str = "default") -> list[Orphans]:
    """Foreign keys of SQLite that lead nowhere: the engine checks them only where the pragma is on."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        found: dict[str, list[Any]] = {}
        for table, row, parent, _number in cursor.fetchall():
            found.setdefault(f"{table} → {parent}", []).append(row)
    return [Orphans(name, len(rows), rows[:SHOWN]) for name, rows in sorted(found.items())]


def check_orphans(using: str = "default") -> list[Orphans]:
    """Look at every declared pointer, keep what was found and return it, pointers without orphans included."""
    found = [orphans_of(reference, using) for reference in loose_references()] + broken_foreign_keys(using)
    rows = OrphanCheck.objects.using(using)
    rows.exclude(reference__in=[item.reference for item in found]).delete()
    for item in found:
        rows.update_or_create(
            reference=item.reference,
            defaults={"orphans": item.count, "examples": item.examples, "checked_at": clock.now()},
        )
    return found

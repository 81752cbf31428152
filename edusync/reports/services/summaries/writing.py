"""Writes the difference between the rows of a summary that are and those that should be."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import UniqueConstraint

from edusync.kernel.tenancy import current_organization_id
from edusync.kernel.transactions import retry_deadlocks

BATCH = 500
Key = tuple[Any, ...]
Wanted = Mapping[Key, Mapping[str, Any]]


@retry_deadlocks
@transaction.atomic
def bring_in_line(present: Any, wanted: Wanted, *, keys: Sequence[str]) -> set[Key]:
    """Make the rows of the queryset `present` those of `wanted` (key to values); return the keys that differed.

    `keys` are the columns of the key, unique together. Every key wanted must lie within the queryset.
    """
    model = present.model
    found = {tuple(getattr(row, name) for name in keys): row for row in present}
    columns = sorted({name for values in wanted.values() for name in values})
    written = []
    for key, values in wanted.items():
        row = found.get(key)
        if row is None:
            row = model(organization_id=current_organization_id(), **dict(zip(keys, key, strict=True)))
        elif all(getattr(row, name) == value for name, value in values.items()):
            continue
        for name, value in values.items():
            setattr(row, name, value)
        # Written by its key: a row that somebody else made meanwhile is taken over.
        row.pk = None
        written.append((key, row))
    gone = found.keys() - wanted.keys()
    if gone:
        pks = [row.pk for key, row in found.items() if key in gone]
        for place in range(0, len(pks), BATCH):
            model.objects.filter(pk__in=pks[place : place + BATCH]).delete()
    if written:
        model.objects.bulk_create(
            [row for _, row in written],
            batch_size=BATCH,
            update_conflicts=True,
            update_fields=[*columns, "updated_at"],
            # MySQL and MariaDB take any unique key that is hit; naming one is refused.
            unique_fields=None if connection.vendor == "mysql" else _unique(model, keys),
        )
    return {key for key, _ in written} | gone


def _unique(model: Any, keys: Sequence[str]) -> list[str]:
    """Columns of the unique key: with the organization where it is part of it."""
    constraints = [each for each in model._meta.constraints if isinstance(each, UniqueConstraint)]
    has_organization = any("organization" in each.fields for each in constraints)
    return ["organization_id", *keys] if has_organization else list(keys)

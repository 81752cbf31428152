"""Filling a new column of a table in use: in batches of their own transactions, with progress, from where it stopped.

A release adds the column (`expand`), registers a backfill and writes the column itself; the worker fills the rows of
before; a later release may rely on it (`contract`), once `manage.py backfill --list` says that nothing is left.
"""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import models, transaction

from edusync.kernel import clock
from edusync.kernel.models import BackfillRun

# 500 rows each: what a worker does in a minute without being in anybody's way.
BATCHES_A_MINUTE = 20

# Gets primary keys, changes those rows in one or two statements, tells how many. It must bear repetition.
Change = Callable[[Sequence[int]], int]


@dataclasses.dataclass(frozen=True, slots=True)
class Backfill:
    """One filling: `label` names the model, `batch` how many rows a transaction takes."""

    name: str
    label: str
    change: Change
    batch: int

    def rows(self) -> models.QuerySet[Any]:
        """All rows of the table, of every organization."""
        model = apps.get_model(self.label)
        manager: Any = getattr(model, "unscoped", None) or model._base_manager
        return manager.all()


_backfills: dict[str, Backfill] = {}


def backfill(name: str, label: str, *, batch: int = 500) -> Callable[[Change], Change]:
    """Function decorator: the function fills rows of the model. The worker runs it until every row was seen."""

    def decorate(change: Change) -> Change:
        _backfills[name] = Backfill(name, label, change, batch)
        return change

    return decorate


def backfill_named(name: str) -> Backfill:
    """The backfill. Raises LookupError."""
    if name not in _backfills:
        raise LookupError(f"no backfill named {name}")
    return _backfills[name]


def all_backfills() -> list[Backfill]:
    """Every registered backfill, by name."""
    return [_backfills[name] for name in sorted(_backfills)]


def state_of(filling: Backfill) -> BackfillRun:
    """How far it is; a new row where it never ran."""
    run, _ = BackfillRun.objects.get_or_create(
        name=filling.name, defaults={"started_at": clock.now(), "rows_total": filling.rows().count()}
    )
    return run


def run_backfill(filling: Backfill, *, max_batches: int | None = None) -> BackfillRun:
    """Go on from the last batch that was committed, for `max_batches` or to the end. Returns the state."""
    run = state_of(filling)
    for _ in limit(max_batches):
        run = run_batch(filling)
        if run.finished_at is not None:
            break
    return run


def limit(count: int | None) -> Iterator[int]:
    """So many times, or for ever."""
    number = 0
    while count is None or number < count:
        yield number
        number += 1


@transaction.atomic
def run_batch(filling: Backfill) -> BackfillRun:
    """The next rows by primary key, and the mark of how far it is, in one transaction: a crash repeats nothing."""
    run = BackfillRun.objects.select_for_update().get(name=filling.name)
    if run.finished_at is not None:
        return run
    keys = list(
        filling.rows()
        .filter(pk__gt=run.last_key)
        .order_by("pk")
        .values_list("pk", flat=True)[: filling.batch]
    )
    if keys:
        run.rows_changed += filling.change(keys)
        run.rows_seen += len(keys)
        run.last_key = keys[-1]
    else:
        run.finished_at = clock.now()
    run.save()
    return run


def restart(filling: Backfill) -> None:
    """Forget how far it was: the next run begins with the first row."""
    BackfillRun.objects.filter(name=filling.name).delete()

"""The life of files that are made in the background and kept for a week: what exports of reports and data sets share.

A table of such files has the columns `state` (waiting, processing, completed, failed, expired), `rows_done`, `storage_key`,
`finished_at`, `expires_at`, `problem`, `updated_at`.
"""

import contextlib
import datetime
from collections.abc import Callable
from typing import Any

from edusync.files.services import drop_loose_content
from edusync.kernel import clock
from edusync.kernel.problems import Problem

KEPT = datetime.timedelta(days=7)
# The line "this file has expired" is of use for a while; then nobody remembers what was asked.
FORGOTTEN_AFTER = datetime.timedelta(days=30)
# A worker that died says nothing: what has not moved for so long will not move by itself.
STUCK_AFTER = datetime.timedelta(hours=1)
MAX_BYTES = 1024 * 1024 * 1024


def note(row: Any, **values: Any) -> None:
    """Write some columns of the row, and that it moved."""
    type(row).objects.filter(pk=row.pk).update(**values, updated_at=clock.now())


def progress_of(row: Any, *, step: int) -> Callable[[int], None]:
    """Tells the row how many lines are done, once in `step` lines."""
    told = 0

    def tell(done: int) -> None:
        nonlocal told
        if done - told >= step:
            told = done
            note(row, rows_done=done)

    return tell


def fail(row: Any, problem: Problem) -> None:
    """The file cannot be made; the row keeps why."""
    now = clock.now()
    type(row).objects.filter(pk=row.pk, state="processing").update(
        state="failed", finished_at=now, problem=problem.body(), updated_at=now
    )


def finish(row: Any, kept: Any, **values: Any) -> None:
    """The file is in the store as `kept`. If the row was removed meanwhile, or finished by another worker, it goes."""
    now = clock.now()
    finished = (
        type(row)
        .objects.filter(pk=row.pk, state="processing")
        .update(
            state="completed",
            size_bytes=kept.size_bytes,
            storage_key=kept.key,
            finished_at=now,
            expires_at=now + KEPT,
            problem=None,
            updated_at=now,
            **values,
        )
    )
    if not finished:
        drop_loose_content(kept.key)


def drop_expired(table: Any, *, stuck: Problem) -> int:
    """Take files whose week is over out of the store, fail what is stuck, forget what is long past.

    All organizations. Returns how many files went.
    """
    now = clock.now()
    over = table.unscoped.filter(state="completed", expires_at__lte=now)
    count = 0
    for row_id, key in list(over.values_list("pk", "storage_key")):
        # First nobody is given the file any more, then it goes.
        gone = over.filter(pk=row_id).update(state="expired", storage_key="", updated_at=now)
        with contextlib.suppress(FileNotFoundError):
            drop_loose_content(key)
        count += gone
    unmoved = table.unscoped.filter(state="processing", updated_at__lte=now - STUCK_AFTER)
    unmoved.update(state="failed", finished_at=now, problem=stuck.body(), updated_at=now)
    table.unscoped.filter(state__in=["expired", "failed"], updated_at__lte=now - FORGOTTEN_AFTER).delete()
    return count

"""Background work: named tasks in the outbox, and periodic jobs under a lease."""

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import structlog

from edusync.kernel.events import write_row, write_rows

TASK_PREFIX = "task:"
Task = Callable[..., None]

logger = structlog.get_logger(__name__)


@dataclasses.dataclass(frozen=True)
class PeriodicJob:
    """A function to run every so many seconds, in one worker at a time."""

    name: str
    every_seconds: int
    run: Callable[[], None]


_tasks: dict[str, Task] = {}
_jobs: dict[str, PeriodicJob] = {}


def task(name: str) -> Callable[[Task], Task]:
    """Function decorator: make the function known as `app.verb_object`. It must bear repetition."""

    def decorate(function: Task) -> Task:
        _tasks[name] = function
        return function

    return decorate


def periodic(name: str, *, every_seconds: int) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Function decorator: run the function about every so many seconds."""

    def decorate(function: Callable[[], None]) -> Callable[[], None]:
        _jobs[name] = PeriodicJob(name, every_seconds, function)
        return function

    return decorate


def enqueue(name: str, *, delay_seconds: float = 0, **arguments: Any) -> int:
    """Run a task after commit, `delay_seconds` later. Arguments are JSON. Returns the outbox row's id.

    Raises LookupError for an unknown task.
    """
    task_named(name)
    return write_row(TASK_PREFIX + name, arguments, delay_seconds=delay_seconds)


def enqueue_many(
    name: str,
    arguments: Sequence[dict[str, Any]],
    *,
    first_after_seconds: float = 0,
    every_seconds: float = 0,
) -> None:
    """Run a task once for each set of arguments, after commit, one every so many seconds: one statement for all.

    Raises LookupError for an unknown task.
    """
    task_named(name)
    write_rows(
        TASK_PREFIX + name,
        [(payload, first_after_seconds + number * every_seconds) for number, payload in enumerate(arguments)],
    )


def task_named(name: str) -> Task:
    """The function of a task. Raises LookupError."""
    try:
        return _tasks[name]
    except KeyError:
        raise LookupError(f"there is no task {name}") from None


def periodic_jobs() -> dict[str, PeriodicJob]:
    """Every declared job by name."""
    return dict(sorted(_jobs.items()))


@periodic("kernel.purge", every_seconds=3600)
def purge() -> None:
    """Drop what is over: delivered events, expired idempotency records, counters of past windows, old live news."""
    from edusync.kernel.idempotency import purge_records
    from edusync.kernel.live import purge_messages
    from edusync.kernel.outbox import purge_delivered
    from edusync.kernel.rate_stores import purge_counters

    purge_delivered()
    purge_records()
    purge_counters()
    purge_messages()


@periodic("kernel.orphans", every_seconds=24 * 3600)
def check_orphans() -> None:
    """Look for rows that point to rows that are gone, and keep what was found."""
    from edusync.kernel.schema.references import check_orphans

    lost = [item for item in check_orphans() if item.count]
    for item in lost:
        logger.warning("orphans_found", reference=item.reference, count=item.count)


@periodic("kernel.partitions", every_seconds=24 * 3600)
def keep_up_partitions() -> None:
    """Give divided tables their months to come; the event of the server does the same where it is on."""
    from edusync.kernel.schema.partitions import keep_up

    keep_up()


@periodic("kernel.run_backfills", every_seconds=60)
def run_backfills() -> None:
    """Go on with the filling of new columns: some batches of each, so that other jobs have their turn."""
    from edusync.kernel.backfills import BATCHES_A_MINUTE, all_backfills, run_backfill

    for filling in all_backfills():
        run_backfill(filling, max_batches=BATCHES_A_MINUTE)

"""Background work: named tasks in the outbox, and periodic jobs under a lease."""

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

from edusync.kernel.events import write_row, write_rows

TASK_PREFIX = "task:"
Task = Callable[..., None]


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

"""The background worker: threads that deliver the outbox, run periodic jobs and say that they live."""

import datetime as dt
import threading
import time
from collections.abc import Callable

import structlog
from django.db import DatabaseError, close_old_connections, connection

from edusync.kernel import clock, events, outbox, schedule
from edusync.kernel.models import ScheduledJob

HEARTBEAT = "operations.heartbeat"
HEARTBEAT_SECONDS = 10
HEARTBEAT_STALE = dt.timedelta(seconds=60)
IDLE_SECONDS = 0.5
ERROR_PAUSE_SECONDS = 2.0
# A long import must not keep a certificate waiting.
DELIVERERS = 2

logger = structlog.get_logger(__name__)


class Worker:
    """Background threads of one process. `start` begins, `stop` ends them."""

    def __init__(self, *, deliverers: int = DELIVERERS) -> None:
        self.name = outbox.worker_name()
        self._stopping = threading.Event()
        self._wake = threading.Event()
        self._deliverers = [outbox.Deliverer(name=f"{self.name}:{number}") for number in range(deliverers)]
        loops: list[Callable[[], None]] = [self._deliver_loop(deliverer) for deliverer in self._deliverers]
        loops.append(self._schedule_loop)
        self._threads = [
            threading.Thread(target=loop, name=f"worker-{number}", daemon=True)
            for number, loop in enumerate(loops)
        ]

    def start(self) -> None:
        """Start the threads."""
        events.register_waker(self._wake.set)
        for thread in self._threads:
            thread.start()

    def stop(self, timeout_seconds: float = 4.0) -> bool:
        """Let what runs finish within the time; what does not is delivered again later. True if all ended."""
        self._stopping.set()
        self._wake.set()
        events.unregister_waker(self._wake.set)
        deadline = time.monotonic() + timeout_seconds
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        for deliverer in self._deliverers:
            outbox.release(deliverer.name)
        beat_stops(self.name)
        connection.close()
        return not any(thread.is_alive() for thread in self._threads)

    def wait(self) -> None:
        """Block until `stop` is called from a signal handler or another thread."""
        while not self._stopping.wait(1.0):
            pass

    def request_stop(self) -> None:
        """Make `wait` return."""
        self._stopping.set()

    def _deliver_loop(self, deliverer: outbox.Deliverer) -> Callable[[], None]:
        def loop() -> None:
            while not self._stopping.is_set():
                if not self._attempt(deliverer.deliver_batch):
                    self._wake.wait(IDLE_SECONDS)
                    self._wake.clear()
            connection.close()

        return loop

    def _schedule_loop(self) -> None:
        while not self._stopping.is_set():
            self._attempt(self._tick)
            self._stopping.wait(HEARTBEAT_SECONDS)
        connection.close()

    def _tick(self) -> int:
        beat(self.name)
        for deliverer in self._deliverers:
            outbox.renew(deliverer.name)
        return len(schedule.run_due_jobs(self.name))

    def _attempt(self, step: Callable[[], int]) -> int:
        """One round; a database that is away for a while is no reason to die."""
        close_old_connections()
        try:
            return step()
        except DatabaseError:
            logger.exception("worker_round_failed")
            connection.close()
            self._stopping.wait(ERROR_PAUSE_SECONDS)
            return 0


def beat(worker: str) -> None:
    """Record that a worker lives."""
    now = clock.now()
    ScheduledJob.objects.update_or_create(
        name=HEARTBEAT, defaults={"leased_by": worker, "last_run_at": now, "next_run_at": now}
    )


def beat_stops(worker: str) -> None:
    """Record that this worker ended, unless another one beats."""
    ScheduledJob.objects.filter(name=HEARTBEAT, leased_by=worker).update(leased_by="", last_run_at=None)


def is_worker_alive() -> bool:
    """Whether a worker has beaten lately."""
    return ScheduledJob.objects.filter(name=HEARTBEAT, last_run_at__gt=clock.now() - HEARTBEAT_STALE).exists()

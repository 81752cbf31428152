"""Delivers outbox rows: claimed by a conditional UPDATE (safe on every engine), retried, given up after ten tries."""

import dataclasses
import datetime as dt
import os
import socket
import traceback
import uuid
from typing import Any

import structlog
from django.db import OperationalError
from django.db.models import F, Q

from edusync.kernel import clock, tenancy
from edusync.kernel.events import handlers_of
from edusync.kernel.models import OutboxEvent
from edusync.kernel.tasks import TASK_PREFIX, task_named

CLAIM = dt.timedelta(minutes=10)
MAX_ATTEMPTS = 10
LONGEST_BACKOFF_SECONDS = 3600
KEEP_DELIVERED = dt.timedelta(days=7)
ERROR_LENGTH = 2000

logger = structlog.get_logger(__name__)


def worker_name() -> str:
    """A name no other worker has."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


@dataclasses.dataclass
class Deliverer:
    """One worker's way through the outbox. `raise_errors` lets a handler's failure out (tests)."""

    name: str = dataclasses.field(default_factory=worker_name)
    raise_errors: bool = False

    def deliver_batch(self, limit: int = 20) -> int:
        """Claim and deliver up to `limit` rows, oldest first; return how many were claimed."""
        claimed = 0
        for row in pending(clock.now())[:limit]:
            if claim(row, self.name):
                claimed += 1
                self.deliver(row)
        return claimed

    def deliver(self, row: OutboxEvent) -> None:
        """Run the handlers of a claimed row and record the outcome."""
        try:
            run_handlers(row)
        except Exception as error:
            record_failure(row, self.name, error)
            if self.raise_errors:
                raise
        else:
            own(row, self.name).update(delivered_at=clock.now(), claimed_until=None, last_error="")


def pending(now: dt.datetime) -> Any:
    """Rows to deliver now, oldest first."""
    return (
        OutboxEvent.objects.filter(delivered_at=None, failed_at=None, available_at__lte=now)
        .filter(Q(claimed_until=None) | Q(claimed_until__lte=now))
        .order_by("available_at", "id")
    )


def claim(row: OutboxEvent, worker: str) -> bool:
    """Take the row for this worker, unless another one was faster."""
    now = clock.now()
    try:
        taken = (
            pending(now)
            .filter(pk=row.pk, attempts=row.attempts)
            .order_by()
            .update(claimed_by=worker, claimed_until=now + CLAIM, attempts=F("attempts") + 1)
        )
    except OperationalError:
        # A deadlock or a lost certification: the other worker has it.
        logger.info("claim_lost", event_id=row.pk)
        return False
    row.attempts += 1
    return bool(taken)


def own(row: OutboxEvent, worker: str) -> Any:
    """The row as long as the claim is this worker's."""
    return OutboxEvent.objects.filter(pk=row.pk, claimed_by=worker, delivered_at=None)


def run_handlers(row: OutboxEvent) -> None:
    """Call the task or every handler of the event, for its organization."""
    with tenancy.organization_context(row.organization_id):
        if row.event_type.startswith(TASK_PREFIX):
            task_named(row.event_type.removeprefix(TASK_PREFIX))(**row.payload)
            return
        for handler in handlers_of(row.event_type):
            handler(row.payload, int(row.pk))


def record_failure(row: OutboxEvent, worker: str, error: Exception) -> None:
    """Free the row for a later try, or give it up."""
    now = clock.now()
    is_dead = row.attempts >= MAX_ATTEMPTS
    told = "".join(traceback.format_exception(error))[-ERROR_LENGTH:]
    logger.warning(
        "delivery_failed", event_type=row.event_type, event_id=row.pk, attempt=row.attempts, exc_info=error
    )
    own(row, worker).update(
        claimed_by="",
        claimed_until=None,
        available_at=now + backoff(row.attempts),
        failed_at=now if is_dead else None,
        last_error=told,
    )


def backoff(attempts: int) -> dt.timedelta:
    """Wait after a failed try: 2, 4, 8 … seconds, an hour at most."""
    return dt.timedelta(seconds=min(2**attempts, LONGEST_BACKOFF_SECONDS))


def retry_failed(event_id: int) -> bool:
    """Give a dead row a new life; False if it is not dead."""
    return bool(
        OutboxEvent.objects.filter(pk=event_id, failed_at__isnull=False).update(
            failed_at=None, attempts=0, available_at=clock.now()
        )
    )


def purge_delivered() -> int:
    """Delete rows delivered a week ago; returns how many."""
    return OutboxEvent.objects.filter(delivered_at__lt=clock.now() - KEEP_DELIVERED).delete()[0]


def renew(worker: str) -> int:
    """Keep the claims of a worker whose handlers take long; returns how many."""
    held = OutboxEvent.objects.filter(claimed_by=worker, delivered_at=None, claimed_until__isnull=False)
    return held.update(claimed_until=clock.now() + CLAIM)


def release(worker: str) -> int:
    """Give back what a stopping worker could not finish; returns how many."""
    held = OutboxEvent.objects.filter(claimed_by=worker, delivered_at=None, failed_at=None)
    return held.update(claimed_by="", claimed_until=None)

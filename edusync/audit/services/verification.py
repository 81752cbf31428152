"""Checks that nobody changed the audit log."""

import dataclasses
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Max

from edusync.audit.chain import digest_of, head_text
from edusync.audit.models import AuditAnchor, AuditChain, AuditEvent
from edusync.audit.services.recording import HEAD_PURPOSE, PLATFORM
from edusync.kernel import crypto

BATCH = 2000


@dataclasses.dataclass(frozen=True, slots=True)
class ChainFault:
    """Where a chain is broken, and how."""

    organization_id: int
    event_id: int | None
    what: str


@dataclasses.dataclass(frozen=True, slots=True)
class ChainState:
    """A chain at a moment: its head, the newest event there was, and what anchors saw (digest by length)."""

    organization_id: int
    head: AuditChain | None
    last_id: int
    anchored: dict[int, str]


def chain_state(organization_id: int) -> ChainState:
    """The state now. The head is locked only while it is read: a check of a long chain must not stop the writers.

    Anchors are read first: one made meanwhile may have seen more events than this state has.
    """
    anchored = AuditAnchor.objects.filter(organization_id=organization_id, length__gt=0)
    seen = dict(anchored.values_list("length", "digest"))
    with transaction.atomic():
        head = AuditChain.objects.select_for_update().filter(pk=organization_id).first()
        # Events of a chain get their ids under its head's lock, so all of them are at most the newest of the table.
        last_id = AuditEvent.objects.aggregate(last=Max("id"))["last"] or 0
    return ChainState(organization_id, head, last_id, seen)


def chain_faults(*, organization_id: int | None = None) -> list[ChainFault]:
    """Every place where a chain does not hold; empty when the log is as it was written."""
    keys = set(AuditChain.objects.values_list("pk", flat=True)) | {
        key or PLATFORM for key in AuditEvent.objects.values_list("organization_id", flat=True).distinct()
    }
    wanted = keys if organization_id is None else keys & {organization_id}
    return [fault for key in sorted(wanted) for fault in faults_of(chain_state(key))]


def faults_of(state: ChainState) -> Iterator[ChainFault]:
    """Every place where the chain did not hold at that moment."""
    key, seen = state.organization_id, dict(state.anchored)
    previous, length = "", 0
    for event in _events(state):
        length += 1
        if event.previous_digest != previous:
            yield ChainFault(key, event.pk, "does not follow the event before it: one was removed or added")
        if digest_of(event, event.previous_digest) != event.digest:
            yield ChainFault(key, event.pk, "was changed")
        previous = event.digest
        if seen.pop(length, previous) != previous:
            yield ChainFault(key, event.pk, "is not the one that an anchor saw in its place")
    for missing in sorted(seen):
        yield ChainFault(key, None, f"lost event number {missing}, which an anchor saw")
    yield from _head_faults(state, length=length, digest=previous)


def _events(state: ChainState) -> Iterator[AuditEvent]:
    """Events in their order, batch by batch: MySQL's client would hold a whole answer in memory."""
    events = AuditEvent.objects.filter(
        organization_id=state.organization_id or None, id__lte=state.last_id
    ).order_by("id")
    after = 0
    while batch := list(events.filter(id__gt=after)[:BATCH]):
        yield from batch
        after = batch[-1].pk


def _head_faults(state: ChainState, *, length: int, digest: str) -> Iterator[ChainFault]:
    key, head = state.organization_id, state.head
    if head is None:
        yield ChainFault(key, None, "has no head")
        return
    if not is_head_stamped(head):
        yield ChainFault(key, None, "has a head that this site did not write")
    if head.length != length or head.digest != digest:
        yield ChainFault(
            key, None, f"has {length} events, its head says {head.length}: the end was cut off or forged"
        )


def is_head_stamped(head: AuditChain) -> bool:
    """Whether this site wrote the head of a chain."""
    return crypto.is_stamped(head_text(head.pk, head.length, head.digest), head.stamp, purpose=HEAD_PURPOSE)

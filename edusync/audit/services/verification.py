"""Checks that nobody changed the audit log."""

import dataclasses
from collections.abc import Iterator

from edusync.audit.chain import digest_of, head_text
from edusync.audit.models import AuditAnchor, AuditChain, AuditEvent
from edusync.audit.services.recording import HEAD_PURPOSE, PLATFORM
from edusync.kernel import crypto


@dataclasses.dataclass(frozen=True, slots=True)
class ChainFault:
    """Where a chain is broken, and how."""

    organization_id: int
    event_id: int | None
    what: str


def chain_faults(*, organization_id: int | None = None) -> list[ChainFault]:
    """Every place where a chain does not hold; empty when the log is as it was written."""
    heads = {chain.pk: chain for chain in AuditChain.objects.all()}
    keys = set(heads) | {
        key or PLATFORM for key in AuditEvent.objects.values_list("organization_id", flat=True).distinct()
    }
    wanted = keys if organization_id is None else keys & {organization_id}
    return [fault for key in sorted(wanted) for fault in _faults_of(key, heads.get(key))]


def _faults_of(key: int, head: AuditChain | None) -> Iterator[ChainFault]:
    events = AuditEvent.objects.filter(organization_id=key or None).order_by("id")
    # What the anchors saw: the digest of the event at that length.
    seen = dict(AuditAnchor.objects.filter(organization_id=key, length__gt=0).values_list("length", "digest"))
    previous, length = "", 0
    for event in events.iterator(chunk_size=1000):
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
    if head is None:
        yield ChainFault(key, None, "has no head")
        return
    if not is_head_stamped(head):
        yield ChainFault(key, None, "has a head that this site did not write")
    if head.length != length or head.digest != previous:
        yield ChainFault(
            key, None, f"has {length} events, its head says {head.length}: the end was cut off or forged"
        )


def is_head_stamped(head: AuditChain) -> bool:
    """Whether this site wrote the head of a chain."""
    return crypto.is_stamped(head_text(head.pk, head.length, head.digest), head.stamp, purpose=HEAD_PURPOSE)

"""Writes the audit log and checks that nobody changed it."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from allauth.core import context as request_context
from django.db import transaction

from edusync.audit.chain import digest_of
from edusync.audit.models import AuditChain, AuditEvent
from edusync.kernel import clock
from edusync.kernel.events import plain
from edusync.kernel.policy import Actor
from edusync.kernel.rest.rate_limits import client_address
from edusync.kernel.tenancy import current_organization_id, default_organization_id, has_organization

PLATFORM = 0
_INSERT_HEAD = {
    "sqlite": "INSERT OR IGNORE INTO audit_audit_chain (organization_id, length, digest) VALUES (%s, 0, '')",
    "mysql": "INSERT INTO audit_audit_chain (organization_id, length, digest) VALUES (%s, 0, '')"
    " ON DUPLICATE KEY UPDATE length = length",
}


def record_event(
    *,
    action: str,
    actor: Actor | int | None,
    target: tuple[str, Any] = ("", ""),
    facts: dict[str, Any] | None = None,
) -> None:
    """Add an event to the organization's chain, in the caller's transaction if there is one.

    The chain's head stays locked until that transaction ends: two events never follow the same one.
    """
    organization_id = current_organization_id() if has_organization() else default_organization_id()
    request = request_context.request
    event = AuditEvent(
        organization_id=organization_id,
        actor_id=actor.user_id if isinstance(actor, Actor) else actor,
        actor_label=actor.label[:200] if isinstance(actor, Actor) else "",
        action=action,
        target_type=str(target[0]),
        target_id=str(target[1])[:64],
        facts=plain(facts or {}),
        address=client_address(request)[:45] if request is not None else "",
        request_id=getattr(request, "request_id", "")[:64],
        created_at=clock.now(),
    )
    if transaction.get_connection().in_atomic_block:
        append(event)
    else:
        with transaction.atomic():
            append(event)


def append(event: AuditEvent) -> None:
    """Store the event behind the last of its organization. Needs a transaction."""
    key = event.organization_id or PLATFORM
    heads = AuditChain.objects.select_for_update()
    chain = heads.filter(pk=key).first()
    if chain is None:
        _insert_head(key)
        chain = heads.get(pk=key)
    event.previous_digest = chain.digest
    event.digest = digest_of(event, chain.digest)
    event.save(force_insert=True)
    AuditChain.objects.filter(pk=key).update(length=chain.length + 1, digest=event.digest)


def _insert_head(key: int) -> None:
    """Add the head of a chain unless somebody just did.

    In SQL: of two first events at once the second must wait for an exclusive lock. Django's `ignore_conflicts` takes
    a shared one on MySQL, from which both would go on into a deadlock.
    """
    connection = transaction.get_connection()
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_HEAD[connection.vendor], [key])


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
    previous, length = "", 0
    for event in events.iterator(chunk_size=1000):
        length += 1
        if event.previous_digest != previous:
            yield ChainFault(key, event.pk, "does not follow the event before it: one was removed or added")
        if digest_of(event, event.previous_digest) != event.digest:
            yield ChainFault(key, event.pk, "was changed")
        previous = event.digest
    if head is None:
        yield ChainFault(key, None, "has no head")
    elif head.length != length or head.digest != previous:
        yield ChainFault(
            key, None, f"has {length} events, its head says {head.length}: the end was cut off or forged"
        )

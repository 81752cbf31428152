"""Writes the audit log."""

from typing import Any

from allauth.core import context as request_context
from django.db import transaction

from edusync.audit.chain import digest_of, head_text
from edusync.audit.models import AuditAnchor, AuditChain, AuditEvent
from edusync.kernel import clock, crypto
from edusync.kernel.events import plain
from edusync.kernel.policy import Actor
from edusync.kernel.rest.rate_limits import client_address
from edusync.kernel.tenancy import current_organization_id, default_organization_id, has_organization

PLATFORM = 0
HEAD_PURPOSE = "audit.head"
_INSERT_HEAD = {
    "sqlite": "INSERT OR IGNORE INTO audit_audit_chain (organization_id, length, digest, stamp) VALUES (%s, 0, '', '')",
    "mysql": "INSERT INTO audit_audit_chain (organization_id, length, digest, stamp) VALUES (%s, 0, '', '')"
    " ON DUPLICATE KEY UPDATE length = length",
}


def record_event(
    *,
    action: str,
    actor: Actor | int | None,
    target: tuple[str, Any] = ("", ""),
    facts: dict[str, Any] | None = None,
    kind: str = AuditEvent.Kind.CHANGE,
    subject_id: int | None = None,
) -> None:
    """Add an event to the organization's chain, in the caller's transaction if there is one.

    The chain's head stays locked until that transaction ends: two events never follow the same one.
    """
    organization_id = current_organization_id() if has_organization() else default_organization_id()
    request = request_context.request
    event = AuditEvent(
        **_who(actor, request),
        organization_id=organization_id,
        kind=kind,
        subject_id=subject_id,
        action=action,
        target_type=str(target[0]),
        target_id=str(target[1])[:64],
        facts=plain(facts or {}),
        address=client_address(request)[:45] if request is not None else "",
        agent=request.headers.get("User-Agent", "")[:200] if request is not None else "",
        request_id=getattr(request, "request_id", "")[:64],
        created_at=clock.now(),
    )
    if transaction.get_connection().in_atomic_block:
        append(event)
    else:
        with transaction.atomic():
            append(event)


def _who(actor: Actor | int | None, request: Any) -> dict[str, Any]:
    """The columns that say who acted, and as whom."""
    behind: Actor | None = actor if isinstance(actor, Actor) else getattr(request, "actor", None)
    named = isinstance(actor, Actor)
    return {
        "actor_id": behind.user_id if named and behind else actor,
        "actor_label": behind.label[:200] if named and behind else "",
        "impersonator_id": behind.impersonator_id if behind else None,
        "credential": behind.credential if behind and behind.credential != "session" else "",
    }


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
    length = chain.length + 1
    mark = crypto.stamp(head_text(key, length, event.digest), purpose=HEAD_PURPOSE)
    AuditChain.objects.filter(pk=key).update(length=length, digest=event.digest, stamp=mark)


def _insert_head(key: int) -> None:
    """Add the head of a chain unless somebody just did.

    In SQL: of two first events at once the second must wait for an exclusive lock. Django's `ignore_conflicts` takes
    a shared one on MySQL, from which both would go on into a deadlock.
    """
    connection = transaction.get_connection()
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_HEAD[connection.vendor], [key])


def stamp_older_heads() -> int:
    """Stamp heads from before heads were stamped; how many. A chain that was anchored once is not trusted again."""
    count = 0
    anchored = AuditAnchor.objects.values("organization_id")
    with transaction.atomic():
        for chain in AuditChain.objects.select_for_update().filter(stamp="").exclude(pk__in=anchored):
            mark = crypto.stamp(head_text(chain.pk, chain.length, chain.digest), purpose=HEAD_PURPOSE)
            count += AuditChain.objects.filter(pk=chain.pk).update(stamp=mark)
    return count

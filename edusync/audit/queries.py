"""Reads of the audit log."""

from django.db.models import QuerySet

from edusync.audit.models import AuditEvent


def events_of(
    *,
    organization_id: int,
    action: str = "",
    actor_id: int | None = None,
    target: tuple[str, str] | None = None,
) -> QuerySet[AuditEvent]:
    """Events of an organization. `action` may be a beginning such as `identity.`."""
    events: QuerySet[AuditEvent] = AuditEvent.objects.filter(organization_id=organization_id)
    if action:
        events = events.filter(action__startswith=action)
    if actor_id is not None:
        events = events.filter(actor_id=actor_id)
    if target is not None:
        events = events.filter(target_type=target[0], target_id=target[1])
    return events

"""Who may read the audit log."""

from typing import Any

from edusync.kernel.policy import Actor, Permission, Policy


class AuditPolicy(Policy):
    """Whoever holds the permission reads the events of their organization; nobody changes any."""

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Events of the actor's organization."""
        if not actor.has(Permission.AUDIT_READ):
            return queryset.none()
        return queryset.filter(organization_id=actor.organization_id)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Reading, by permission."""
        if permission != Permission.AUDIT_READ or not actor.has(permission):
            return False
        return target is None or target.organization_id == actor.organization_id

"""Who may read the audit log."""

from typing import Any

from edusync.kernel.policy import Actor, Permission, Policy

PERMISSIONS = (Permission.AUDIT_READ, Permission.AUDIT_EXPORT)


class AuditPolicy(Policy):
    """Whoever holds the permission reads the events of their organization; nobody changes any."""

    key_scope = Permission.AUDIT_READ

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Events of the actor's organization."""
        if not actor.has(Permission.AUDIT_READ):
            return queryset.none()
        return queryset.filter(organization_id=actor.organization_id)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Reading and taking away, by permission; who takes away must be able to read."""
        if permission not in PERMISSIONS or not (actor.has(permission) and actor.has(Permission.AUDIT_READ)):
            return False
        return target is None or target.organization_id == actor.organization_id

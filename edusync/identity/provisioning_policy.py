"""Who looks after provisioning."""

from typing import Any

from edusync.kernel.policy import Actor, Permission, Policy


class ProvisioningPolicy(Policy):
    """By one permission, in the own organization."""

    key_scope = Permission.PROVISIONING_MANAGE

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """All of the actor's organization."""
        if not actor.has(Permission.PROVISIONING_MANAGE):
            return queryset.none()
        return queryset.filter(organization_id=actor.organization_id)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """By permission."""
        return actor.has(permission)

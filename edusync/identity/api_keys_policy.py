"""Who may see and end API keys."""

from typing import Any

from edusync.identity.models import ApiKey
from edusync.kernel.policy import Actor, Permission, Policy


class ApiKeyPolicy(Policy):
    """Everybody has keys of their own; who manages keys sees and ends those of the organization. Keys make no keys."""

    offered = (Permission.API_KEY_MANAGE,)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """All of the organization for who manages keys, else the actor's own."""
        if not actor.is_authenticated or actor.credential != "session":
            return queryset.none()
        own = queryset.filter(organization_id=actor.organization_id)
        return own if actor.has(Permission.API_KEY_MANAGE) else own.filter(owner_id=actor.user_id)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Ending a key: its owner, or who manages keys."""
        if not actor.is_authenticated or actor.credential != "session" or actor.impersonator_id is not None:
            return False
        if not isinstance(target, ApiKey):
            return True
        if target.organization_id != actor.organization_id:
            return False
        return target.owner_id == actor.user_id or actor.has(Permission.API_KEY_MANAGE)

"""Who may see and change people."""

from typing import Any

from edusync.identity.models import OrganizationMembership
from edusync.kernel.policy import Actor, Permission, Policy


class PersonPolicy(Policy):
    """Members of the actor's organization; a target is a membership. Everybody sees themselves."""

    offered = (Permission.PERSON_MANAGE, Permission.ROLE_GRANT)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """All members for who may read people, else the actor alone."""
        own = queryset.filter(organization_id=actor.organization_id)
        if actor.has(Permission.PERSON_READ):
            return own
        return own.filter(user_id=actor.user_id) if actor.is_authenticated else queryset.none()

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """By permission in the organization; reading oneself is free."""
        if target is None:
            return actor.has(permission)
        if not isinstance(target, OrganizationMembership) or target.organization_id != actor.organization_id:
            return False
        if (
            permission == Permission.PERSON_READ
            and actor.is_authenticated
            and target.user_id == actor.user_id
        ):
            return True
        # Who may change people must be able to see them.
        return actor.has(permission) and actor.has(Permission.PERSON_READ)

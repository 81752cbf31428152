"""Who may see calendar entries and feeds: whose they are. No role opens them."""

from typing import Any

from edusync.kernel.policy import Actor, Policy


class OwnCalendarPolicy(Policy):
    """A person's own entries. Without `key_scope`: no key or token reads them; programs have the feed."""

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """The actor's own rows; none for somebody who sees the site as them."""
        if not actor.is_authenticated or actor.impersonator_id is not None:
            return queryset.none()
        return queryset.filter(organization_id=actor.organization_id, owner_id=actor.user_id)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Everything with one's own."""
        if not actor.is_authenticated or actor.impersonator_id is not None:
            return False
        if target is None:
            return True
        return target.organization_id == actor.organization_id and target.owner_id == actor.user_id

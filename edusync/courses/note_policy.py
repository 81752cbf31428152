"""Who may see notes and bookmarks: who wrote them. No role opens them, not even the care of all courses."""

from typing import Any

from edusync.kernel.policy import Actor, Policy


class OwnNotesPolicy(Policy):
    """What a learner noted and marked. Without `key_scope`: no key or token reads it either."""

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """The actor's own rows; none for somebody who sees the site as them."""
        if not actor.is_authenticated or actor.impersonator_id is not None:
            return queryset.none()
        return queryset.filter(organization_id=actor.organization_id, learner_id=actor.user_id)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Everything with one's own."""
        if not actor.is_authenticated or actor.impersonator_id is not None:
            return False
        if target is None:
            return True
        return target.organization_id == actor.organization_id and target.learner_id == actor.user_id

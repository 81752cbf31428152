"""Who may see and decide what in privacy."""

from typing import Any

from edusync.kernel.policy import Actor, Permission, Policy


class SubjectRequestPolicy(Policy):
    """People see their own requests; who manages requests sees those of the organization."""

    offered = (Permission.PRIVACY_REQUEST_MANAGE,)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Own ones, or all of the organization."""
        if not actor.is_authenticated:
            return queryset.none()
        queryset = queryset.filter(organization_id=actor.organization_id)
        if actor.has(Permission.PRIVACY_REQUEST_MANAGE):
            return queryset
        return queryset.filter(user_id=actor.user_id)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Deciding and performing needs the permission; one's own rows need none."""
        if target is not None and target.organization_id != actor.organization_id:
            return False
        return actor.is_authenticated and actor.has(permission)


class ManagedPolicy(Policy):
    """For what only its managers see: texts of consent and policies, rules of retention, legal holds."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """All of the organization, for managers."""
        if not actor.has(self.permission):
            return queryset.none()
        return queryset.filter(organization_id=actor.organization_id)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """By permission, in one's organization."""
        if target is not None and target.organization_id != actor.organization_id:
            return False
        return actor.has(permission)

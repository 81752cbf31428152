"""Who may set up sign-in services and programs."""

from typing import Any, ClassVar

from edusync.kernel.policy import Actor, Permission, Policy


class _OrganizationRows(Policy):
    """Rows of the actor's organization, for who holds the one permission."""

    needed: ClassVar[Permission]

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """All of the organization, or none."""
        if not actor.has(self.needed):
            return queryset.none()
        return queryset.filter(organization_id=actor.organization_id)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """By the one permission, in the own organization."""
        is_own = target is None or target.organization_id == actor.organization_id
        return is_own and permission == self.needed and actor.has(permission)


class IdentityProviderPolicy(_OrganizationRows):
    """Services that people sign in with."""

    needed = Permission.SIGN_IN_MANAGE
    offered = (Permission.SIGN_IN_MANAGE,)


class ApplicationPolicy(_OrganizationRows):
    """Programs that sign people in here or call the API."""

    needed = Permission.APPLICATION_MANAGE
    offered = (Permission.APPLICATION_MANAGE,)

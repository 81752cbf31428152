"""Who may see and change people."""

from typing import Any

from django.db.models import Q

from edusync.identity.models import OrganizationMembership
from edusync.identity.organizations_policy import is_platform_admin  # noqa: F401 - offered to other apps here
from edusync.kernel.policy import Actor, Permission, Policy


class PersonPolicy(Policy):
    """Members of the actor's organization; a target is a membership. Everybody sees themselves."""

    key_scope = Permission.PERSON_READ
    offered = (Permission.PERSON_MANAGE, Permission.ROLE_GRANT)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """All members for who may read people, those of their units for who may there, else the actor alone."""
        if not actor.is_authenticated:
            return queryset.none()
        own = queryset.filter(organization_id=actor.organization_id)
        if actor.has(Permission.PERSON_READ):
            return own
        if units := actor.units_with(Permission.PERSON_READ):
            return own.filter(Q(unit_id__in=units) | Q(user_id=actor.user_id))
        return own.filter(user_id=actor.user_id)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """By permission in the organization or in the person's unit; reading oneself is free."""
        if target is None:
            return actor.has(permission) or bool(actor.units_with(permission))
        if not isinstance(target, OrganizationMembership) or target.organization_id != actor.organization_id:
            return False
        if (
            permission == Permission.PERSON_READ
            and actor.is_authenticated
            and target.user_id == actor.user_id
        ):
            return True
        # Who may change people must be able to see them.
        return actor.has_in_unit(permission, target.unit_id) and actor.has_in_unit(
            Permission.PERSON_READ, target.unit_id
        )


class SignInPolicyPolicy(Policy):
    """What an organization asks of sign-ins: for who may manage sign-in there."""

    key_scope = Permission.SIGN_IN_MANAGE

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """The organization's own."""
        if not actor.has(Permission.SIGN_IN_MANAGE):
            return queryset.none()
        return queryset.filter(organization_id=actor.organization_id)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """By permission in the organization."""
        return actor.has(permission) and (target is None or target.organization_id == actor.organization_id)

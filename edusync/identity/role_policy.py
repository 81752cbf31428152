"""Who may see and change roles."""

from typing import Any

from django.db.models import Q

from edusync.identity.models import Role, RoleAssignment
from edusync.kernel.policy import Actor, Permission, Policy


class RolePolicy(Policy):
    """Roles of the actor's organization and those that ship with the code; a target is a role."""

    key_scope = Permission.ROLE_READ
    offered = (Permission.ROLE_MANAGE, Permission.ROLE_GRANT)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Own ones and the system's, for who may read roles."""
        if not actor.is_authenticated or not actor.has(Permission.ROLE_READ):
            return queryset.none()
        return queryset.filter(Q(organization_id=actor.organization_id) | Q(organization__isnull=True))

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """By permission in the organization; roles that ship with the code are not changed."""
        if not actor.is_authenticated or not actor.has(Permission.ROLE_READ):
            return False
        if target is None:
            return actor.has(permission)
        if not isinstance(target, Role) or target.organization_id not in {None, actor.organization_id}:
            return False
        if permission == Permission.ROLE_MANAGE and target.organization_id is None:
            return False
        return actor.has(permission)


class RoleAssignmentPolicy(Policy):
    """Who holds what: for who may read roles and people of the organization, or people of their units; and one's own."""

    key_scope = Permission.ROLE_READ
    offered = (Permission.ROLE_GRANT,)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """All of the organization, those of the actor's units, and the actor's own."""
        if not actor.is_authenticated:
            return queryset.none()
        rows = queryset.filter(organization_id=actor.organization_id)
        if actor.has(Permission.ROLE_READ) and actor.has(Permission.PERSON_READ):
            return rows
        condition = Q(user_id=actor.user_id)
        readable = set(actor.units_with(Permission.PERSON_READ))
        units = {unit for unit in readable if actor.has_in_unit(Permission.ROLE_READ, unit)}
        if units:
            condition |= Q(
                user__memberships__organization_id=actor.organization_id, user__memberships__unit_id__in=units
            )
        return rows.filter(condition).distinct() if units else rows.filter(condition)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Reading what is visible; granting and ending by permission there."""
        if not actor.is_authenticated:
            return False
        if target is None:
            return actor.has(permission) or bool(actor.units_with(permission))
        if not isinstance(target, RoleAssignment) or target.organization_id != actor.organization_id:
            return False
        if not self.sees(actor, target):
            return False
        if permission == Permission.ROLE_READ:
            return True
        if actor.has(permission):
            return True
        return target.scope == RoleAssignment.Scope.UNIT and actor.has_in_unit(permission, target.scope_id)

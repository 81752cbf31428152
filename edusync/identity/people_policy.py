"""Who may see and change what belongs to people: invitations, own fields, job roles."""

from typing import Any, ClassVar

from edusync.kernel.policy import Actor, Permission, Policy


class InvitationPolicy(Policy):
    """Whoever may invite sees and changes the organization's invitations."""

    key_scope = Permission.PERSON_INVITE
    offered = (Permission.PERSON_INVITE,)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """All of the actor's organization."""
        if not actor.has(Permission.PERSON_INVITE):
            return queryset.none()
        return queryset.filter(organization_id=actor.organization_id)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """By permission, in the own organization."""
        return _holds(actor, permission, target)


class CustomFieldPolicy(Policy):
    """Fields and job roles: read by whoever reads people, changed by permission."""

    key_scope = Permission.PERSON_READ
    offered: ClassVar[tuple[Permission, ...]] = (Permission.CUSTOM_FIELD_MANAGE,)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """All of the actor's organization, for its staff."""
        if not (actor.has(Permission.PERSON_READ) or actor.has(Permission.CUSTOM_FIELD_MANAGE)):
            return queryset.none()
        return queryset.filter(organization_id=actor.organization_id)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """By permission, in the own organization."""
        return _holds(actor, permission, target)


def _holds(actor: Actor, permission: str, target: Any) -> bool:
    if target is not None and target.organization_id != actor.organization_id:
        return False
    return actor.has(permission)

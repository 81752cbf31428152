"""Who may see and change organizations and what they are made of."""

from typing import Any

from edusync.identity.models import OrganizationUnit
from edusync.kernel import tenancy
from edusync.kernel.policy import Actor, Permission, Policy


def is_platform_admin(actor: Actor) -> bool:
    """Whether the actor looks after the whole installation.

    Every organization's admin holds `operations:site:manage`; it counts in the organization that the site started with.
    """
    if not actor.has(Permission.SITE_MANAGE):
        return False
    return actor.is_superuser or actor.organization_id == tenancy.default_organization_id()


class OrganizationPolicy(Policy):
    """An organization's admins see and change their own; platform admins see all."""

    offered = (Permission.ORGANIZATION_MANAGE, Permission.SITE_MANAGE)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """All for platform admins, the own one for who manages it."""
        if is_platform_admin(actor):
            return queryset
        if actor.is_authenticated and actor.has(Permission.ORGANIZATION_MANAGE):
            return queryset.filter(pk=actor.organization_id)
        return queryset.none()

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """What concerns the installation is for platform admins, the rest for who manages that organization."""
        if permission == Permission.SITE_MANAGE:
            return is_platform_admin(actor)
        if target is not None and target.pk != actor.organization_id:
            return False
        return actor.is_authenticated and actor.has(permission)


class StructurePolicy(Policy):
    """Units, terms, groups, domains: seen by who looks after people, changed by who holds `manage`."""

    def __init__(self, manage: Permission, *readers: Permission) -> None:
        self.offered = (manage,)  # type: ignore[misc]
        self.manage = manage
        self.readers = readers

    def may_read(self, actor: Actor) -> bool:
        """Whether the actor may look at all."""
        held = any(actor.has(permission) for permission in (self.manage, *self.readers))
        return actor.is_authenticated and held

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Rows of the actor's organization."""
        if not self.may_read(actor):
            return queryset.none()
        return queryset.filter(organization_id=actor.organization_id)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Reading for the readers, everything else for managers; a role in a unit counts in that unit."""
        if target is not None and target.organization_id != actor.organization_id:
            return False
        if permission != self.manage:
            is_reading = permission in self.readers or actor.has(permission)
            return is_reading and self.may_read(actor)
        return self.may_read(actor) and actor.has(permission)


class UnitPolicy(StructurePolicy):
    """Whoever looks after one unit sees and changes that one and those below it."""

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """All units for readers, else those in which the actor holds a role that manages units."""
        if self.may_read(actor):
            return super().visible(queryset, actor)
        own = queryset.filter(organization_id=actor.organization_id)
        return own.filter(pk__in=actor.units_with(self.manage))

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """By permission in the organization, or in the unit itself."""
        if super().allows(actor, permission, target):
            return True
        units = actor.units_with(self.manage)
        if target is None:
            return bool(units) and permission in self.readers
        if not isinstance(target, OrganizationUnit) or target.organization_id != actor.organization_id:
            return False
        return target.pk in units


_READERS = (Permission.PERSON_READ, Permission.ROLE_READ)
UNITS = UnitPolicy(Permission.UNIT_MANAGE, *_READERS)
TERMS = StructurePolicy(Permission.TERM_MANAGE, *_READERS)
GROUPS = StructurePolicy(Permission.GROUP_MANAGE, *_READERS)
DOMAINS = StructurePolicy(Permission.ORGANIZATION_MANAGE)

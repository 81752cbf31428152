"""Roles in a scope, brought in line with what another app knows about duties there."""

from collections.abc import Iterable

from edusync.identity.models import OrganizationMembership, Role, RoleAssignment
from edusync.kernel import clock

# Organization, person, id of the scope, code of the role.
Holding = tuple[int, int, int, str]


def align_scoped_roles(
    *, scope: str, wanted: Iterable[Holding], stale: Iterable[Holding], using: str = "default"
) -> int:
    """Grant members the wanted roles of the system that they do not hold, close the stale ones; how many were new."""
    rows = RoleAssignment.unscoped.using(using).filter(scope=scope, closed_at=None)
    held = {
        (organization_id, user_id, scope_id, code): pk
        for pk, organization_id, user_id, scope_id, code in rows.values_list(
            "pk", "organization_id", "user_id", "scope_id", "role__code"
        )
    }
    missing = sorted(set(wanted) - held.keys())
    closing = [held[key] for key in set(stale) & held.keys()]
    if closing:
        now = clock.now()
        rows.filter(pk__in=closing).update(closed_at=now, updated_at=now)
    roles = {
        role.code: role for role in Role.objects.using(using).filter(organization=None, archived_at=None)
    }
    people = OrganizationMembership.unscoped.using(using).filter(user_id__in={key[1] for key in missing})
    members = set(people.values_list("organization_id", "user_id"))
    new = [key for key in missing if key[3] in roles and key[:2] in members]
    for organization_id, user_id, scope_id, code in new:
        RoleAssignment.unscoped.using(using).create(
            organization_id=organization_id, user_id=user_id, scope=scope, scope_id=scope_id, role=roles[code]
        )
    return len(new)

"""What must be there before anybody comes: the default organization and the roles that ship with the code."""

from collections.abc import Set as AbstractSet
from typing import Any

from django.db import transaction

from edusync.identity import queries
from edusync.identity.models import Organization, Role, RolePermission, SignInPolicy
from edusync.identity.roles import ADMIN, SYSTEM_ROLES
from edusync.identity.standing import permissions_of_role, role_version
from edusync.kernel import clock
from edusync.kernel.policy import Permission


@transaction.atomic
def ensure_default_organization() -> Organization:
    """The organization a single school never hears of. Repeating changes nothing."""
    organization = Organization.objects.filter(is_default=True).order_by("id").first()
    if organization is None:
        organization, _ = Organization.objects.get_or_create(
            slug="main", defaults={"name": "EduSync", "is_default": True}
        )
    queries.forget_default_organization()
    return organization


@transaction.atomic
def ensure_system_roles() -> list[Role]:
    """Create what is missing of the system roles; permissions new in the code reach the roles that ship with them.

    A permission that somebody took from a role stays away. The admin role always holds everything, so what it lacks
    is new to this installation.
    """
    known = {role.code: role for role in Role.objects.filter(organization__isnull=True)}
    held: dict[int, set[str]] = {}
    for role_id, code in RolePermission.objects.filter(role__organization__isnull=True).values_list(
        "role_id", "permission"
    ):
        held.setdefault(role_id, set()).add(code)
    admin = known.get(ADMIN)
    new = {str(code) for code in Permission} - (held.get(admin.pk, set()) if admin else set())
    roles = []
    for system_role in SYSTEM_ROLES:
        role = known.get(system_role.code)
        if role is None:
            role = Role.objects.create(code=system_role.code, name=system_role.name, is_system=True)
        present = held.get(role.pk, set())
        missing = system_role.permissions - present
        if present and system_role.code != ADMIN:
            missing &= new
        if missing:
            _add_permissions(role, missing)
        # Known to this process from the start, so that no first request pays for it.
        permissions_of_role(role.pk, role_version(role))
        roles.append(role)
    return roles


def _add_permissions(role: Role, codes: AbstractSet[str]) -> None:
    RolePermission.objects.bulk_create(RolePermission(role=role, permission=code) for code in sorted(codes))
    role.save(update_fields=["updated_at"])


@transaction.atomic
def ensure_sign_in_policy(organization: Organization) -> None:
    """Let what the organization asks of sign-ins begin now: admins of long ago get their days of grace, too."""
    if not SignInPolicy.objects.filter(pk=organization.pk).exists():
        SignInPolicy.objects.create(organization=organization, second_factor_since=clock.now())


def install(**_signal: Any) -> None:
    """Receiver of post_migrate; also after a test emptied the tables."""
    ensure_sign_in_policy(ensure_default_organization())
    ensure_system_roles()


def unknown_permissions() -> list[str]:
    """Codes held by roles that the code does not know any more."""
    codes = {str(permission) for permission in Permission}
    return sorted(
        set(RolePermission.objects.exclude(permission__in=codes).values_list("permission", flat=True))
    )

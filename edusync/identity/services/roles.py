"""Roles: granted and revoked, with a note in the audit log."""

from django.db import transaction

from edusync.identity.models import OrganizationMembership, Role, RoleAssignment
from edusync.identity.problems import LastAdmin, RoleBeyondOwn, UnknownRole
from edusync.identity.roles import ADMIN
from edusync.identity.standing import permissions_of_role, role_version
from edusync.kernel import audit
from edusync.kernel.policy import Actor
from edusync.kernel.problems import NotFound
from edusync.kernel.tenancy import current_organization_id, organization_context


def role_named(code: str, *, organization_id: int) -> Role:
    """The organization's own role of that code, else the system's. Raises UnknownRole."""
    own = Role.objects.filter(code=code, organization_id=organization_id).first()
    role = own or Role.objects.filter(code=code, organization__isnull=True).first()
    if role is None:
        raise UnknownRole(role=code)
    return role


def assign_role(
    *,
    user_id: int,
    role_code: str,
    organization_id: int,
    scope: str = "organization",
    scope_id: int = 0,
    granted_by: int | None,
) -> tuple[RoleAssignment, bool]:
    """Store the assignment unless it is there. Returns it and whether it is new. Raises UnknownRole."""
    role = role_named(role_code, organization_id=organization_id)
    assignment, is_new = RoleAssignment.unscoped.get_or_create(
        organization_id=organization_id,
        user_id=user_id,
        role=role,
        scope=RoleAssignment.Scope(scope),
        scope_id=scope_id,
        defaults={"granted_by_id": granted_by},
    )
    return assignment, is_new


@transaction.atomic
def grant_role(
    *,
    user_id: int,
    role_code: str,
    scope: str = "organization",
    scope_id: int = 0,
    granted_by: Actor | int | None,
    organization_id: int | None = None,
) -> RoleAssignment:
    """Give a member a role in the organization in context, or in one course of it. Twice is once.

    Raises NotFound (no member), UnknownRole, RoleBeyondOwn (an actor must hold what the role holds).
    """
    organization_id = organization_id or current_organization_id()
    if not OrganizationMembership.unscoped.filter(user_id=user_id, organization_id=organization_id).exists():
        raise NotFound
    refuse_beyond_own(granted_by, role_named(role_code, organization_id=organization_id))
    assignment, is_new = assign_role(
        user_id=user_id,
        role_code=role_code,
        organization_id=organization_id,
        scope=scope,
        scope_id=scope_id,
        granted_by=granted_by.user_id if isinstance(granted_by, Actor) else granted_by,
    )
    if is_new:
        _record("identity.role.granted", granted_by, assignment, role_code)
    return assignment


@transaction.atomic
def revoke_role(
    *,
    user_id: int,
    role_code: str,
    scope: str = "organization",
    scope_id: int = 0,
    revoked_by: Actor | int | None,
    organization_id: int | None = None,
) -> None:
    """Take a role away in the organization in context.

    Raises NotFound (not held), LastAdmin, RoleBeyondOwn.
    """
    organization_id = organization_id or current_organization_id()
    # Locked in one order, so that two admins cannot take the role from each other at the same time.
    holders = list(
        RoleAssignment.unscoped.select_for_update()
        .filter(organization_id=organization_id, role__code=role_code, scope=scope, scope_id=scope_id)
        .select_related("role")
        .order_by("id")
    )
    assignment = next((row for row in holders if row.user_id == user_id), None)
    if assignment is None:
        raise NotFound
    refuse_beyond_own(revoked_by, assignment.role)
    if role_code == ADMIN and scope == RoleAssignment.Scope.ORGANIZATION and len(holders) == 1:
        raise LastAdmin
    _record("identity.role.revoked", revoked_by, assignment, role_code)
    assignment.delete()


def refuse_beyond_own(actor: Actor | int | None, role: Role) -> None:
    """Raise RoleBeyondOwn if the role holds a permission the actor lacks. The system's own code (no Actor) may all."""
    if not isinstance(actor, Actor):
        return
    if any(not actor.has(code) for code in permissions_of_role(role.pk, role_version(role))):
        raise RoleBeyondOwn(role=role.code)


def _record(action: str, actor: Actor | int | None, assignment: RoleAssignment, role_code: str) -> None:
    with organization_context(assignment.organization_id):
        audit.record(
            action,
            actor=actor,
            target=("user", assignment.user_id),
            facts={"role": role_code, "scope": assignment.scope, "scope_id": assignment.scope_id},
        )

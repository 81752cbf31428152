"""Roles of people: granted, changed and taken away, with a note in the audit log. Nothing of it is deleted."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from edusync.identity.models import OrganizationMembership, Role, RoleAssignment
from edusync.identity.problems import LastAdmin, RoleBeyondOwn, UnknownRole, UnknownScope
from edusync.identity.roles import ADMIN
from edusync.identity.scopes import names_in_scope
from edusync.identity.standing import permissions_of_role, role_version
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem
from edusync.kernel.tenancy import current_organization_id, organization_context

Scope = RoleAssignment.Scope


def role_named(code: str, *, organization_id: int) -> Role:
    """The organization's own role of that code, else the system's. Raises UnknownRole."""
    roles = Role.objects.filter(code=code, archived_at__isnull=True)
    role = roles.filter(organization_id=organization_id).first()
    role = role or roles.filter(organization__isnull=True).first()
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
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> tuple[RoleAssignment, bool]:
    """Store the assignment unless it is there. Returns it and whether it is new or has new dates. Raises UnknownRole."""
    key = {
        "organization_id": organization_id,
        "user_id": user_id,
        "role": role_named(role_code, organization_id=organization_id),
        "scope": Scope(scope),
        "scope_id": scope_id,
        "closed_at": None,
    }
    values = {"granted_by_id": granted_by, "starts_at": starts_at, "ends_at": ends_at}
    assignment, is_new = RoleAssignment.unscoped.get_or_create(**key, defaults=values)
    if is_new or (assignment.starts_at, assignment.ends_at) == (starts_at, ends_at):
        return assignment, is_new
    if assignment.ends_at is not None and assignment.ends_at <= clock.now():
        # What ran out stays as history beside the new grant.
        RoleAssignment.unscoped.filter(pk=assignment.pk).update(closed_at=F("ends_at"))
        return RoleAssignment.unscoped.create(**key, **values), True
    if ends_at is not None:
        refuse_last_admin(assignment)
    for name, value in values.items():
        setattr(assignment, name, value)
    assignment.save(update_fields=[*values, "updated_at"])
    return assignment, True


@transaction.atomic
def grant_role(
    *,
    user_id: int,
    role_code: str,
    scope: str = "organization",
    scope_id: int = 0,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    granted_by: Actor | int | None,
    organization_id: int | None = None,
) -> RoleAssignment:
    """Give a member a role: in the organization in context, in a unit or a course of it, or everywhere (platform).

    Twice is once; other dates replace the ones before. Raises NotFound (no member), UnknownRole, UnknownScope,
    ValidationProblem (dates), LastAdmin, RoleBeyondOwn (an actor must hold there what the role holds).
    """
    organization_id = organization_id or current_organization_id()
    if not OrganizationMembership.unscoped.filter(user_id=user_id, organization_id=organization_id).exists():
        raise NotFound
    refuse_odd_dates(starts_at, ends_at)
    if isinstance(granted_by, Actor):
        refuse_unknown_scope(scope, scope_id, organization_id=organization_id)
    refuse_beyond_own(
        granted_by, role_named(role_code, organization_id=organization_id), scope=scope, scope_id=scope_id
    )
    assignment, is_changed = assign_role(
        user_id=user_id,
        role_code=role_code,
        organization_id=organization_id,
        scope=scope,
        scope_id=scope_id,
        granted_by=granted_by.user_id if isinstance(granted_by, Actor) else granted_by,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    if is_changed:
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
    """Take a role away in the organization in context. The assignment stays as history.

    Raises NotFound (not held), LastAdmin, RoleBeyondOwn.
    """
    assignment = (
        RoleAssignment.unscoped.filter(
            organization_id=organization_id or current_organization_id(),
            user_id=user_id,
            role__code=role_code,
            scope=scope,
            scope_id=scope_id,
            closed_at__isnull=True,
        )
        .select_related("role")
        .first()
    )
    if assignment is None:
        raise NotFound
    close_assignment(assignment=assignment, closed_by=revoked_by)


@transaction.atomic
def close_assignment(*, assignment: RoleAssignment, closed_by: Actor | int | None) -> None:
    """End an assignment now. Raises NotFound (ended already), LastAdmin, RoleBeyondOwn."""
    refuse_beyond_own(closed_by, assignment.role, scope=assignment.scope, scope_id=assignment.scope_id)
    refuse_last_admin(assignment)
    closer = closed_by.user_id if isinstance(closed_by, Actor) else closed_by
    now = clock.now()
    closed = RoleAssignment.unscoped.filter(pk=assignment.pk, closed_at__isnull=True).update(
        closed_at=now, closed_by_id=closer, updated_at=now
    )
    if not closed:
        raise NotFound
    _record("identity.role.revoked", closed_by, assignment, assignment.role.code)


def refuse_last_admin(assignment: RoleAssignment) -> None:
    """Raise LastAdmin if without this assignment nobody would be admin of the organization for good."""
    if assignment.role.code != ADMIN or assignment.scope != Scope.ORGANIZATION:
        return
    refuse_without_admin(organization_id=assignment.organization_id, without=assignment.user_id)


def refuse_without_admin(*, organization_id: int, without: int) -> None:
    """Raise LastAdmin if that person is the organization's last admin. Needs a transaction.

    Rows are locked in one order, so that two admins cannot take the role or the access from each other at the same time.
    """
    held = RoleAssignment.unscoped.filter(
        Q(starts_at__isnull=True) | Q(starts_at__lte=clock.now()),
        organization_id=organization_id,
        role__code=ADMIN,
        scope=Scope.ORGANIZATION,
        closed_at__isnull=True,
        ends_at__isnull=True,
    )
    holders = set(held.select_for_update().order_by("id").values_list("user_id", flat=True))
    members = OrganizationMembership.unscoped.select_for_update().filter(
        organization_id=organization_id, user_id__in=holders, status=OrganizationMembership.Status.ACTIVE
    )
    active = {
        member.user_id
        for member in members.order_by("id").select_related("user")
        if member.user.is_active and member.user.deleted_at is None
    }
    if active == {without}:
        raise LastAdmin


def refuse_odd_dates(starts_at: datetime | None, ends_at: datetime | None) -> None:
    """Raise ValidationProblem unless the end lies ahead and after the start."""
    if ends_at is None:
        return
    if ends_at <= (starts_at or clock.now()) or ends_at <= clock.now():
        errors = [FieldError("/ends_at", "in-the-past", "The end must lie ahead, and after the start.")]
        raise ValidationProblem(errors=errors)


def refuse_unknown_scope(scope: str, scope_id: int, *, organization_id: int) -> None:
    """Raise UnknownScope unless the unit or course is one of the organization (and 0 stands for the rest)."""
    is_named = scope in {Scope.UNIT, Scope.COURSE}
    is_known = scope_id in names_in_scope(scope, [scope_id], organization_id=organization_id)
    if is_named != is_known or (not is_named and scope_id):
        raise UnknownScope(errors=[FieldError("/scope_id", "unknown-scope", UnknownScope.title)])


def refuse_beyond_own(
    actor: Actor | int | None, role: Role, *, scope: str = "organization", scope_id: int = 0
) -> None:
    """Raise RoleBeyondOwn if the role holds a permission the actor lacks there. The system's own code (no Actor) may all."""
    refuse_codes_beyond_own(
        actor,
        permissions_of_role(role.pk, role_version(role)),
        role_code=role.code,
        scope=scope,
        scope_id=scope_id,
    )


def refuse_codes_beyond_own(
    actor: Actor | int | None,
    codes: Iterable[str],
    *,
    role_code: str = "",
    scope: str = "organization",
    scope_id: int = 0,
) -> None:
    """Raise RoleBeyondOwn, which names the permissions among `codes` that the actor lacks in the scope."""
    if not isinstance(actor, Actor) or (actor.is_superuser and actor.ceiling is None):
        return
    known = {str(permission) for permission in Permission}
    missing = sorted(code for code in set(codes) & known if not _holds(actor, code, scope, scope_id))
    if missing or scope == Scope.PLATFORM:
        raise RoleBeyondOwn(role=role_code, missing=missing)


def refuse_person_beyond_own(actor: Actor | int | None, *, user_id: int, organization_id: int) -> None:
    """Raise RoleBeyondOwn if the person holds a permission that the actor lacks, in the organization or their unit."""
    if not isinstance(actor, Actor):
        return
    member = OrganizationMembership.unscoped.filter(user_id=user_id, organization_id=organization_id).first()
    unit_id = member.unit_id if member else None
    held = RoleAssignment.unscoped.filter(
        RoleAssignment.current(), user_id=user_id, organization_id=organization_id
    )
    for assignment in held.select_related("role"):
        course_id = assignment.scope_id if assignment.scope == Scope.COURSE else None
        for code in permissions_of_role(assignment.role_id, role_version(assignment.role)):
            if not (actor.has(code, course_id) or actor.has_in_unit(code, unit_id)):
                raise RoleBeyondOwn(role=assignment.role.code)


def close_all_assignments(*, user_id: int, organization_id: int, closed_by: int | None) -> list[str]:
    """End everything a person holds in an organization that they leave. Returns the codes. Raises LastAdmin."""
    refuse_without_admin(organization_id=organization_id, without=user_id)
    held = RoleAssignment.unscoped.filter(
        user_id=user_id, organization_id=organization_id, closed_at__isnull=True
    )
    codes = sorted(set(held.values_list("role__code", flat=True)))
    now = clock.now()
    held.update(closed_at=now, closed_by_id=closed_by, updated_at=now)
    return codes


def _holds(actor: Actor, code: str, scope: str, scope_id: int) -> bool:
    if scope == Scope.UNIT:
        return actor.has_in_unit(code, scope_id)
    return actor.has(code, scope_id if scope == Scope.COURSE else None)


def _record(action: str, actor: Actor | int | None, assignment: RoleAssignment, role_code: str) -> None:
    facts: dict[str, Any] = {
        "role": role_code,
        "scope": assignment.scope,
        "scope_id": assignment.scope_id,
        "starts_at": assignment.starts_at,
        "ends_at": assignment.ends_at,
    }
    with organization_context(assignment.organization_id):
        audit.record(
            action,
            actor=actor,
            target=("user", assignment.user_id),
            facts={name: value for name, value in facts.items() if value is not None},
        )

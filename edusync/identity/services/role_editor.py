"""Own roles of an organization: made, changed, put away. Roles that ship with the code stay as they are."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify

from edusync.identity.models import Role, RoleAssignment, RolePermission
from edusync.identity.problems import RoleHeld, RoleProtected, UnknownRole
from edusync.identity.roles import ADMIN
from edusync.identity.services.roles import refuse_beyond_own, refuse_codes_beyond_own
from edusync.identity.standing import permissions_of_role, role_version
from edusync.kernel import audit, clock
from edusync.kernel.locking import save_versioned
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.texts import clean_line


@transaction.atomic
def create_role(
    *,
    name: str,
    description: str = "",
    permissions: Iterable[str] | None = None,
    copy_of: Role | None = None,
    replaces: str = "",
    organization_id: int,
    created_by: Actor | int | None,
) -> Role:
    """Make an own role, empty, with `permissions`, or with those of `copy_of`.

    `replaces` is the code of a system role: the new one takes its place in this organization, with all its holders.
    Raises ValidationProblem (name, unknown permission), RoleBeyondOwn, RoleProtected (the admin role stays).
    """
    if permissions is None:
        # A code that the program no longer knows is not copied.
        source = permissions_of_role(copy_of.pk, role_version(copy_of)) if copy_of else ()
        permissions = set(source) & {str(permission) for permission in Permission}
    codes = known_codes(permissions)
    refuse_codes_beyond_own(created_by, codes)
    name = required_name(name)
    if replaces:
        role = _replacing(replaces, name, organization_id=organization_id, actor=created_by)
    else:
        role = _own_role(free_code(name, organization_id=organization_id), name, organization_id)
    role.description = clean_line(description)
    role.save(update_fields=["description", "updated_at"])
    RolePermission.objects.bulk_create(RolePermission(role=role, permission=code) for code in sorted(codes))
    if replaces:
        _move_holders(organization_id, source=system_role(replaces), to=role)
    _record("identity.role.created", created_by, role, permissions=sorted(codes))
    return role


@transaction.atomic
def update_role(
    *, role: Role, name: str | None = None, description: str | None = None, changed_by: Actor | int | None
) -> Role:
    """Rename an own role. Raises RoleProtected, RoleBeyondOwn, ValidationProblem, PreconditionFailed."""
    refuse_protected(role)
    refuse_beyond_own(changed_by, role)
    before = role.name
    if name is not None:
        role.name = required_name(name)
    if description is not None:
        role.description = clean_line(description)
    save_versioned(role, ["name", "description"])
    _record("identity.role.changed", changed_by, role, name=role.name, name_before=before)
    return role


@transaction.atomic
def set_role_permissions(*, role: Role, permissions: Iterable[str], changed_by: Actor | int | None) -> Role:
    """Let an own role hold just these permissions; its holders have them with their next request.

    Raises RoleProtected, RoleBeyondOwn (before or after the role holds what the actor lacks), ValidationProblem,
    PreconditionFailed.
    """
    refuse_protected(role)
    refuse_beyond_own(changed_by, role)
    wanted = known_codes(permissions)
    refuse_codes_beyond_own(changed_by, wanted, role_code=role.code)
    present = set(RolePermission.objects.filter(role=role).values_list("permission", flat=True))
    # First: of two editors at once the second finds another version and changes nothing.
    save_versioned(role, [])
    RolePermission.objects.filter(role=role, permission__in=present - wanted).delete()
    RolePermission.objects.bulk_create(
        RolePermission(role=role, permission=code) for code in sorted(wanted - present)
    )
    _record(
        "identity.role.changed",
        changed_by,
        role,
        added=sorted(wanted - present),
        removed=sorted(present - wanted),
    )
    return role


@transaction.atomic
def archive_role(*, role: Role, archived_by: Actor | int | None) -> None:
    """Put an own role away. One that replaced a system role gives its holders back to that.

    Raises RoleProtected, RoleHeld, RoleBeyondOwn, PreconditionFailed.
    """
    refuse_protected(role)
    refuse_beyond_own(archived_by, role)
    role.archived_at = clock.now()
    save_versioned(role, ["archived_at"])
    replaced = Role.objects.filter(code=role.code, organization__isnull=True).first()
    if replaced is not None:
        refuse_beyond_own(archived_by, replaced)
        _move_holders(int(role.organization_id or 0), source=role, to=replaced)
    else:
        _close_expired(role)
        holders = _open(role).select_for_update().values("user_id").distinct().count()
        if holders:
            raise RoleHeld(holders=holders)
    _record("identity.role.archived", archived_by, role)


def known_codes(permissions: Iterable[str]) -> set[str]:
    """The codes, if the code knows them all. Raises ValidationProblem."""
    codes = {str(code) for code in permissions}
    unknown = codes - {str(permission) for permission in Permission}
    if unknown:
        detail = f"There is no such permission: {', '.join(sorted(unknown))[:200]}"
        raise ValidationProblem(errors=[FieldError("/permissions", "unknown-permission", detail)])
    return codes


def required_name(name: str) -> str:
    """The name in one clean line. Raises ValidationProblem if nothing is left."""
    name = clean_line(name)
    if not name:
        raise ValidationProblem(errors=[FieldError("/name", "blank", "A role needs a name.")])
    return name


def system_role(code: str) -> Role:
    """The role that ships with the code. Raises UnknownRole."""
    role = Role.objects.filter(code=code, organization__isnull=True).first()
    if role is None:
        raise UnknownRole(role=code)
    return role


def free_code(name: str, *, organization_id: int) -> str:
    """A code made from the name that no role of the organization or of the system has, archived ones included."""
    start = slugify(name)[:50] or "role"
    taken = _codes_like(start, organization_id)
    number = 1
    code = start
    while code in taken:
        number += 1
        code = f"{start}-{number}"
    return code


def _codes_like(start: str, organization_id: int) -> Collection[str]:
    roles = Role.objects.filter(code__startswith=start)
    own = roles.filter(organization_id=organization_id) | roles.filter(organization__isnull=True)
    return set(own.values_list("code", flat=True))


def _replacing(code: str, name: str, *, organization_id: int, actor: Actor | int | None) -> Role:
    replaced = system_role(code)
    if code == ADMIN:
        raise RoleProtected(role=code)
    refuse_beyond_own(actor, replaced)
    earlier = Role.objects.filter(code=code, organization_id=organization_id).first()
    if earlier is None:
        return _own_role(code, name, organization_id)
    if earlier.archived_at is None:
        raise RoleProtected(role=code)
    earlier.permissions.all().delete()
    earlier.name, earlier.archived_at = name, None
    save_versioned(earlier, ["name", "archived_at"])
    return earlier


def _own_role(code: str, name: str, organization_id: int) -> Role:
    try:
        with transaction.atomic():
            return Role.objects.create(code=code, name=name, organization_id=organization_id)
    except IntegrityError as error:
        raise RoleProtected(role=code) from error


def _open(role: Role) -> Any:
    return RoleAssignment.unscoped.filter(role=role, closed_at__isnull=True)


def _close_expired(role: Role) -> None:
    _open(role).filter(ends_at__lte=clock.now()).update(closed_at=F("ends_at"))


def _move_holders(organization_id: int, *, source: Role, to: Role) -> None:
    """Whoever holds the one in the organization holds the other from now on."""
    _open(source).filter(organization_id=organization_id).update(role=to, updated_at=clock.now())


def refuse_protected(role: Role) -> None:
    """Raise RoleProtected for a role that ships with the code."""
    if role.organization_id is None or role.is_system:
        raise RoleProtected(role=role.code)


def _record(action: str, actor: Actor | int | None, role: Role, **facts: object) -> None:
    audit.record(action, actor=actor, target=("role", role.pk), facts={"role": role.code, **facts})

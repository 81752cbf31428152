"""One act on many people, with an answer for each."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from edusync.identity.models import Group, OrganizationMembership, OrganizationUnit, RoleAssignment
from edusync.identity.policy import PersonPolicy
from edusync.identity.services.groups import add_to_group
from edusync.identity.services.invitations import invite_person
from edusync.identity.services.people import set_member_status
from edusync.identity.services.person_care import move_to_unit
from edusync.identity.services.roles import grant_role
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.problems import NotFound, Problem
from edusync.kernel.tenancy import current_organization_id

# True where the act changed something.
Act = Callable[[OrganizationMembership], bool]

_PERMISSIONS = {
    "suspend": Permission.PERSON_MANAGE,
    "reactivate": Permission.PERSON_MANAGE,
    "add-to-group": Permission.GROUP_MANAGE,
    "move-to-unit": Permission.PERSON_MANAGE,
    "grant-role": Permission.ROLE_GRANT,
    "invite-again": Permission.PERSON_INVITE,
}


def permission_of_act(act: str) -> Permission:
    """What an act needs."""
    return _PERMISSIONS[act]


def act_on_people(
    *, act: str, user_ids: Sequence[int], target_id: int | None, role_code: str, acted_by: Actor
) -> list[dict[str, Any]]:
    """Do one act with each person, each in a transaction of its own. Returns `id, name, result, code` in the order given.

    Raises NotFound for a group or unit that is not there; what concerns one person becomes that row's answer.
    """
    organization_id = current_organization_id()
    do = _act(act, target_id, role_code, acted_by)
    permission = permission_of_act(act)
    policy = PersonPolicy()
    members = {
        row.user_id: row
        for row in policy.visible(
            OrganizationMembership.unscoped.filter(
                organization_id=organization_id, user_id__in=list(user_ids), user__deleted_at__isnull=True
            ).select_related("user"),
            acted_by,
        )
    }
    rows = []
    for user_id in dict.fromkeys(user_ids):
        member = members.get(user_id)
        row = {"id": user_id, "name": member.user.display_name if member else None, "code": None}
        try:
            if member is None or not policy.allows(acted_by, permission, member):
                raise NotFound
            with transaction.atomic():
                row["result"] = "done" if do(member) else "unchanged"
        except Problem as problem:
            row |= {"result": "refused", "code": problem.code}
        rows.append(row)
    return rows


def _act(act: str, target_id: int | None, role_code: str, actor: Actor) -> Act:
    if act == "suspend":
        return lambda member: _set_status(member, "suspended", actor)
    if act == "reactivate":
        return lambda member: _set_status(member, "active", actor)
    if act == "grant-role":
        return lambda member: _grant(member, role_code, actor)
    if act == "invite-again":
        return lambda member: _invite_again(member, actor)
    if act == "move-to-unit":
        if target_id and not OrganizationUnit.objects.filter(pk=target_id, deleted_at__isnull=True).exists():
            raise NotFound
        return lambda member: move_to_unit(member=member, unit_id=target_id, moved_by=actor)
    group = Group.objects.filter(pk=target_id or 0, deleted_at__isnull=True).first()
    if group is None:
        raise NotFound
    return lambda member: bool(add_to_group(group=group, user_ids=[member.user_id], added_by=actor))


def _set_status(member: OrganizationMembership, status: str, actor: Actor) -> bool:
    if member.status == status:
        return False
    set_member_status(
        user_id=member.user_id, organization_id=member.organization_id, status=status, changed_by=actor
    )
    return True


def _grant(member: OrganizationMembership, role_code: str, actor: Actor) -> bool:
    held = RoleAssignment.objects.filter(
        RoleAssignment.current(), user_id=member.user_id, role__code=role_code, scope="organization"
    )
    is_held = held.exists()
    if not is_held:
        grant_role(user_id=member.user_id, role_code=role_code, granted_by=actor)
    return not is_held


def _invite_again(member: OrganizationMembership, actor: Actor) -> bool:
    """Only those who never came in: others are told apart as members already."""
    invite_person(
        email=member.user.email or "",
        organization_id=member.organization_id,
        invited_by=actor,
        first_name=member.user.first_name,
        last_name=member.user.last_name,
    )
    return True

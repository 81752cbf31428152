"""Sets of active members by one fact, for apps that act on whoever fits."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from edusync.identity import queries
from edusync.identity.models import (
    Group,
    InstructorProfile,
    JobRole,
    OrganizationMembership,
    OrganizationUnit,
    StudentProfile,
)
from edusync.identity.services.group_reads import people_by_rule, people_in_group
from edusync.kernel.tenancy import current_organization_id

KINDS = ("group", "unit", "job_role", "email_domain", "everybody")


def members_who_fit(*, kind: str, target_id: int = 0, value: str = "") -> Any:
    """Active memberships of the organization in context: of a group, a unit with those below, a job role, an
    e-mail domain (`value`), or all. What does not exist fits nobody. Raises KeyError for an unknown kind.
    """
    if kind == "group":
        group = Group.objects.filter(pk=target_id, deleted_at__isnull=True).first()
        return people_in_group(group) if group else OrganizationMembership.objects.none()
    if kind in {"unit", "job_role"}:
        return people_by_rule({"fact": kind, "is": target_id})
    everybody = queries.members(organization_id=current_organization_id()).filter(
        status=OrganizationMembership.Status.ACTIVE, user__is_active=True
    )
    if kind == "email_domain":
        return everybody.filter(user__email__endswith=f"@{value.lower()}")
    if kind == "everybody":
        return everybody
    raise KeyError(kind)


def name_of_target(*, kind: str, target_id: int) -> str | None:
    """What the group, unit or job role of the organization in context is called; None if there is none."""
    return dict(targets_of(kind, only=[target_id])).get(target_id)


def targets_of(kind: str, *, only: Iterable[int] | None = None) -> list[tuple[int, str]]:
    """Ids and names of the groups, units or job roles of the organization in context, by name."""
    model = {"group": Group, "unit": OrganizationUnit, "job_role": JobRole}[kind]
    rows = model.objects.filter(deleted_at__isnull=True)
    if only is not None:
        rows = rows.filter(pk__in=list(only))
    return list(rows.order_by("name", "id").values_list("id", "name")[:500])


def members_by_login(logins: Iterable[str]) -> dict[str, set[int]]:
    """Ids of the active members whose address, user name, student or employee number each text is, in lower case.

    Three queries for all. A text that names several people has several ids.
    """
    written = [login.strip() for login in logins if login.strip()]
    wanted = {login.lower() for login in written}
    found: dict[str, set[int]] = {login: set() for login in wanted}
    organization_id = current_organization_id()
    active = OrganizationMembership.unscoped.filter(
        organization_id=organization_id, status="active", user__deleted_at__isnull=True
    )
    people = active.filter(Q(user__email__in=wanted) | Q(user__username__in=wanted))
    for user_id, email, username in people.values_list("user_id", "user__email", "user__username"):
        for text in (email, username):
            if text and text.lower() in found:
                found[text.lower()].add(user_id)
    ids = active.values("user_id")
    for model, column in ((StudentProfile, "student_number"), (InstructorProfile, "employee_number")):
        rows = model.objects.filter(**{f"{column}__in": _in_either_case(written)}, user_id__in=ids)
        for user_id, number in rows.values_list("user_id", column):
            found.setdefault(number.lower(), set()).add(user_id)
    return found


def _in_either_case(texts: Iterable[str]) -> list[str]:
    # Numbers are compared as they are written; people type their letters in either case.
    return sorted({form for text in texts for form in (text, text.upper(), text.lower())})

"""What the database knows of the people of a chunk of rows: a fixed number of queries, however many rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress

from edusync.identity.models import (
    CustomFieldValue,
    GroupMember,
    Invitation,
    OrganizationMembership,
    RoleAssignment,
    StudentProfile,
    User,
    UserProfile,
)
from edusync.identity.services.people_import.drafts import Draft

PURPOSE = "people-import"
_LEFT = OrganizationMembership.Status.LEFT


@dataclass(slots=True)
class Known:
    """People whom rows may mean, by what rows may name them by; `members` belong to this organization."""

    users: dict[int, User] = field(default_factory=dict)
    by_email: dict[str, int] = field(default_factory=dict)
    by_username: dict[str, int] = field(default_factory=dict)
    by_local_id: dict[str, int] = field(default_factory=dict)
    by_student_number: dict[str, int] = field(default_factory=dict)
    members: dict[int, OrganizationMembership] = field(default_factory=dict)
    of_several: set[int] = field(default_factory=set)
    roles: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    role_codes: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    groups: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    profiles: dict[int, UserProfile] = field(default_factory=dict)
    students: dict[int, StudentProfile] = field(default_factory=dict)
    custom: dict[int, dict[int, CustomFieldValue]] = field(default_factory=lambda: defaultdict(dict))
    invited: set[str] = field(default_factory=set)


def look_up(drafts: Sequence[Draft], organization_id: int) -> Known:
    """Everything about the people that these rows name."""
    known = Known()
    emails = _values(drafts, "email")
    # A user name may be an address: sign-in takes either.
    usernames = _values(drafts, "username")
    _find_users(known, emails, usernames)
    _find_members(known, drafts, organization_id)
    _find_invited(known, emails, organization_id)
    if known.members:
        _find_facts(known, organization_id)
    return known


def _values(drafts: Iterable[Draft], name: str) -> set[str]:
    return {draft.values[name] for draft in drafts if draft.values.get(name)}


def _find_users(known: Known, emails: set[str], usernames: set[str]) -> None:
    for user in User.objects.filter(email__in=emails, deleted_at__isnull=True):
        known.users[user.pk] = user
        known.by_email[user.email or ""] = user.pk
    further = EmailAddress.objects.filter(email__in=emails, verified=True, user__deleted_at__isnull=True)
    for address in further.select_related("user"):
        known.users.setdefault(address.user_id, address.user)
        known.by_email.setdefault(address.email.lower(), address.user_id)
    # Erased people keep their user name, so it stays taken.
    for user in User.objects.filter(username__in=usernames):
        known.users.setdefault(user.pk, user)
        known.by_username[user.username] = user.pk


def _find_members(known: Known, drafts: Sequence[Draft], organization_id: int) -> None:
    local_ids = _values(drafts, "local_id")
    numbers = _values(drafts, "student_number")
    if local_ids:
        rows = OrganizationMembership.objects.filter(local_id__in=local_ids).exclude(status=_LEFT)
        known.by_local_id = {row.local_id: row.user_id for row in rows.order_by("-id")}
    if numbers:
        students = StudentProfile.objects.filter(student_number__in=numbers)
        known.by_student_number = {row.student_number: row.user_id for row in students}
    ids = {*known.users, *known.by_local_id.values(), *(draft.user_id for draft in drafts if draft.user_id)}
    for user in User.objects.filter(pk__in=ids - set(known.users), deleted_at__isnull=True):
        known.users[user.pk] = user
    for row in OrganizationMembership.unscoped.filter(user_id__in=ids).exclude(status=_LEFT):
        if row.organization_id == organization_id:
            known.members[row.user_id] = row
        else:
            known.of_several.add(row.user_id)


def _find_invited(known: Known, emails: set[str], organization_id: int) -> None:
    rows = Invitation.unscoped.filter(
        organization_id=organization_id,
        status=Invitation.Status.SENT,
        email__in=emails,
        purpose__in=[PURPOSE, "membership"],
    )
    known.invited = set(rows.values_list("email", flat=True))


def _find_facts(known: Known, organization_id: int) -> None:
    ids = list(known.members)
    assignments: Any = RoleAssignment.objects.filter(user_id__in=ids, closed_at=None)
    for user_id, role_id, code, scope in assignments.values_list("user_id", "role_id", "role__code", "scope"):
        known.role_codes[user_id].add(code)
        if scope == RoleAssignment.Scope.ORGANIZATION:
            known.roles[user_id].add(role_id)
    for user_id, group_id in GroupMember.objects.filter(user_id__in=ids).values_list("user_id", "group_id"):
        known.groups[user_id].add(group_id)
    known.profiles = {row.user_id: row for row in UserProfile.objects.filter(user_id__in=ids)}
    known.students = {row.user_id: row for row in StudentProfile.objects.filter(user_id__in=ids)}
    for value in CustomFieldValue.objects.filter(user_id__in=ids):
        known.custom[value.user_id][value.field_id] = value

"""What an organization has that rows may name: roles, units, groups, own fields. Read once per run."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from edusync.identity.models import CustomField, Group, Organization, OrganizationUnit, Role, RolePermission
from edusync.identity.services import known_language
from edusync.kernel.policy import Actor

_AMBIGUOUS = -1


class References:
    """Look-ups of one run. Names are compared without regard to case; a code wins over a name."""

    def __init__(self, job: Any, *, are_passwords_allowed: bool) -> None:
        self.organization_id = job.organization_id
        self.grantable = frozenset(job.grantable_roles)
        self.are_groups_created = job.are_groups_created
        self.are_passwords_allowed = are_passwords_allowed
        self.default_language = Organization.objects.values_list("locale", flat=True).get(
            pk=job.organization_id
        )
        self._roles = roles_by_name(job.organization_id)
        self._units = _units()
        self.groups = {
            name.casefold(): pk
            for pk, name in Group.objects.filter(deleted_at=None, kind=Group.Kind.MANUAL).values_list(
                "id", "name"
            )
        }
        self.custom = {own.key: own for own in custom_fields()}
        self.default_role = self.role(job.default_role) if job.default_role else None

    def role(self, name: str) -> Role | None:
        """The role of that code or name."""
        return self._roles.get(name.casefold())

    def unit(self, name: str) -> int | None:
        """Id of the unit of that code or name; None where there is none, or more than one of the name."""
        found = self._units.get(name.casefold())
        return None if found == _AMBIGUOUS else found

    def has_group(self, name: str) -> bool:
        """Whether there is a group of that name that people are put into by hand."""
        return name.casefold() in self.groups

    def plan_groups(self, drafts: Iterable[Any]) -> None:
        """Know the groups that a run would make, with ids that no row has: a dry run makes none."""
        for draft in drafts:
            for name in draft.group_names:
                self.groups.setdefault(name.casefold(), -1)

    def language(self, text: str) -> str:
        """The offered language nearest to the text."""
        return known_language(text)


def custom_fields() -> Sequence[CustomField]:
    """Own fields of the organization in context."""
    return list(CustomField.objects.filter(deleted_at=None).order_by("position", "id"))


def roles_by_name(organization_id: int) -> dict[str, Role]:
    """Roles by code and name in lower case; the organization's own stands in for the system's of the same code."""
    roles: dict[str, Role] = {}
    rows: Any = Role.objects.filter(
        Q(organization_id=organization_id) | Q(organization__isnull=True), archived_at=None
    )
    for role in sorted(rows, key=lambda role: role.organization_id is not None):
        roles[role.name.casefold()] = role
    for role in sorted(rows, key=lambda role: role.organization_id is not None):
        roles[role.code.casefold()] = role
    # Words of Moodle and of schools for our roles, unless the organization has a role of that name.
    for word, code in {"student": "learner", "teacher": "instructor", "editingteacher": "instructor"}.items():
        if code in roles:
            roles.setdefault(word, roles[code])
    return roles


def _units() -> dict[str, int]:
    units: dict[str, int] = {}
    rows = list(OrganizationUnit.objects.filter(deleted_at=None).values_list("id", "name", "code"))
    for pk, name, _code in rows:
        key = name.casefold()
        units[key] = _AMBIGUOUS if key in units else pk
    for pk, _name, code in rows:
        if code:
            units[code.casefold()] = pk
    return units


def grantable_roles(actor: Actor, organization_id: int) -> list[str]:
    """Codes of the roles of which the actor holds every permission, in one query."""
    roles = {role.pk: role.code for role in roles_by_name(organization_id).values()}
    beyond = {
        role_id
        for role_id, code in RolePermission.objects.filter(role_id__in=roles).values_list(
            "role_id", "permission"
        )
        if not actor.has(code)
    }
    return sorted({code for pk, code in roles.items() if pk not in beyond})

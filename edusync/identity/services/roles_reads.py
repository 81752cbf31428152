"""Reads about roles: which there are, what they hold, who holds them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from edusync.identity.models import PersonSearchWord, Role, RoleAssignment, RolePermission
from edusync.identity.scopes import names_in_scope
from edusync.identity.search_words import query_words
from edusync.kernel import clock


def roles_of(organization_id: int) -> QuerySet[Role]:
    """Roles that can be held in an organization: its own, and the system's that no own one replaces."""
    own = Role.objects.filter(
        organization_id=organization_id, archived_at__isnull=True, code=OuterRef("code")
    )
    return Role.objects.filter(
        Q(organization_id=organization_id) | (Q(organization__isnull=True) & ~Exists(own)),
        archived_at__isnull=True,
    )


def permissions_by_role(role_ids: Iterable[int]) -> dict[int, list[str]]:
    """Codes by role, sorted, in one query."""
    found: dict[int, list[str]] = {role_id: [] for role_id in role_ids}
    rows = RolePermission.objects.filter(role_id__in=list(found)).order_by("permission")
    for role_id, code in rows.values_list("role_id", "permission"):
        found[role_id].append(code)
    return found


def holders_by_role(role_ids: Iterable[int], *, organization_id: int) -> dict[int, int]:
    """Number of people who hold each role now, in one query."""
    rows = RoleAssignment.unscoped.filter(
        RoleAssignment.current(), role_id__in=list(role_ids), organization_id=organization_id
    )
    counted = rows.values("role_id").annotate(people=Count("user_id", distinct=True))
    return dict(counted.values_list("role_id", "people"))


def assignments_of(organization_id: int) -> QuerySet[RoleAssignment]:
    """Everything that was ever granted in an organization, with person, role and granter."""
    return RoleAssignment.unscoped.filter(organization_id=organization_id).select_related(
        "user", "user__profile", "role", "granted_by", "closed_by"
    )


def holders_of_permission(code: str, *, organization_id: int) -> QuerySet[RoleAssignment]:
    """Assignments by which somebody holds the permission now, somewhere in the organization."""
    return assignments_of(organization_id).filter(
        RoleAssignment.current(), role__permissions__permission=code, role__archived_at__isnull=True
    )


def with_names(assignments: QuerySet[RoleAssignment], search: str) -> QuerySet[RoleAssignment]:
    """Those of people of whom every word of `search` begins a word of the name or address; the directory's index finds them."""
    for word in query_words(search):
        people = PersonSearchWord.objects.filter(word__begins_with=word).values("user_id")
        assignments = assignments.filter(user_id__in=people)
    return assignments


def in_state(assignments: QuerySet[RoleAssignment], state: str) -> QuerySet[RoleAssignment]:
    """Those that hold now (`current`), will (`coming`) or held (`ended`); all for any other word."""
    now = clock.now()
    if state == "current":
        return assignments.filter(RoleAssignment.current())
    if state == "coming":
        return assignments.filter(closed_at__isnull=True, starts_at__gt=now)
    if state == "ended":
        return assignments.filter(Q(closed_at__isnull=False) | Q(ends_at__lte=now))
    return assignments


def state_of(assignment: RoleAssignment) -> str:
    """`current`, `coming` or `ended`."""
    now = clock.now()
    if assignment.closed_at is not None or (assignment.ends_at is not None and assignment.ends_at <= now):
        return "ended"
    is_coming = assignment.starts_at is not None and assignment.starts_at > now
    return "coming" if is_coming else "current"


def scope_names_of(rows: Iterable[RoleAssignment], *, organization_id: int) -> dict[tuple[str, int], str]:
    """Names of the units and courses in which the assignments hold: a query for each kind at most."""
    ids: dict[str, set[int]] = {}
    for row in rows:
        ids.setdefault(row.scope, set()).add(row.scope_id)
    return {
        (scope, scope_id): name
        for scope, wanted in ids.items()
        for scope_id, name in names_in_scope(scope, wanted, organization_id=organization_id).items()
    }


def permission_counts(organization_id: int) -> dict[str, int]:
    """Number of roles of the organization that hold each permission."""
    rows = RolePermission.objects.filter(role__in=roles_of(organization_id))
    return dict(rows.values(code=F("permission")).annotate(roles=Count("id")).values_list("code", "roles"))


def table_of_roles(organization_id: int) -> dict[str, Any]:
    """Every role with what it holds, for the published table."""
    roles = list(roles_of(organization_id).order_by("name", "id"))
    held = permissions_by_role(role.pk for role in roles)
    return {"roles": roles, "held": held}

"""Reads about people and organizations, for this app and those above."""

import dataclasses
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from allauth.account.internal.userkit import filter_users_by_email, get_user_by_username
from django.core.cache import cache
from django.db.models import Q, QuerySet

from edusync.identity.agents import device_of as device_of  # noqa: PLC0414 - offered to the apps above
from edusync.identity.models import (
    Group,
    Invitation,
    Organization,
    OrganizationMembership,
    OrganizationUnit,
    PersonSearchWord,
    Role,
    RoleAssignment,
    User,
    UserSetting,
)
from edusync.identity.roles import SYSTEM_ROLES, SystemRole
from edusync.identity.search_words import query_words as query_words  # noqa: PLC0414 - offered to the apps above
from edusync.kernel import clock
from edusync.kernel.tenancy import current_organization_id, has_organization


@dataclasses.dataclass(frozen=True, slots=True)
class PersonCard:
    """What anyone may see of a person beside their work."""

    id: int
    display_name: str
    avatar_url: str | None


def people_named(ids: Iterable[int]) -> dict[int, PersonCard]:
    """Cards of the people with these ids, in one query."""
    wanted = set(ids)
    if not wanted:
        return {}
    people = (
        User.objects.filter(pk__in=wanted)
        .select_related("profile")
        .only("first_name", "last_name", "username", "profile__avatar_url")
    )
    return {person.pk: PersonCard(person.pk, person.display_name, avatar_url_of(person)) for person in people}


def avatar_url_of(person: User) -> str | None:
    """Address of the person's picture; needs `profile` selected."""
    profile = getattr(person, "profile", None)
    return (profile.avatar_url or None) if profile else None


def display_name_of(user: Any) -> str:
    """Name shown for a person (allauth asks for a function)."""
    return str(user.display_name)


def person_by_login(login: str) -> User | None:
    """The person who signs in by this address or user name."""
    people: list[User] = filter_users_by_email(login, prefer_verified=True, for_login=True)
    return people[0] if people else get_user_by_username(login)


def person_by_email(email: str) -> User | None:
    """The person with this address."""
    return User.objects.filter(email=email.strip().lower(), deleted_at__isnull=True).first()


def person(user_id: int) -> User | None:
    """The person with that id, unless erased."""
    return User.objects.filter(pk=user_id, deleted_at__isnull=True).first()


def people_with_word(start: str) -> tuple[str, tuple[Any, ...]]:
    """A SELECT, with its parameters, of the ids of members of the organization in context who have a word that starts so."""
    rows = PersonSearchWord.objects.filter(word__begins_with=start).values("user_id")
    sql, parameters = rows.query.sql_with_params()
    return sql, tuple(parameters)


def organization_named(organization_id: int) -> str:
    """Name of an organization."""
    return Organization.objects.filter(pk=organization_id).values_list("name", flat=True).first() or ""


def units_below(unit_id: int) -> QuerySet[OrganizationUnit]:
    """The unit and all units below it that are in use, in the organization in context; none if it is not there."""
    units: QuerySet[OrganizationUnit] = OrganizationUnit.objects.filter(
        deleted_at__isnull=True, is_active=True
    )
    path = units.filter(pk=unit_id).values_list("path", flat=True).first()
    return units.filter(path__startswith=path) if path else units.none()


def visited_organization() -> Organization | None:
    """The organization in context: a visitor's is that of the host name or the default one."""
    organization_id = current_organization_id() if has_organization() else default_organization_id()
    return Organization.objects.filter(pk=organization_id or 0).first()


def organization_ids() -> list[int]:
    """Ids of all organizations."""
    return list(Organization.objects.order_by("pk").values_list("pk", flat=True))


def organization_by_uuid(text: str) -> Organization | None:
    """The organization known outside by that UUID."""
    try:
        wanted = uuid.UUID(text)
    except ValueError:
        return None
    return Organization.objects.filter(uuid=wanted).first()


def majority_age_of(organization_id: int) -> int:
    """Age in years from which on a person of the organization counts as grown up."""
    return (
        Organization.objects.filter(pk=organization_id).values_list("majority_age", flat=True).first() or 18
    )


def language_of(user_id: int) -> str:
    """Code of the language the person reads."""
    return UserSetting.objects.filter(pk=user_id).values_list("language", flat=True).first() or "en"


def time_zone_of(user_id: int) -> str:
    """Name of the time zone the person lives in, as `Asia/Kolkata`."""
    return UserSetting.objects.filter(pk=user_id).values_list("time_zone", flat=True).first() or "UTC"


def time_zone_of_organization(organization_id: int) -> str:
    """Name of the time zone in which the organization's days begin."""
    return (
        Organization.objects.filter(pk=organization_id).values_list("time_zone", flat=True).first() or "UTC"
    )


_default_organization_id: int | None = None


def default_organization_id() -> int | None:
    """Id of the organization visitors act in; kept per process, it never changes. None before the first migrate."""
    global _default_organization_id
    if _default_organization_id is None:
        _default_organization_id = (
            Organization.objects.filter(is_default=True).order_by("id").values_list("id", flat=True).first()
        )
    return _default_organization_id


def forget_default_organization() -> None:
    """Look again at the next use: the row was made anew (install, emptied test database)."""
    global _default_organization_id
    _default_organization_id = None


def default_organization() -> Organization | None:
    """The organization visitors act in."""
    return Organization.objects.filter(pk=default_organization_id() or 0).first()


def members(*, organization_id: int, search: str = "", role: str = "") -> QuerySet[OrganizationMembership]:
    """Memberships of an organization with the person; every word of `search` must be in name, user name or address."""
    queryset = OrganizationMembership.unscoped.filter(
        organization_id=organization_id, user__deleted_at__isnull=True
    ).select_related("user", "user__profile")
    for word in search.split()[:8]:
        queryset = queryset.filter(
            Q(user__first_name__icontains=word)
            | Q(user__last_name__icontains=word)
            | Q(user__username__icontains=word)
            | Q(user__email__icontains=word)
        )
    if role:
        holders = RoleAssignment.unscoped.filter(
            RoleAssignment.current(), organization_id=organization_id, role__code=role
        )
        queryset = queryset.filter(user_id__in=holders.values("user_id"))
    return queryset


def invitations(*, organization_id: int, status: str = "", search: str = "") -> QuerySet[Invitation]:
    """Invitations of an organization with who sent them; `search` is the start of the address."""
    rows = Invitation.unscoped.filter(organization_id=organization_id).select_related("invited_by")
    now = clock.now()
    if status == Invitation.Status.SENT:
        rows = rows.filter(status=status, expires_at__gt=now)
    elif status == Invitation.Status.EXPIRED:
        rows = rows.filter(Q(status=status) | Q(status=Invitation.Status.SENT, expires_at__lte=now))
    elif status:
        rows = rows.filter(status=status)
    if search.strip():
        rows = rows.filter(email__startswith=search.strip().lower())
    return rows


def roles_held(user_ids: Iterable[int], *, organization_id: int) -> dict[int, list[str]]:
    """Codes of the roles these people hold anywhere in the organization, sorted, in one query."""
    held: dict[int, set[str]] = {}
    rows = RoleAssignment.unscoped.filter(
        RoleAssignment.current(), organization_id=organization_id, user_id__in=list(user_ids)
    )
    for user_id, code in rows.values_list("user_id", "role__code"):
        held.setdefault(user_id, set()).add(code)
    return {user_id: sorted(codes) for user_id, codes in held.items()}


def people_holding(permission: str, *, organization_id: int) -> list[int]:
    """Ids of the active members who hold the permission in the whole organization, by whatever role."""
    holders = RoleAssignment.unscoped.filter(
        RoleAssignment.current(),
        organization_id=organization_id,
        scope=RoleAssignment.Scope.ORGANIZATION,
        role__permissions__permission=str(permission),
    )
    active = OrganizationMembership.unscoped.filter(
        organization_id=organization_id, status=OrganizationMembership.Status.ACTIVE
    )
    people = active.filter(user_id__in=holders.values("user_id"), user__deleted_at__isnull=True)
    return list(people.order_by("user_id").values_list("user_id", flat=True))


def role_assignments_of(*, user_id: int, organization_id: int) -> QuerySet[RoleAssignment]:
    """What a person holds now in an organization, with the role."""
    return (
        RoleAssignment.unscoped.filter(
            RoleAssignment.current(), user_id=user_id, organization_id=organization_id
        )
        .select_related("role")
        .order_by("role__code", "scope", "scope_id")
    )


def is_setup_needed() -> bool:
    """Whether nobody has an account yet."""
    return not User.objects.exists()


_statistics: dict[str, Callable[[], int]] = {}
STATISTICS_KEY = "site-statistics"


def register_statistic(name: str, count: Callable[[], int]) -> None:
    """Let an app above show a number on the landing page. Counted at most once in five minutes."""
    _statistics[name] = count


def site_statistics() -> dict[str, int]:
    """The landing page's numbers for the organization in context."""
    key = f"{STATISTICS_KEY}-{current_organization_id()}"
    known: dict[str, int] | None = cache.get(key)
    if known is None:
        known = {name: count() for name, count in sorted(_statistics.items())}
        cache.set(key, known, 300)
    return known


def learner_count() -> int:
    """People who are active members of the organization in context."""
    return OrganizationMembership.objects.filter(status=OrganizationMembership.Status.ACTIVE).count()


register_statistic("learners", learner_count)


def organization_names(ids: Iterable[int | None] | None = None) -> dict[int, str]:
    """Names of these organizations, or of all, by name."""
    rows = Organization.objects.order_by("name", "pk")
    if ids is not None:
        rows = rows.filter(pk__in=[pk for pk in ids if pk is not None])
    return dict(rows.values_list("pk", "name"))


def role_names() -> dict[str, str]:
    """The site's own roles, by code. Those that organizations made are nobody else's business."""
    rows = Role.objects.filter(archived_at__isnull=True, organization__isnull=True).values_list(
        "code", "name"
    )
    return dict(sorted(rows, key=lambda item: (item[1], item[0])))


def everybody_with_access() -> Iterator[tuple[int, int]]:
    """Person and organization of each membership by which somebody can sign in now."""
    memberships = OrganizationMembership.unscoped.filter(
        status=OrganizationMembership.Status.ACTIVE,
        organization__status=Organization.Status.ACTIVE,
        user__is_active=True,
        user__deleted_at__isnull=True,
    )
    return memberships.values_list("user_id", "organization_id").iterator()


def holders_of_roles(codes: Iterable[str]) -> Iterator[tuple[int, int | None, str]]:
    """Person, organization (None: on the whole platform) and code of each role of these codes that is held now."""
    rows = RoleAssignment.unscoped.filter(
        RoleAssignment.current(), role__code__in=list(codes), role__archived_at__isnull=True
    ).values_list("user_id", "organization_id", "scope", "role__code")
    for person_id, organization_id, scope, code in rows.iterator():
        yield person_id, None if scope == RoleAssignment.Scope.PLATFORM else organization_id, code


def shipped_roles() -> tuple[SystemRole, ...]:
    """The roles that a new install has, with their permissions."""
    return SYSTEM_ROLES


def group_names(ids: Iterable[int]) -> dict[int, str]:
    """Names of the groups with these ids that still are."""
    rows = Group.unscoped.filter(pk__in=list(ids), deleted_at__isnull=True)
    return dict(rows.values_list("pk", "name"))


def groups_named(*, search: str = "", limit: int = 50) -> list[tuple[int, str]]:
    """Ids and names of the groups of the organization in context whose name has `search` in it."""
    rows = Group.objects.filter(deleted_at__isnull=True, name__icontains=search)
    return list(rows.order_by("name", "pk").values_list("pk", "name")[:limit])

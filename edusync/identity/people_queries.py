"""Reads of the list of people: filters, orders, counts. They cost the same on every page."""

import dataclasses
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from edusync.identity.models import (
    CustomFieldValue,
    GroupMember,
    OrganizationMembership,
    OrganizationUnit,
    PersonSearchWord,
    RoleAssignment,
    StudentProfile,
    User,
)
from edusync.identity.models.organizations import NEVER
from edusync.identity.search_words import query_words
from edusync.kernel import clock

ORDERS: Mapping[str, tuple[str, ...]] = {
    "newest": ("-user_id",),
    "name": ("sort_name", "user_id"),
    "-name": ("-sort_name", "-user_id"),
    "last-seen": ("-last_seen_at", "-user_id"),
    "-last-seen": ("last_seen_at", "user_id"),
}
STATES = ("active", "suspended", "left", "inactive", "locked")
SEEN = ("week", "not-month", "not-quarter", "never")
LARGEST_ID = 2**63 - 1


@dataclasses.dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What the list is narrowed to; empty members narrow nothing. `fields` are values of own fields by id."""

    search: str = ""
    role: str = ""
    status: str = ""
    unit: int = 0
    group: int = 0
    seen: str = ""
    second_factor: str = ""
    fields: tuple[tuple[int, str], ...] = ()
    ids: tuple[int, ...] = ()


def people(*, organization_id: int, wanted: PeopleFilter) -> QuerySet[OrganizationMembership]:
    """Memberships that the filter leaves, nothing selected beside them. People who left show only when asked for."""
    # No condition on the account: engines would begin there and sort everybody. Erased and merged accounts have
    # only memberships that were left: a trigger sees to it.
    rows = OrganizationMembership.unscoped.filter(organization_id=organization_id)
    rows = _with_status(rows, wanted.status)
    for word in query_words(wanted.search):
        rows = rows.filter(
            user_id__in=PersonSearchWord.unscoped.filter(
                organization_id=organization_id, word__begins_with=word
            ).values("user_id")
        )
    if wanted.role:
        held = RoleAssignment.unscoped.filter(
            RoleAssignment.current(), organization_id=organization_id, role__code=wanted.role
        )
        rows = rows.filter(user_id__in=held.values("user_id"))
    if wanted.ids:
        rows = rows.filter(user_id__in=wanted.ids)
    return _by_own_fields(
        _by_place(_by_sign_in(rows, wanted), organization_id, wanted), organization_id, wanted
    )


def _with_status(rows: Any, status: str) -> Any:
    if status == "left":
        return rows.filter(status=status, user__deleted_at__isnull=True)
    if status == "suspended":
        return rows.filter(status=status)
    # Few accounts are closed or locked: found by their own indexes, not by a look at everybody.
    if status == "inactive":
        return rows.filter(user_id__in=User.objects.filter(is_active=False).values("pk"))
    now = clock.now()
    active = rows.filter(status=OrganizationMembership.Status.ACTIVE)
    if status == "locked":
        locked = User.objects.filter(account_locked_until__gt=now, is_active=True)
        return active.filter(user_id__in=locked.values("pk"))
    if status == "active":
        closed = Q(account_locked_until__gt=now) | Q(is_active=False)
        return active.exclude(user_id__in=User.objects.filter(closed).values("pk"))
    if status:
        return rows.none()
    return rows.exclude(status=OrganizationMembership.Status.LEFT)


def _by_place(rows: Any, organization_id: int, wanted: PeopleFilter) -> Any:
    if wanted.unit:
        path = (
            OrganizationUnit.unscoped.filter(pk=wanted.unit, organization_id=organization_id)
            .values_list("path", flat=True)
            .first()
        )
        if path is None:
            return rows.none()
        below = OrganizationUnit.unscoped.filter(organization_id=organization_id, path__startswith=path)
        rows = rows.filter(unit_id__in=below.values("pk") if path else [wanted.unit])
    if wanted.group:
        today = clock.now().date()
        inside = GroupMember.unscoped.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=today),
            Q(ends_on__isnull=True) | Q(ends_on__gte=today),
            organization_id=organization_id,
            group_id=wanted.group,
        )
        rows = rows.filter(user_id__in=inside.values("user_id"))
    return rows


def _by_sign_in(rows: Any, wanted: PeopleFilter) -> Any:
    now = clock.now()
    if wanted.seen == "week":
        rows = rows.filter(last_seen_at__gte=now - timedelta(days=7))
    elif wanted.seen in {"not-month", "not-quarter"}:
        days = 30 if wanted.seen == "not-month" else 90
        rows = rows.filter(last_seen_at__lt=now - timedelta(days=days))
    elif wanted.seen == "never":
        rows = rows.filter(last_seen_at=NEVER)
    if wanted.second_factor in {"yes", "no"}:
        if wanted.second_factor == "no":
            return rows.filter(~Exists(_second_factors().filter(user_id=OuterRef("user_id"))))
        rows = rows.filter(user_id__in=_second_factors().values("user_id"))
    return rows


def _second_factors() -> Any:
    return Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)


def _by_own_fields(rows: Any, organization_id: int, wanted: PeopleFilter) -> Any:
    for field_id, value in wanted.fields:
        with_value = CustomFieldValue.unscoped.filter(
            organization_id=organization_id, field_id=field_id, value=value
        )
        rows = rows.filter(user_id__in=with_value.values("user_id"))
    return rows


_SHOWN_OF_USER = (
    "uuid",
    "username",
    "email",
    "first_name",
    "last_name",
    "is_active",
    "account_locked_until",
    "last_login",
)


def with_facts(rows: QuerySet[OrganizationMembership]) -> QuerySet[OrganizationMembership]:
    """What a row of the list shows, by the same query: person, picture, unit, student number, second factor."""
    number = StudentProfile.unscoped.filter(
        organization_id=OuterRef("organization_id"), user_id=OuterRef("user_id")
    ).values("student_number")[:1]
    return (
        rows.select_related("user", "user__profile", "unit")
        .only(
            "organization_id",
            "status",
            "created_at",
            "sort_name",
            "last_seen_at",
            *(f"user__{name}" for name in _SHOWN_OF_USER),
            "user__profile__avatar_url",
            "unit__name",
        )
        .annotate(
            student_number=Subquery(number),
            has_second_factor=Exists(_second_factors().filter(user_id=OuterRef("user_id"))),
        )
    )


def counts(rows: QuerySet[OrganizationMembership]) -> dict[str, int]:
    """Number of rows by state of the membership, and in all."""
    found = dict(rows.order_by().values_list("status").annotate(count=Count("pk")))
    return {
        "total": sum(found.values()),
        "active": found.get("active", 0),
        "suspended": found.get("suspended", 0),
        "left": found.get("left", 0),
    }

"""Pairs of members who may be one person."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count

from edusync.identity.models import OrganizationMembership, StudentProfile, UserProfile
from edusync.identity.search_words import fold

MOST_PAIRS = 200
# A group beyond this is no group of duplicates but a habit ("office@").
LARGEST_GROUP = 10
_PLUS = re.compile(r"\+.*$")


def likely_duplicates(*, organization_id: int) -> list[tuple[int, int, list[str]]]:
    """Pairs `(older, newer, reasons)`: `name-and-birth-date`, `address`, `student-number`. At most 200."""
    reasons: dict[tuple[int, int], set[str]] = {}
    found = (
        ("name-and-birth-date", _by_name(organization_id)),
        ("address", _by_address(organization_id)),
        ("student-number", _by_number(organization_id)),
    )
    for reason, groups in found:
        for group in groups:
            for pair in _pairs(group):
                reasons.setdefault(pair, set()).add(reason)
    ordered = sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0]))
    return [(keep, drop, sorted(why)) for (keep, drop), why in ordered[:MOST_PAIRS]]


def _pairs(group: list[int]) -> Iterator[tuple[int, int]]:
    ids = sorted(group)[:LARGEST_GROUP]
    for place, first in enumerate(ids):
        for second in ids[place + 1 :]:
            yield first, second


def _members(organization_id: int) -> Any:
    return OrganizationMembership.unscoped.filter(
        organization_id=organization_id, user__deleted_at__isnull=True
    ).exclude(status=OrganizationMembership.Status.LEFT)


def _by_name(organization_id: int) -> Iterable[list[int]]:
    members = _members(organization_id)
    twice = (
        members.exclude(sort_name="")
        .order_by()
        .values("sort_name")
        .annotate(count=Count("pk"))
        .filter(count__gt=1)
        .values("sort_name")
    )
    rows = list(members.filter(sort_name__in=twice).values_list("user_id", "sort_name"))
    born = dict(
        UserProfile.objects.filter(
            pk__in=[user_id for user_id, _ in rows], birth_date__isnull=False
        ).values_list("pk", "birth_date")
    )
    return _grouped((user_id, (name, born[user_id])) for user_id, name in rows if user_id in born)


def _by_address(organization_id: int) -> Iterable[list[int]]:
    rows = _members(organization_id).exclude(user__email__isnull=True)
    return _grouped(
        (user_id, plain_address(email)) for user_id, email in rows.values_list("user_id", "user__email")
    )


def _by_number(organization_id: int) -> Iterable[list[int]]:
    rows = StudentProfile.unscoped.filter(
        organization_id=organization_id, user__in=_members(organization_id).values("user_id")
    ).exclude(student_number__isnull=True)
    return _grouped(
        (user_id, plain_number(number)) for user_id, number in rows.values_list("user_id", "student_number")
    )


def plain_address(email: str) -> str:
    """The address without what many providers ignore: dots and a `+` part before the @."""
    local, _, domain = fold(email).partition("@")
    return f"{_PLUS.sub('', local).replace('.', '')}@{domain.replace('googlemail.', 'gmail.')}"


def plain_number(number: str) -> str:
    """The number without signs between and leading zeros."""
    return re.sub(r"[\W_]", "", fold(number)).lstrip("0")


def _grouped(rows: Iterable[tuple[int, Any]]) -> list[list[int]]:
    groups: dict[Any, list[int]] = {}
    for user_id, key in rows:
        if key:
            groups.setdefault(key, []).append(user_id)
    return [ids for ids in groups.values() if len(ids) > 1]

"""Who is in a group or unit, and how many."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q

from edusync.identity import queries
from edusync.identity.group_rules import condition, labels_of, leaves
from edusync.identity.models import Group, OrganizationMembership
from edusync.kernel import clock
from edusync.kernel.tenancy import current_organization_id


def people_in_group(group: Group, *, search: str = "") -> Any:
    """Memberships of the people in a group today, with the person."""
    if group.kind == Group.Kind.RULE:
        return people_by_rule(group.rule or {}, search=search)
    today = clock.now().date()
    rows = group.members(manager="unscoped").filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=today), Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    )
    people = queries.members(organization_id=group.organization_id, search=search)
    return _active(people).filter(user_id__in=rows.values("user_id"))


def people_by_rule(rule: dict[str, Any], *, search: str = "") -> Any:
    """Memberships in the organization in context that a rule names, with the person."""
    organization_id = current_organization_id()
    people = queries.members(organization_id=organization_id, search=search)
    return _active(people).filter(condition(rule, organization_id=organization_id))


def people_in_unit(unit_id: int, *, search: str = "") -> Any:
    """Memberships in exactly that unit, with the person."""
    people = queries.members(organization_id=current_organization_id(), search=search)
    return people.exclude(status=OrganizationMembership.Status.LEFT).filter(unit_id=unit_id)


def _active(people: Any) -> Any:
    return people.filter(status=OrganizationMembership.Status.ACTIVE, user__is_active=True)


def explained(rule: Any) -> list[dict[str, Any]]:
    """The conditions of a rule in reading order, each with the name of what it asks for; the front end makes a sentence."""
    labels = labels_of(rule, organization_id=current_organization_id())
    return [{**leaf, "label": label} for leaf, label in zip(leaves(rule), labels, strict=True)]


def people_by_unit() -> dict[int, int]:
    """How many people belong to each unit of the organization in context, in one query."""
    rows = (
        OrganizationMembership.objects.filter(unit__isnull=False, user__deleted_at__isnull=True)
        .exclude(status=OrganizationMembership.Status.LEFT)
        .values("unit_id")
        .annotate(people=Count("id"))
        .order_by()
    )
    return {row["unit_id"]: row["people"] for row in rows}


def manual_sizes(groups: Iterable[Group]) -> dict[int, int]:
    """How many people are in these groups by hand today, in one query. Rule groups are counted when looked at."""
    today = clock.now().date()
    rows = (
        Group.objects.filter(pk__in=[group.pk for group in groups], kind=Group.Kind.MANUAL)
        .annotate(
            people=Count(
                "members",
                filter=(Q(members__starts_on__isnull=True) | Q(members__starts_on__lte=today))
                & (Q(members__ends_on__isnull=True) | Q(members__ends_on__gte=today)),
            )
        )
        .values_list("pk", "people")
    )
    return dict(rows)

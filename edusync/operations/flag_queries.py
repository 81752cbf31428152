"""Reads about flags: what was decided, for how many people, and when it was decided otherwise."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet, Sum

from edusync.identity.models import Organization, OrganizationMembership, Role, RoleAssignment
from edusync.kernel.flags import NOTHING_DECIDED, Flag, Rollout, State, decide
from edusync.operations.models import FeatureFlag, FeatureFlagChange, FeatureFlagRule


@dataclasses.dataclass(frozen=True, slots=True)
class Reach:
    """How many people have a feature, of how many; `None` names all organizations together."""

    organization_id: int | None
    name: str
    people_on: int
    people: int


class Decisions:
    """The tables as the kernel's source of decisions."""

    def version(self) -> int:
        """The sum of all versions: rows are never deleted, so every decision makes it larger."""
        return int(FeatureFlag.objects.aggregate(total=Sum("row_version"))["total"] or 0)

    def rollouts(self) -> Mapping[str, Rollout]:
        """What was decided, by key."""
        return {row.key: rollout_of(row) for row in with_rules()}


def with_rules() -> QuerySet[FeatureFlag]:
    """Decided flags with their rules in two queries."""
    rules = FeatureFlagRule.objects.order_by("pk")
    return FeatureFlag.objects.prefetch_related(Prefetch("rules", queryset=rules))


def rollout_of(row: FeatureFlag) -> Rollout:
    """The decision in a row."""
    rules = [(rule.organization_id, rule.role_code, rule.is_on) for rule in row.rules.all()]
    return make_rollout(row.state, row.percent, rules)


def make_rollout(state: str, percent: int, rules: Iterable[tuple[int | None, str | None, bool]]) -> Rollout:
    """A decision of its parts; a rule is (organization, role, whether it is on)."""
    organizations: dict[bool, set[int]] = defaultdict(set)
    roles: dict[bool, set[str]] = defaultdict(set)
    for organization_id, role, is_on in rules:
        if organization_id is not None:
            organizations[is_on].add(organization_id)
        elif role is not None:
            roles[is_on].add(role)
    return Rollout(
        state=State(state),
        percent=percent,
        on_organizations=frozenset(organizations[True]),
        off_organizations=frozenset(organizations[False]),
        on_roles=frozenset(roles[True]),
        off_roles=frozenset(roles[False]),
    )


def decided(keys: Iterable[str]) -> dict[str, FeatureFlag]:
    """Rows of decided flags by key."""
    return {row.key: row for row in with_rules().filter(key__in=list(keys))}


def reach_of(flag: Flag, rollout: Rollout = NOTHING_DECIDED) -> list[Reach]:
    """For how many active people a decision would switch the feature on: in all, then by organization.

    A person of two organizations counts in both, and once in all: with the feature if they have it in one of them.
    """
    memberships = OrganizationMembership.unscoped.filter(
        status=OrganizationMembership.Status.ACTIVE,
        organization__status=Organization.Status.ACTIVE,
        user__is_active=True,
        user__deleted_at__isnull=True,
    )
    roles = roles_by_member(rollout.on_roles | rollout.off_roles)
    everywhere: dict[bool, set[int]] = {True: set(), False: set()}
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for person_id, organization_id in memberships.values_list("user_id", "organization_id").iterator():
        held = roles[person_id, organization_id] | roles[person_id, None] if roles else ()
        has = decide(flag, rollout, person_id=person_id, organization_id=organization_id, roles=held)
        everywhere[has].add(person_id)
        counts[organization_id][0] += has
        counts[organization_id][1] += 1
    names = dict(Organization.objects.filter(pk__in=list(counts)).values_list("pk", "name"))
    rows = [Reach(pk, names[pk], on, people) for pk, (on, people) in counts.items()]
    people = everywhere[True] | everywhere[False]
    total = Reach(None, "", len(everywhere[True]), len(people))
    return [total, *sorted(rows, key=lambda row: (-row.people_on, row.name, row.organization_id or 0))]


def roles_by_member(codes: frozenset[str]) -> dict[tuple[int, int | None], set[str]]:
    """Roles of these codes that are held now, by person and organization; None: on the whole platform."""
    found: dict[tuple[int, int | None], set[str]] = defaultdict(set)
    if not codes:
        return found
    rows = RoleAssignment.unscoped.filter(
        RoleAssignment.current(), role__code__in=codes, role__archived_at__isnull=True
    ).values_list("user_id", "organization_id", "scope", "role__code")
    for person_id, organization_id, scope, code in rows.iterator():
        place = None if scope == RoleAssignment.Scope.PLATFORM else organization_id
        found[person_id, place].add(code)
    return found


def changes_of(key: str) -> QuerySet[FeatureFlagChange]:
    """Everything that was ever decided for a flag."""
    return FeatureFlagChange.objects.filter(flag__key=key)


def organization_names(ids: Iterable[int | None] | None = None) -> dict[int, str]:
    """Names of these organizations, or of all."""
    rows = Organization.objects.order_by("name", "pk")
    if ids is not None:
        rows = rows.filter(pk__in=[pk for pk in ids if pk is not None])
    return dict(rows.values_list("pk", "name"))


def role_names() -> dict[str, str]:
    """Roles that somebody can hold, by code; of one code that several organizations use, the site's own name."""
    roles = Role.objects.filter(archived_at__isnull=True).order_by("-organization_id", "-pk")
    names: dict[str, Any] = dict(roles.values_list("code", "name"))
    names.update(roles.filter(organization__isnull=True).values_list("code", "name"))
    return dict(sorted(names.items(), key=lambda item: (item[1], item[0])))

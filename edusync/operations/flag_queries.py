"""Reads about flags: what was decided, for how many people, and when it was decided otherwise."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Prefetch, QuerySet, Sum

from edusync.identity import queries
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
    roles = roles_by_member(rollout.on_roles | rollout.off_roles)
    everywhere: dict[bool, set[int]] = {True: set(), False: set()}
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for person_id, organization_id in queries.everybody_with_access():
        held = roles[person_id, organization_id] | roles[person_id, None] if roles else ()
        has = decide(flag, rollout, person_id=person_id, organization_id=organization_id, roles=held)
        everywhere[has].add(person_id)
        counts[organization_id][0] += has
        counts[organization_id][1] += 1
    names = queries.organization_names(counts)
    rows = [Reach(pk, names[pk], on, people) for pk, (on, people) in counts.items()]
    people = everywhere[True] | everywhere[False]
    total = Reach(None, "", len(everywhere[True]), len(people))
    return [total, *sorted(rows, key=lambda row: (-row.people_on, row.name, row.organization_id or 0))]


def roles_by_member(codes: frozenset[str]) -> dict[tuple[int, int | None], set[str]]:
    """Roles of these codes that are held now, by person and organization; None: on the whole platform."""
    found: dict[tuple[int, int | None], set[str]] = defaultdict(set)
    for person_id, organization_id, code in queries.holders_of_roles(codes) if codes else ():
        found[person_id, organization_id].add(code)
    return found


def changes_of(key: str) -> QuerySet[FeatureFlagChange]:
    """Everything that was ever decided for a flag."""
    return FeatureFlagChange.objects.filter(flag__key=key)

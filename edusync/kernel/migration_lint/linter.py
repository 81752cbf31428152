"""Runs the rules over migrations."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from edusync.kernel.migration_lint.rules import DATA_OPERATIONS, RULES, Step
from edusync.kernel.registry import own_apps


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """One rule that one migration breaks."""

    migration: str
    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.migration}: {self.rule}: {self.text}"


def lint_migration(
    migration: migrations.Migration, state: ProjectState, *, allowed: Iterable[str] = ()
) -> list[Finding]:
    """What the migration breaks, seen from the project `state` before it. `state` is moved on by its operations.

    A migration allows itself a rule by the class attribute `allows = {rule: why}`; an empty reason allows nothing.
    """
    reasons: Mapping[str, str] = getattr(migration, "allows", {})
    free = {*allowed, *(rule for rule, why in reasons.items() if why.strip())}
    name = f"{migration.app_label}.{migration.name}"
    return [
        Finding(name, rule, text)
        for step in steps_of(migration, state)
        for rule, look in RULES.items()
        if rule not in free
        for text in look(step)
    ]


def steps_of(migration: migrations.Migration, state: ProjectState) -> Iterator[Step]:
    """The operations one after the other; the state moves on after each."""
    made: set[str] = set()
    kinds = {isinstance(operation, DATA_OPERATIONS) for operation in migration.operations}
    for operation in migration.operations:
        if isinstance(operation, migrations.CreateModel):
            made.add(operation.name_lower)
        yield Step(migration.app_label, operation, state, frozenset(made), is_mixed=len(kinds) > 1)
        operation.state_forwards(migration.app_label, state)


def lint_project(allowed: Mapping[str, Iterable[str]]) -> list[Finding]:
    """Findings over all migrations of our own apps, in the order in which they are applied.

    `allowed` names rules by migration (`app.name`). What it allows without need is a finding too, so that it stays true.
    """
    loader = MigrationLoader(None)
    own = {path.rpartition(".")[2] for path in own_apps()}
    findings: list[Finding] = []
    used: dict[str, set[str]] = {}
    state = ProjectState(real_apps=loader.unmigrated_apps)
    for app, name in ordered(loader):
        migration = loader.graph.nodes[(app, name)]
        if app not in own:
            migration.mutate_state(state, preserve=False)
            continue
        for finding in lint_migration(migration, state):
            if finding.rule in set(allowed.get(finding.migration, ())):
                used.setdefault(finding.migration, set()).add(finding.rule)
            else:
                findings.append(finding)
    return [*findings, *needless(allowed, used)]


def ordered(loader: MigrationLoader) -> list[tuple[str, str]]:
    """Every migration after those it depends on."""
    plan: dict[tuple[str, str], None] = {}
    for leaf in loader.graph.leaf_nodes():
        plan |= dict.fromkeys(loader.graph.forwards_plan(leaf))
    return list(plan)


def needless(allowed: Mapping[str, Iterable[str]], used: Mapping[str, Any]) -> Iterator[Finding]:
    """Allowances that nothing needs."""
    for name, rules in allowed.items():
        for rule in sorted(set(rules) - set(used.get(name, ()))):
            yield Finding(name, rule, "is allowed without need")

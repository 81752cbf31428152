"""Retention: rules by organization, a look at what would go, and the job that removes it in batches."""

import dataclasses
import datetime as dt
from typing import Any

from django.db import transaction

from edusync.identity.queries import default_organization_id
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem
from edusync.kernel.retention import RetentionKind, retention_kinds
from edusync.kernel.tenancy import current_organization_id, organization_context
from edusync.privacy import queries
from edusync.privacy.models import RetentionRule

BATCH = 500
MOST_BATCHES = 200
LONGEST_DAYS = 36_500


@dataclasses.dataclass(frozen=True, slots=True)
class RuleInForce:
    """A kind of rows with the organization's rule for it, or the rule that ships with the site."""

    kind: RetentionKind
    days: int
    is_active: bool
    last_run_at: dt.datetime | None
    last_count: int


def rules_in_force() -> list[RuleInForce]:
    """Every rule of the organization in context. Kinds of the platform belong to the default organization."""
    stored = {row.key: row for row in RetentionRule.objects.all()}
    return [_in_force(kind, stored.get(key)) for key, kind in retention_kinds().items() if _is_ours(kind)]


def rule_in_force(key: str) -> RuleInForce:
    """The rule of a kind. Raises NotFound."""
    kind = retention_kinds().get(key)
    if kind is None or not _is_ours(kind):
        raise NotFound
    return _in_force(kind, RetentionRule.objects.filter(key=key).first())


def _is_ours(kind: RetentionKind) -> bool:
    if not kind.is_platform:
        return True
    return current_organization_id() == default_organization_id()


def _in_force(kind: RetentionKind, row: RetentionRule | None) -> RuleInForce:
    if row is None:
        return RuleInForce(kind, kind.days, True, None, 0)
    return RuleInForce(kind, row.days, row.is_active, row.last_run_at, row.last_count)


@transaction.atomic
def change_rule(*, key: str, days: int, is_active: bool, changed_by: Actor) -> RuleInForce:
    """Say how long a kind of rows is kept. Raises NotFound, ValidationProblem (below the minimum)."""
    rule = rule_in_force(key)
    if not rule.kind.minimum_days <= days <= LONGEST_DAYS:
        detail = f"From {rule.kind.minimum_days} to {LONGEST_DAYS} days."
        raise ValidationProblem(errors=[FieldError("/days", "out-of-range", detail)])
    row, _ = RetentionRule.objects.update_or_create(
        organization_id=current_organization_id(),
        key=key,
        defaults={"days": days, "is_active": is_active, "changed_by_id": changed_by.user_id},
    )
    facts = {"key": key, "days": {"before": rule.days, "after": days}, "is_active": is_active}
    audit.record("privacy.retention.changed", actor=changed_by, target=("retention-rule", key), facts=facts)
    return _in_force(rule.kind, row)


def outdated_rows(rule: RuleInForce) -> Any:
    """Rows that the rule would remove now; those of people under legal hold are spared."""
    cutoff = clock.now() - dt.timedelta(days=rule.days)
    rows = rule.kind.rows(cutoff, current_organization_id())
    if rule.kind.person:
        rows = rows.exclude(**{f"{rule.kind.person}__in": queries.held_people()})
    return rows


def count_outdated(key: str) -> int:
    """How many rows would go if the rule ran now. Nothing is changed. Raises NotFound."""
    return int(outdated_rows(rule_in_force(key)).count())


def run_rule(*, key: str, run_by: Actor | int | None = None) -> int:
    """Remove what a rule no longer keeps, in batches of their own transactions; returns how many rows went.

    Raises NotFound.
    """
    rule = rule_in_force(key)
    removed = 0
    for _ in range(MOST_BATCHES):
        count = _remove_batch(rule)
        removed += count
        if count == 0:
            break
    _note_run(rule, removed, run_by)
    return removed


@transaction.atomic
def _remove_batch(rule: RuleInForce) -> int:
    keys = list(outdated_rows(rule).order_by("pk").values_list("pk", flat=True)[:BATCH])
    if not keys:
        return 0
    model = outdated_rows(rule).model
    manager: Any = getattr(model, "unscoped", None) or model._base_manager
    batch = manager.filter(pk__in=keys)
    if rule.kind.remove is not None:
        return rule.kind.remove(batch)
    batch.delete()
    return len(keys)


@transaction.atomic
def _note_run(rule: RuleInForce, removed: int, run_by: Actor | int | None) -> None:
    RetentionRule.objects.update_or_create(
        organization_id=current_organization_id(),
        key=rule.kind.key,
        defaults={"last_run_at": clock.now(), "last_count": removed},
        create_defaults={
            "days": rule.days,
            "is_active": rule.is_active,
            "last_run_at": clock.now(),
            "last_count": removed,
        },
    )
    if removed or run_by is not None:
        audit.record(
            "privacy.retention.run",
            actor=run_by,
            target=("retention-rule", rule.kind.key),
            facts={"rows": removed, "days": rule.days},
        )


def run_all_rules() -> int:
    """Run every active rule of every organization; returns how many rows went."""
    removed = 0
    for organization_id in queries.organization_ids():
        with organization_context(organization_id):
            removed += sum(run_rule(key=rule.kind.key) for rule in rules_in_force() if rule.is_active)
    return removed

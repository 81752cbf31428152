"""Deciding who has a feature."""

import dataclasses
from collections.abc import Sequence

from django.db import transaction

from edusync.identity import queries
from edusync.kernel import audit, clock
from edusync.kernel.flags import Flag, State, memory
from edusync.kernel.policy import Actor
from edusync.kernel.problems import FieldError, PreconditionFailed, ValidationProblem
from edusync.operations.models import FeatureFlag, FeatureFlagChange, FeatureFlagRule

MAX_RULES = 500


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """On, or off, for one organization or for the holders of a role."""

    is_on: bool
    organization_id: int | None = None
    role_code: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Decision:
    """Who shall have a feature. `percent` (0 to 100) is of those whom no rule names."""

    state: State
    percent: int = 0
    rules: Sequence[Rule] = ()


def decide_flag(
    *, flag: Flag, decision: Decision, note: str, decided_by: Actor, row_version: int
) -> FeatureFlag:
    """Decide anew who has a feature; every process follows within seconds.

    `row_version` is that of the decision it replaces, 0 for the first one. Raises PreconditionFailed, ValidationProblem.
    """
    refuse_unknown(decision.rules)
    with transaction.atomic():
        row = locked_row(flag)
        if row.row_version != row_version:
            raise PreconditionFailed(row_version=row.row_version)
        row.state, row.percent = decision.state, decision.percent
        row.rules.all().delete()
        FeatureFlagRule.objects.bulk_create(
            FeatureFlagRule(
                flag=row,
                organization_id=rule.organization_id,
                role_code=rule.role_code,
                is_on=rule.is_on,
            )
            for rule in decision.rules
        )
        keep_decision(row, note, decided_by)
    return row


def switch_off(*, flag: Flag, note: str, decided_by: Actor) -> FeatureFlag:
    """Take a feature from everybody, now, whatever was decided before; percentage and rules stay for later."""
    with transaction.atomic():
        row = locked_row(flag)
        row.state = State.OFF
        keep_decision(row, note, decided_by)
    return row


def locked_row(flag: Flag) -> FeatureFlag:
    """The flag's row, locked; a new one of version 0 before the first decision."""
    FeatureFlag.objects.get_or_create(
        key=flag.key, defaults={"state": State.DEFAULT, "changed_at": clock.now(), "row_version": 0}
    )
    return FeatureFlag.objects.select_for_update().get(key=flag.key)


def keep_decision(row: FeatureFlag, note: str, decided_by: Actor) -> None:
    """Write the row with its next version, its history, and the audited event."""
    row.changed_at, row.changed_by_id = clock.now(), decided_by.user_id
    row.row_version += 1
    row.save()
    rules = [
        {"organization": rule.organization_id, "role": rule.role_code, "is_on": rule.is_on}
        for rule in FeatureFlagRule.objects.filter(flag=row).order_by("pk")
    ]
    FeatureFlagChange.objects.create(
        flag=row,
        changed_at=row.changed_at,
        changed_by_id=row.changed_by_id,
        state=row.state,
        percent=row.percent,
        rules=rules,
        note=note,
    )
    facts = {"flag": row.key, "state": row.state, "percent": row.percent, "rules": rules, "note": note}
    audit.record("operations.flag.changed", actor=decided_by, target=("flag", row.pk), facts=facts)
    # Who decided sees it at once; after the commit again, for another thread may have asked in between.
    memory.look_again()
    transaction.on_commit(memory.look_again)


def refuse_unknown(rules: Sequence[Rule]) -> None:
    """Raise ValidationProblem for organizations and roles that there are not, and for what is named twice."""
    organizations = queries.organization_names(rule.organization_id for rule in rules)
    roles = queries.role_names() if any(rule.role_code is not None for rule in rules) else {}
    seen: set[tuple[int | None, str | None]] = set()
    errors = []
    for place, rule in enumerate(rules):
        subject = (rule.organization_id, rule.role_code)
        pointer = f"/rules/{place}"
        if (rule.organization_id is None) == (rule.role_code is None):
            errors.append(FieldError(pointer, "invalid", "Name an organization or a role."))
        elif rule.organization_id not in {None, *organizations} or rule.role_code not in {None, *roles}:
            errors.append(FieldError(pointer, "not-found", "There is no such organization or role."))
        elif subject in seen:
            errors.append(FieldError(pointer, "duplicate", "This is named above already."))
        seen.add(subject)
    if errors:
        raise ValidationProblem(errors=errors)

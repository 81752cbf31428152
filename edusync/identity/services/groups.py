"""Groups: named sets of people, put together by hand or by a rule."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from edusync.identity.events import announce_people_moved
from edusync.identity.group_rules import clean_rule
from edusync.identity.models import AcademicTerm, Group, GroupMember, OrganizationMembership, OrganizationUnit
from edusync.identity.problems import GroupNameTaken, MembersByRule
from edusync.kernel import audit, clock
from edusync.kernel.locking import save_versioned
from edusync.kernel.policy import Actor
from edusync.kernel.problems import NotFound
from edusync.kernel.tenancy import current_organization_id

FIELDS = ("name", "description", "rule", "unit_id", "term_id")


@transaction.atomic
def create_group(
    *,
    name: str,
    created_by: Actor,
    description: str = "",
    rule: Any = None,
    unit_id: int | None = None,
    term_id: int | None = None,
) -> Group:
    """Make a group; with a rule, the rule says who is in it. Raises GroupNameTaken, NotFound, ValidationProblem."""
    organization_id = current_organization_id()
    _refuse_foreign(unit_id=unit_id, term_id=term_id)
    cleaned = None if rule is None else clean_rule(rule, organization_id=organization_id)
    try:
        with transaction.atomic():
            group: Group = Group.objects.create(
                name=name,
                description=description,
                kind=Group.Kind.MANUAL if cleaned is None else Group.Kind.RULE,
                rule=cleaned,
                unit_id=unit_id,
                term_id=term_id,
            )
    except IntegrityError as error:
        raise GroupNameTaken from error
    _record("identity.group.created", group, created_by, name=name, rule=cleaned)
    return group


@transaction.atomic
def update_group(*, group: Group, changes: Mapping[str, Any], changed_by: Actor) -> Group:
    """Store name, description, unit, term, or another rule. A group stays of its kind.

    Raises GroupNameTaken, MembersByRule, NotFound, ValidationProblem, PreconditionFailed.
    """
    wanted = {
        name: changes[name] for name in FIELDS if name in changes and changes[name] != getattr(group, name)
    }
    _refuse_foreign(unit_id=wanted.get("unit_id"), term_id=wanted.get("term_id"))
    if "rule" in wanted:
        if (group.kind == Group.Kind.RULE) != (wanted["rule"] is not None):
            raise MembersByRule
        wanted["rule"] = clean_rule(wanted["rule"], organization_id=group.organization_id)
    if not wanted:
        return group
    before = {name: getattr(group, name) for name in wanted}
    for name, value in wanted.items():
        setattr(group, name, value)
    try:
        with transaction.atomic():
            save_versioned(group, list(wanted))
    except IntegrityError as error:
        raise GroupNameTaken from error
    _record("identity.group.updated", group, changed_by, before=before, after=wanted)
    if "rule" in wanted:
        announce_people_moved([], organization_id=group.organization_id)
    return group


@transaction.atomic
def remove_group(*, group: Group, removed_by: Actor) -> None:
    """Take a group away. Its name is free again."""
    group.deleted_at = clock.now()
    save_versioned(group, ["deleted_at"])
    _record("identity.group.removed", group, removed_by, name=group.name)
    announce_people_moved([], organization_id=group.organization_id)


@transaction.atomic
def add_to_group(*, group: Group, user_ids: Iterable[int], added_by: Actor) -> list[int]:
    """Put members of the organization into a group by hand; the ids of those who were not in it.

    Strangers to the organization are passed over: whether they exist is not told. Raises MembersByRule.
    """
    _refuse_rule(group)
    wanted = set(user_ids)
    present = GroupMember.objects.filter(group=group)
    # Whoever left before comes back by a new period.
    present.filter(user_id__in=wanted, ends_on__lt=clock.now().date()).delete()
    known = set(present.filter(user_id__in=wanted).values_list("user_id", flat=True))
    members = OrganizationMembership.objects.filter(
        user_id__in=wanted - known, user__deleted_at__isnull=True
    ).values_list("user_id", flat=True)
    added = sorted(members)
    GroupMember.objects.bulk_create(
        [
            GroupMember(organization_id=group.organization_id, group=group, user_id=user_id)
            for user_id in added
        ]
    )
    if added:
        _record("identity.group.people_added", group, added_by, user_ids=added)
        announce_people_moved(added, organization_id=group.organization_id)
    return added


@transaction.atomic
def take_from_group(*, group: Group, user_ids: Iterable[int], removed_by: Actor) -> int:
    """Take people out of a group; how many were in it. Raises MembersByRule."""
    _refuse_rule(group)
    rows = GroupMember.objects.filter(group=group, user_id__in=set(user_ids))
    removed = sorted(rows.values_list("user_id", flat=True))
    rows.delete()
    if removed:
        _record("identity.group.people_removed", group, removed_by, user_ids=removed)
        announce_people_moved(removed, organization_id=group.organization_id)
    return len(removed)


def _refuse_rule(group: Group) -> None:
    if group.kind == Group.Kind.RULE:
        raise MembersByRule


def _refuse_foreign(*, unit_id: int | None, term_id: int | None) -> None:
    """Raise NotFound unless unit and term are of the organization in context."""
    for model, pk in ((OrganizationUnit, unit_id), (AcademicTerm, term_id)):
        if pk is not None and not model.objects.filter(pk=pk, deleted_at__isnull=True).exists():
            raise NotFound


def _record(action: str, group: Group, actor: Actor, **facts: Any) -> None:
    audit.record(action, actor=actor, target=("group", group.pk), facts=facts)

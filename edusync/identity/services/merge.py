"""Merging two accounts of one person: what is of use goes to the survivor, the other is closed under a pseudonym."""

from collections.abc import Mapping, Sequence
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import DatabaseError, transaction

from edusync.identity.merge_registry import MergeCount, merge_rules
from edusync.identity.models import (
    OrganizationMembership,
    PersonSearchWord,
    StudentProfile,
    User,
    UserProfile,
)
from edusync.identity.problems import MergeRefused
from edusync.identity.services import sessions
from edusync.identity.services.directory import index_people
from edusync.identity.services.person_care import PERSONAL_FACTS, STUDENT_FACTS
from edusync.identity.services.roles import close_all_assignments, refuse_person_beyond_own
from edusync.kernel import audit, clock, personal_data
from edusync.kernel.policy import Actor
from edusync.kernel.problems import NotFound

TAKEN = ("first_name", "last_name", "email", "username")
# Handled by name here, made anew, or proofs that stay with the account they were given by.
_BY_NAME = frozenset(
    {
        "identity.User",
        "identity.UserProfile",
        "identity.UserSetting",
        "identity.OrganizationMembership",
        "identity.PersonSearchWord",
        "identity.StudentProfile",
        "account.EmailAddress",
    }
)
_STAYING_PURPOSES = frozenset({"security", "accountability"})
_ROLES = "identity.RoleAssignment"


class _Undo(Exception):
    """Ends the transaction of a preview."""


def preview_merge(*, keep_id: int, drop_id: int, take: Sequence[str], actor: Actor) -> list[MergeCount]:
    """What a merge would do, found by doing it and taking it back: what is shown is what happens.

    Raises NotFound, MergeRefused, RoleBeyondOwn, LastAdmin.
    """
    counts: list[MergeCount] = []
    try:
        with transaction.atomic():
            counts = merge_people(keep_id=keep_id, drop_id=drop_id, take=take, merged_by=actor)
            raise _Undo
    except _Undo:
        return counts


@transaction.atomic
def merge_people(*, keep_id: int, drop_id: int, take: Sequence[str], merged_by: Actor) -> list[MergeCount]:
    """Make one account of two, once and for all. `take` names what the survivor gets from the other: TAKEN.

    Empty facts of the survivor are filled from the other. Rows that only one may have stay with the closed account.
    Both must be members of the actor's organization and of no other. Raises NotFound, MergeRefused, RoleBeyondOwn.
    """
    keep, drop = _lock(keep_id, drop_id, merged_by)
    taken = {name: getattr(drop, name) for name in TAKEN if name in take}
    name_of_dropped = drop.display_name
    counts = [count for rule in merge_rules() for count in rule.run(keep.pk, drop.pk, merged_by)]
    counts += _move_declared(keep.pk, drop.pk)
    counts += [_fill_student(keep.pk, drop.pk), _fill_profile(keep, drop)]
    _fill_membership(keep.pk, drop.pk, merged_by.organization_id or 0)
    addresses = _move_addresses(keep, drop)
    counts.append(addresses)
    _close(drop, merged_by)
    _take(keep, taken)
    index_people([keep.pk])
    audit.record(
        "identity.person.merged",
        actor=merged_by,
        target=("user", keep.pk),
        facts={
            "dropped": drop.pk,
            "dropped_name": name_of_dropped,
            "taken": sorted(taken),
            "moved": {count.table: count.moved for count in counts if count.moved},
            "stayed": {count.table: count.stayed for count in counts if count.stayed},
        },
    )
    return [count for count in counts if count.moved or count.stayed]


def _lock(keep_id: int, drop_id: int, actor: Actor) -> tuple[User, User]:
    if keep_id == drop_id:
        raise MergeRefused(reason="same-person")
    # In one order, so that two merges of the same people wait for each other.
    people = {
        row.pk: row
        for row in User.objects.select_for_update()
        .filter(pk__in=[keep_id, drop_id], deleted_at__isnull=True)
        .order_by("pk")
    }
    memberships = OrganizationMembership.unscoped.filter(user_id__in=people)
    inside = set(memberships.filter(organization_id=actor.organization_id).values_list("user_id", flat=True))
    if inside != {keep_id, drop_id}:
        raise NotFound
    if drop_id == actor.user_id:
        raise MergeRefused(reason="own-account")
    if memberships.exclude(organization_id=actor.organization_id).exists():
        raise MergeRefused(reason="elsewhere")
    if any(person.is_superuser for person in people.values()):
        raise MergeRefused(reason="beyond-own")
    for user_id in (keep_id, drop_id):
        refuse_person_beyond_own(actor, user_id=user_id, organization_id=actor.organization_id or 0)
    return people[keep_id], people[drop_id]


def _move_declared(keep_id: int, drop_id: int) -> list[MergeCount]:
    """Every table that an app declared as being about a person, by the column that names them."""
    ruled = {label for rule in merge_rules() for label in rule.labels}
    counts = []
    for item in personal_data.personal_tables():
        is_staying = item.purpose in _STAYING_PURPOSES and item.label != _ROLES
        if is_staying or item.label in _BY_NAME | ruled:
            continue
        for tie in item.ties:
            column = tie.removesuffix("_id")
            if "__" not in tie and column not in {"pk", "id"}:
                counts.append(_move(item.label, item.model, tie, keep_id, drop_id))
    return counts


def _move(label: str, model: Any, column: str, keep_id: int, drop_id: int) -> MergeCount:
    manager = getattr(model, "unscoped", None) or model._base_manager
    count = MergeCount(label)
    for pk in list(manager.filter(**{column: drop_id}).order_by("pk").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                manager.filter(pk=pk).update(**{column: keep_id})
            count.moved += 1
        except DatabaseError:
            # A unique key: the survivor has its own. Or a trigger: what was recorded stays as it was.
            count.stayed += 1
    if count.stayed and label.startswith("identity.") and label != _ROLES:
        # What the survivor has of its own needs no second copy under a pseudonym, unless a record keeps it.
        _drop_copies(manager.filter(**{column: drop_id}))
    return count


def _drop_copies(rows: Any) -> None:
    try:
        with transaction.atomic():
            rows.delete()
    except DatabaseError:
        return


def _fill_student(keep_id: int, drop_id: int) -> MergeCount:
    """One student profile: the survivor's, filled from the other's where it is empty."""
    count = MergeCount("identity.StudentProfile")
    other = StudentProfile.objects.filter(user_id=drop_id).first()
    if other is None:
        return count
    mine = StudentProfile.objects.filter(user_id=keep_id).first()
    facts = {name: getattr(other, name) for name in STUDENT_FACTS}
    # Gone first: a number belongs to one person at a time.
    other.delete()
    if mine is None:
        StudentProfile.objects.create(user_id=keep_id, **facts)
    else:
        _fill(mine, facts)
    count.moved = 1
    return count


def _fill_membership(keep_id: int, drop_id: int, organization_id: int) -> None:
    rows = OrganizationMembership.unscoped.filter(organization_id=organization_id)
    other = rows.get(user_id=drop_id)
    _fill(rows.get(user_id=keep_id), {"unit_id": other.unit_id, "local_id": other.local_id})


def _fill_profile(keep: User, drop: User) -> MergeCount:
    facts = UserProfile.objects.filter(pk=drop.pk).values(*PERSONAL_FACTS, "bio", "headline").first()
    mine, _ = UserProfile.objects.get_or_create(user=keep)
    filled = _fill(mine, facts or {})
    return MergeCount("identity.UserProfile", moved=int(bool(filled)))


def _fill(row: Any, facts: Mapping[str, Any]) -> list[str]:
    empty = [name for name, value in facts.items() if value and not getattr(row, name)]
    for name in empty:
        setattr(row, name, facts[name])
    if empty:
        row.save(update_fields=[*empty, "updated_at"])
    return empty


def _move_addresses(keep: User, drop: User) -> MergeCount:
    """Proved addresses let the survivor sign in too; the others go."""
    rows = EmailAddress.objects.filter(user=drop)
    rows.filter(verified=False).delete()
    moved = rows.update(user=keep, primary=False)
    return MergeCount("account.EmailAddress", moved=moved)


def _close(drop: User, actor: Actor) -> None:
    organization_id = actor.organization_id or 0
    close_all_assignments(user_id=drop.pk, organization_id=organization_id, closed_by=actor.user_id)
    sessions.end_all_sessions(user_id=drop.pk, reason="security", ended_by=actor)
    Authenticator.objects.filter(user=drop).delete()
    OrganizationMembership.unscoped.filter(user=drop).update(
        status=OrganizationMembership.Status.LEFT,
        local_id="",
        unit=None,
        sort_name="",
        updated_at=clock.now(),
    )
    PersonSearchWord.unscoped.filter(user=drop).delete()
    UserProfile.objects.filter(pk=drop.pk).delete()
    UserProfile.objects.create(user=drop)
    drop.refresh_from_db()
    drop.set_unusable_password()
    drop.username, drop.email, drop.first_name, drop.last_name = f"merged-{drop.pk}", None, "", ""
    drop.email_verified_at, drop.last_login_ip = None, None
    drop.is_active, drop.is_staff, drop.deleted_at = False, False, clock.now()
    drop.save()


def _take(keep: User, taken: Mapping[str, Any]) -> None:
    values = {name: value for name, value in taken.items() if value}
    if not values:
        return
    for name, value in values.items():
        setattr(keep, name, value)
    keep.save(update_fields=[*values, "updated_at"])
    if "email" in values:
        EmailAddress.objects.filter(user=keep).update(primary=False)
        EmailAddress.objects.update_or_create(user=keep, email=keep.email, defaults={"primary": True})

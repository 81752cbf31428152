"""Groups as the directory changes them. Members come and go one by one: a group may have tens of thousands."""

import dataclasses
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction

from edusync.identity.models import Group, GroupMember, ScimPendingMember, ScimResource
from edusync.identity.problems import GroupNameTaken
from edusync.identity.scim import filters
from edusync.identity.scim.directory import Directory
from edusync.identity.scim.documents import Document, clean_document, clean_value, member_id, member_ids
from edusync.identity.scim.errors import ScimError, invalid_value, taken
from edusync.identity.scim.filters import Compare
from edusync.identity.scim.patching import Operation, apply, read_operations
from edusync.identity.scim.resources import find
from edusync.identity.scim.schemas import GROUPS
from edusync.identity.scim.versions import require_version
from edusync.identity.services.groups import (
    add_to_group,
    create_group,
    remove_group,
    take_from_group,
    update_group,
)
from edusync.kernel import audit, clock

KIND = "group"


@dataclasses.dataclass(slots=True)
class Changes:
    """Who is to come and to go; `is_whole` means that all who are not named go."""

    coming: set[uuid.UUID] = dataclasses.field(default_factory=set)
    going: set[uuid.UUID] = dataclasses.field(default_factory=set)
    is_whole: bool = False


@transaction.atomic
def create(directory: Directory, body: Any) -> ScimResource:
    """A new group, or one of that name that people made by hand. Raises ScimError, Problem."""
    document = clean_document(body, GROUPS)
    wanted = member_ids(document)
    document.pop("members", None)
    group, outcome = _group_named(directory, document["displayName"])
    resource = ScimResource(organization_id=directory.organization_id, kind=KIND, group=group)
    _store(resource, document)
    _change_members(directory, resource, Changes(coming=set(wanted)))
    _note(directory, "created", resource, outcome)
    return resource


def _group_named(directory: Directory, name: str) -> tuple[Group, str]:
    known: Group | None = Group.objects.filter(name=name, deleted_at__isnull=True).first()
    if known is None:
        return create_group(name=name, created_by=directory.owner), "created"
    if known.kind == Group.Kind.RULE or ScimResource.objects.filter(group=known).exists():
        raise taken("displayName")
    return known, "linked"


@transaction.atomic
def replace(directory: Directory, text: str, body: Any, *, if_match: str) -> ScimResource:
    """The group as the body says, members and all. Raises ScimError, Problem."""
    resource = find(GROUPS, text, is_locked=True)
    require_version(resource, if_match)
    document = clean_document(body, GROUPS)
    changes = Changes(coming=set(member_ids(document)), is_whole=True)
    return _change(directory, resource, document, [changes])


@transaction.atomic
def patch(directory: Directory, text: str, body: Any, *, if_match: str) -> ScimResource:
    """The group after some operations. Raises ScimError, Problem."""
    resource = find(GROUPS, text, is_locked=True)
    require_version(resource, if_match)
    operations = read_operations(body, GROUPS)
    changes = [_changes_of(one) for one in operations if _is_about_members(one)]
    others = [one for one in operations if not _is_about_members(one)]
    return _change(directory, resource, apply(resource.facts, others, GROUPS), changes)


@transaction.atomic
def delete(directory: Directory, text: str, *, if_match: str) -> None:
    """Take the group away. Raises ScimError."""
    resource = find(GROUPS, text, is_locked=True)
    require_version(resource, if_match)
    _note(directory, "deleted", resource, "removed")
    group = resource.group
    resource.delete()
    if group is not None and group.deleted_at is None:
        remove_group(group=group, removed_by=directory.owner)


def _is_about_members(operation: Operation) -> bool:
    target = operation.target
    return target is not None and target.attribute is not None and target.attribute.name == "members"


def _changes_of(operation: Operation) -> Changes:
    """What an operation on `members` means for who is inside. Raises ScimError."""
    target = operation.target
    if target is None or target.attribute is None or target.part is not None:
        raise ScimError(400, "Members are added and removed, not changed.", "mutability")
    if operation.op == "remove" and target.chosen is not None:
        return Changes(going={_chosen_id(target.chosen)})
    if target.chosen is not None:
        raise ScimError(400, "Members are added and removed, not changed.", "mutability")
    given = clean_value(target.attribute, [] if operation.value is None else operation.value)
    named = {member_id(member) for member in given}
    if operation.op == "remove":
        return Changes(going=named, is_whole=not named)
    return Changes(coming=named, is_whole=operation.op == "replace")


def _chosen_id(node: filters.Node) -> uuid.UUID:
    if not isinstance(node, Compare) or node.operator != "eq" or node.path.lower() != "value":
        raise ScimError(400, 'A member is chosen by members[value eq "id"].', "invalidFilter")
    return member_id(node.value)


def _change(
    directory: Directory, resource: ScimResource, document: Document, changes: list[Changes]
) -> ScimResource:
    document.pop("members", None)
    has_new_facts = document != resource.facts
    if resource.group is not None and document["displayName"] != resource.group.name:
        try:
            update_group(
                group=resource.group, changes={"name": document["displayName"]}, changed_by=directory.owner
            )
        except GroupNameTaken as error:
            raise taken("displayName") from error
    moved = [_change_members(directory, resource, one) for one in changes]
    if has_new_facts or any(moved):
        resource.row_version += 1
        _store(resource, document)
        _note(directory, "changed", resource, "changed")
    return resource


def _store(resource: ScimResource, document: Document) -> None:
    resource.name_key = document["displayName"].casefold()[:254]
    resource.external_id = document.get("externalId", "")
    resource.facts = document
    resource.updated_at = clock.now()
    try:
        with transaction.atomic():
            resource.save()
    except IntegrityError as error:
        raise taken("displayName") from error


def _change_members(directory: Directory, resource: ScimResource, changes: Changes) -> bool:
    """Let people in and out; whether anybody moved. Raises ScimError for a member that is not there."""
    coming = _people(changes.coming)
    if len(coming) != len(changes.coming):
        raise invalid_value("There is no member with this id.")
    going = _all_known(resource, except_for=changes.coming) if changes.is_whole else _people(changes.going)
    moved = _take_out(directory, resource, going)
    return _let_in(directory, resource, coming) or moved


def _people(ids: Iterable[uuid.UUID]) -> list[ScimResource]:
    wanted = list(ids)
    return list(ScimResource.objects.filter(kind="user", uuid__in=wanted)) if wanted else []


def _all_known(resource: ScimResource, *, except_for: set[uuid.UUID]) -> list[ScimResource]:
    """Everybody inside whom the directory knows; whom people put in by hand stays."""
    inside = GroupMember.objects.filter(group_id=resource.group_id).values("user_id")
    waiting = ScimPendingMember.objects.filter(group=resource).values("member_id")
    known = ScimResource.objects.filter(kind="user", user_id__in=inside).union(
        ScimResource.objects.filter(pk__in=waiting)
    )
    return [person for person in known if person.uuid not in except_for]


def _let_in(directory: Directory, resource: ScimResource, people: list[ScimResource]) -> bool:
    if resource.group is None or not people:
        return False
    user_ids = [person.user_id for person in people if person.user_id is not None]
    added = add_to_group(group=resource.group, user_ids=user_ids, added_by=directory.owner)
    before = ScimPendingMember.objects.filter(group=resource).count()
    ScimPendingMember.objects.bulk_create(
        [
            ScimPendingMember(organization_id=directory.organization_id, group=resource, member=person)
            for person in people
            if person.user_id is None
        ],
        ignore_conflicts=True,
    )
    return bool(added) or ScimPendingMember.objects.filter(group=resource).count() != before


def _take_out(directory: Directory, resource: ScimResource, people: list[ScimResource]) -> bool:
    if resource.group is None or not people:
        return False
    user_ids = [person.user_id for person in people if person.user_id is not None]
    taken_out = take_from_group(group=resource.group, user_ids=user_ids, removed_by=directory.owner)
    waiting = ScimPendingMember.objects.filter(group=resource, member__in=[person.pk for person in people])
    return bool(waiting.delete()[0]) or taken_out > 0


def _note(directory: Directory, action: str, resource: ScimResource, outcome: str) -> None:
    label = str(resource.facts.get("displayName", ""))
    directory.note(action, KIND, outcome, label=label, uuid=resource.uuid)
    audit.record(
        f"identity.provisioned_group.{action}",
        actor=directory.owner,
        target=("group", resource.group_id),
        facts={"resource": str(resource.uuid), "outcome": outcome, "key": directory.key_id},
    )

"""Reading resources: pages with the same number of queries whatever their size, and what they look like."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from edusync.identity.models import GroupMember, ScimPendingMember, ScimResource
from edusync.identity.scim import filters
from edusync.identity.scim.conditions import as_uuid, condition_of
from edusync.identity.scim.directory import Directory
from edusync.identity.scim.documents import Document, cut, split_names
from edusync.identity.scim.errors import ScimError, invalid_value, not_there
from edusync.identity.scim.schemas import ENTERPRISE, MAX_RESULTS, USERS, Kind, listed

Member = tuple[str, str]


def resources_of(kind: Kind) -> QuerySet[ScimResource]:
    """Resources of the organization in context."""
    rows: QuerySet[ScimResource] = ScimResource.objects.filter(kind=kind.name.lower())
    return rows.select_related("user", "group", "invitation")


def find(kind: Kind, text: str, *, is_locked: bool = False) -> ScimResource:
    """The resource of that id. Raises ScimError (404) alike for none, for another organization's and for nonsense."""
    found = as_uuid(text)
    rows = resources_of(kind)
    if is_locked:
        # Without the joins: MariaDB cannot lock one table of several.
        rows = rows.select_related(None).select_for_update()
    row = rows.filter(uuid=found).first() if found is not None else None
    if row is None:
        raise not_there()
    return row


def page_of(directory: Directory, kind: Kind, asked: dict[str, Any]) -> dict[str, Any]:
    """A page: `filter`, `startIndex`, `count`, `attributes`, `excludedAttributes`. Raises ScimError."""
    start, count = number(asked, "startIndex", 1), number(asked, "count", MAX_RESULTS)
    rows = resources_of(kind).filter(wanted_by(asked, kind))
    start, count = max(1, start), min(max(0, count), MAX_RESULTS)
    total = rows.count()
    page = list(rows.order_by("id")[start - 1 : start - 1 + count]) if count else []
    return listed(told(directory, kind, page, asked), total=total, start=start)


def wanted_by(asked: dict[str, Any], kind: Kind) -> Q:
    """The condition of the filter."""
    text = asked.get("filter")
    if not text:
        return Q()
    if not isinstance(text, str):
        raise invalid_value("filter is a text.")
    return condition_of(filters.parse(text), kind)


def number(asked: dict[str, Any], name: str, default: int) -> int:
    """A whole number of the request. Raises ScimError."""
    value = asked.get(name)
    if value is None or value == "":
        return default
    text = str(value)
    if isinstance(value, bool) or not text.lstrip("-").isdecimal() or len(text) > 9:
        raise invalid_value(f"{name} is a whole number.")
    return int(text)


def names(asked: dict[str, Any], name: str) -> str:
    """A list of attribute names: with commas in an address, a list in a body."""
    value = asked.get(name) or ""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ",".join(value)
    if not isinstance(value, str):
        raise invalid_value(f"{name} is a list of names.")
    return value


def told(
    directory: Directory, kind: Kind, rows: Iterable[ScimResource], asked: dict[str, Any]
) -> list[Document]:
    """Resources as JSON, cut to what was asked for."""
    rows = list(rows)
    wanted, unwanted = names(asked, "attributes"), names(asked, "excludedAttributes")
    if wanted and unwanted:
        raise ScimError(400, "Ask for attributes or exclude some, not both.", "invalidValue")
    attribute = "groups" if kind is USERS else "members"
    related: dict[int, list[Member]] = {}
    if is_asked(attribute, wanted, unwanted, kind):
        related = groups_of(rows) if kind is USERS else members_of(rows)
    documents = (document_of(directory, kind, row, related.get(row.pk, [])) for row in rows)
    return [cut(document, wanted=wanted, unwanted=unwanted, kind=kind) for document in documents]


def is_asked(attribute: str, wanted: str, unwanted: str, kind: Kind) -> bool:
    """Whether the answer will have the attribute: what costs a query and is not wanted is not read."""
    if wanted:
        return any(name.split(".")[0] == attribute for name in split_names(wanted, kind))
    return attribute not in split_names(unwanted, kind)


def document_of(directory: Directory, kind: Kind, row: ScimResource, related: list[Member]) -> Document:
    """A resource as JSON; `related` are ids and names of groups or members."""
    schemas = [kind.core, *([ENTERPRISE] if ENTERPRISE in row.facts else [])]
    document = {"schemas": schemas, "id": str(row.uuid), **row.facts}
    if related:
        attribute = "groups" if kind is USERS else "members"
        document[attribute] = [related_value(directory, kind, *member) for member in related]
    document["meta"] = {
        "resourceType": kind.name,
        "created": instant(row.created_at),
        "lastModified": instant(row.updated_at),
        "location": directory.location(row),
        "version": version(row),
    }
    return document


def related_value(directory: Directory, kind: Kind, uuid: str, name: str) -> Document:
    """A group of a person, or a member of a group."""
    if kind is USERS:
        return {"value": uuid, "$ref": f"{directory.base}/Groups/{uuid}", "display": name}
    return {"value": uuid, "$ref": f"{directory.base}/Users/{uuid}", "type": "User"}


def instant(value: Any) -> str:
    """An instant in UTC."""
    return str(value.isoformat()).replace("+00:00", "Z")


def version(row: ScimResource) -> str:
    """The weak ETag."""
    return f'W/"{row.row_version}"'


def groups_of(rows: list[ScimResource]) -> dict[int, list[Member]]:
    """Groups of people by row, those they are in and those that wait for them; two queries."""
    by_user = {row.user_id: row.pk for row in rows if row.user_id is not None}
    inside = GroupMember.objects.filter(user_id__in=by_user).values_list("user_id", "group_id")
    pairs = [(by_user[user_id], group_id) for user_id, group_id in inside]
    groups = (
        {
            row.group_id: row
            for row in ScimResource.objects.filter(group_id__in={group_id for _, group_id in pairs})
        }
        if pairs
        else {}
    )
    found: dict[int, list[Member]] = {}
    for pk, group_id in pairs:
        if group_id in groups:
            found.setdefault(pk, []).append(_named(groups[group_id]))
    waiting = ScimPendingMember.objects.filter(member__in=[row.pk for row in rows if row.user_id is None])
    for one in waiting.select_related("group") if any(row.user_id is None for row in rows) else ():
        found.setdefault(one.member_id, []).append(_named(one.group))
    return found


def _named(group: ScimResource) -> Member:
    return str(group.uuid), str(group.facts.get("displayName", ""))


def members_of(rows: list[ScimResource]) -> dict[int, list[Member]]:
    """Members of groups by row, with those who wait; three queries at most. People the directory does not know are left out."""
    by_group = {row.group_id: row.pk for row in rows}
    inside = list(
        GroupMember.objects.filter(group_id__in=by_group).order_by("id").values_list("group_id", "user_id")
    )
    people = dict(
        ScimResource.objects.filter(
            user_id__in=GroupMember.objects.filter(group_id__in=by_group).values("user_id")
        ).values_list("user_id", "uuid")
    )
    found: dict[int, list[Member]] = {}
    for group_id, user_id in inside:
        if user_id in people:
            found.setdefault(by_group[group_id], []).append((str(people[user_id]), ""))
    waiting = ScimPendingMember.objects.filter(group__in=[row.pk for row in rows]).order_by("id")
    for pk, uuid in waiting.values_list("group_id", "member__uuid"):
        found.setdefault(pk, []).append((str(uuid), ""))
    return found

"""Filters as conditions of a query: attribute names come from a table, values are bound."""

import datetime as dt
import operator
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import CharField, F, Func, Q, Value
from django.db.models.lookups import Exact
from django.utils.dateparse import parse_datetime

from edusync.identity.models import GroupMember, ScimResource
from edusync.identity.scim.errors import invalid_filter
from edusync.identity.scim.filters import Both, Compare, Node, Not, Within
from edusync.identity.scim.schemas import Kind

Condition = Callable[[Compare], Q]
NOTHING = Q(pk__in=())
EVERYTHING = Q(pk__isnull=False)
_ORDER = {"gt": "gt", "ge": "gte", "lt": "lt", "le": "lte"}
_TEXT = {"co": "icontains", "sw": "istartswith", "ew": "iendswith", **_ORDER}


def condition_of(node: Node, kind: Kind) -> Q:
    """The query's condition. Raises ScimError (invalidFilter) for an attribute that cannot be searched."""
    if isinstance(node, Not):
        return ~condition_of(node.inner, kind)
    if isinstance(node, Both):
        join = operator.and_ if node.word == "and" else operator.or_
        return join(condition_of(node.left, kind), condition_of(node.right, kind))
    if isinstance(node, Within):
        return _within(node, kind)
    name = node.path.lower().removeprefix(f"{kind.core}:".lower())
    condition = (USER_CONDITIONS if kind.name == "User" else GROUP_CONDITIONS).get(name)
    if condition is None:
        raise invalid_filter(f"{node.path[:100]} cannot be searched.")
    return condition(node)


def _within(node: Within, kind: Kind) -> Q:
    """`emails[value eq "x"]` and `members[value eq "x"]`: the one value that is kept in a column."""
    if not isinstance(node.inner, Compare) or node.inner.path.lower() != "value":
        raise invalid_filter("Of a value with parts only `value` can be searched.")
    return condition_of(Compare(f"{node.path}.value", node.inner.operator, node.inner.value), kind)


def _text(column: str, *, is_folded: bool = False, is_case_exact: bool = False) -> Condition:
    def condition(node: Compare) -> Q:
        if node.operator == "pr":
            return ~Q(**{column: ""})
        if not isinstance(node.value, str):
            raise invalid_filter(f"{node.path[:100]} is compared with a text in quotes.")
        value = node.value.casefold() if is_folded else node.value
        if node.operator in {"eq", "ne"}:
            same = Q(**{column if is_folded or is_case_exact else f"{column}__iexact": value})
            if is_case_exact:
                same &= _same_bytes(column, value)
            return same if node.operator == "eq" else ~same
        return Q(**{f"{column}__{_TEXT[node.operator]}": value})

    return condition


def _same_bytes(column: str, value: str) -> Q:
    """Equal also where the engine's collation takes x for X."""
    present = Func(F(column), function="HEX", output_field=CharField())
    return Q(Exact(present, Value(value.encode().hex().upper())))


def _active(node: Compare) -> Q:
    if node.operator == "pr":
        return EVERYTHING
    if node.operator not in {"eq", "ne"} or not isinstance(node.value, bool):
        raise invalid_filter("active is equal to true or false.")
    return Q(is_active=node.value is (node.operator == "eq"))


def _instant(column: str) -> Condition:
    def condition(node: Compare) -> Q:
        if node.operator == "pr":
            return EVERYTHING
        moment = _moment(node.value)
        if node.operator in {"eq", "ne"}:
            same = Q(**{column: moment})
            return same if node.operator == "eq" else ~same
        if node.operator not in _ORDER:
            raise invalid_filter("An instant is compared by eq, ne, gt, ge, lt or le.")
        return Q(**{f"{column}__{_ORDER[node.operator]}": moment})

    return condition


def _moment(value: Any) -> dt.datetime:
    try:
        moment = parse_datetime(value) if isinstance(value, str) else None
        # The ends of the calendar have no place in every time zone.
        moment = None if moment is None else _in_utc(moment)
    except (ValueError, OverflowError):
        moment = None
    if moment is None:
        raise invalid_filter("An instant is like 2026-01-31T08:00:00Z.")
    return moment


def _in_utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _id(node: Compare) -> Q:
    if node.operator == "pr":
        return EVERYTHING
    if node.operator not in {"eq", "ne"}:
        raise invalid_filter("An id is compared by eq or ne.")
    found = as_uuid(node.value)
    same = NOTHING if found is None else Q(uuid=found)
    return same if node.operator == "eq" else ~same


def _member(node: Compare) -> Q:
    if node.operator != "eq":
        raise invalid_filter("Members are compared by eq.")
    found = as_uuid(node.value)
    if found is None:
        return NOTHING
    people = ScimResource.objects.filter(uuid=found, kind="user").values("user_id")
    return Q(group_id__in=GroupMember.objects.filter(user_id__in=people).values("group_id"))


def as_uuid(value: Any) -> uuid.UUID | None:
    """The id, None for what cannot be one."""
    try:
        return uuid.UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


_COMMON: Mapping[str, Condition] = {
    "id": _id,
    "externalid": _text("external_id", is_case_exact=True),
    "meta.created": _instant("created_at"),
    "meta.lastmodified": _instant("updated_at"),
}
USER_CONDITIONS: Mapping[str, Condition] = {
    **_COMMON,
    "username": _text("name_key", is_folded=True),
    "emails": _text("email", is_folded=True),
    "emails.value": _text("email", is_folded=True),
    "name.givenname": _text("given_name"),
    "name.familyname": _text("family_name"),
    "active": _active,
}
GROUP_CONDITIONS: Mapping[str, Condition] = {
    **_COMMON,
    "displayname": _text("name_key", is_folded=True),
    "members": _member,
    "members.value": _member,
}

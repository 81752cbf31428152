"""What people add to the search over everything: people, groups and units, for those who look after them."""

from typing import Any

from edusync.identity.models import Group, OrganizationUnit
from edusync.identity.organizations_policy import GROUPS, UNITS
from edusync.identity.people_queries import PeopleFilter, people
from edusync.identity.policy import PersonPolicy
from edusync.identity.queries import display_name_of
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.search import SearchQuery, SearchRow, SearchSource, register_source
from edusync.kernel.search_text import contains_any, marked, title_score
from edusync.kernel.tenancy import current_organization_id


def find_people(actor: Actor, query: SearchQuery) -> list[SearchRow]:
    """By name, user name, address or number; for those whom the list of people is open to (one query)."""
    wanted = PeopleFilter(search=query.text)
    members = PersonPolicy().visible(people(organization_id=current_organization_id(), wanted=wanted), actor)
    is_word = contains_any(query.words)
    return [
        SearchRow(
            kind="person",
            title=marked(display_name_of(member.user), is_word),
            path=f"/manage/people/{member.user_id}",
            # Found by address or number, somebody is meant as well.
            score=0.95 * max(0.6, title_score(display_name_of(member.user), query.words)),
            where=member.user.email or "",
            state="" if member.status == "active" else "closed",
        )
        for member in members.select_related("user").order_by("sort_name", "user_id")[: query.asked]
    ]


def find_groups(actor: Actor, query: SearchQuery) -> list[SearchRow]:
    """By name, for those who keep groups (one query)."""
    groups = GROUPS.visible(Group.objects.filter(deleted_at=None), actor)
    return _named(groups, query, kind="group", path=lambda row: f"/manage/groups/{row['id']}")


def find_units(actor: Actor, query: SearchQuery) -> list[SearchRow]:
    """By name, for those who keep units, or one of them (one query)."""
    units = UNITS.visible(OrganizationUnit.objects.filter(deleted_at=None), actor)
    return _named(units, query, kind="unit", path=lambda row: "/manage/units")


def _named(rows: Any, query: SearchQuery, *, kind: str, path: Any) -> list[SearchRow]:
    for word in query.words:
        rows = rows.filter(name__icontains=word)
    is_word = contains_any(query.words)
    return [
        SearchRow(
            kind=kind,
            title=marked(row["name"], is_word),
            path=path(row),
            score=0.9 * title_score(row["name"], query.words),
        )
        for row in rows.order_by("name", "id").values("id", "name")[: query.asked]
    ]


def reads_people(actor: Actor) -> bool:
    """Whether the list of people is open to the actor, of all or of a unit."""
    return PersonPolicy().allows(actor, Permission.PERSON_READ, None)


def keeps_groups(actor: Actor) -> bool:
    """Whether the pages of groups are open to the actor."""
    return actor.has(Permission.GROUP_MANAGE)


def keeps_units(actor: Actor) -> bool:
    """Whether the page of units is open to the actor, who may keep one of them."""
    return actor.has(Permission.UNIT_MANAGE) or bool(actor.units_with(Permission.UNIT_MANAGE))


register_source(SearchSource("people", ("person",), find_people, Permission.PERSON_READ, reads_people))
register_source(SearchSource("groups", ("group",), find_groups, Permission.GROUP_MANAGE, keeps_groups))
register_source(SearchSource("units", ("unit",), find_units, Permission.UNIT_MANAGE, keeps_units))

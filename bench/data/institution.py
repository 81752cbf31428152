"""An institution of many people: units, groups, roles, and words to find them by."""

import dataclasses
import time
from collections.abc import Callable, Sequence

from django.db import transaction

from bench.data.people import make_people
from bench.data.rows import START, ids_for, insert
from edusync.identity.models import (
    Group,
    GroupMember,
    Organization,
    OrganizationMembership,
    OrganizationUnit,
    User,
)
from edusync.identity.services import ensure_default_organization, ensure_system_roles
from edusync.identity.services.directory import index_stale_people
from edusync.kernel.tenancy import organization_context


@dataclasses.dataclass(frozen=True)
class Institution:
    """How many there are; units and groups follow from that."""

    name: str
    learners: int
    instructors: int
    admins: int = 2

    @property
    def units(self) -> int:
        return max(4, self.learners // 1000)

    @property
    def groups(self) -> int:
        return max(4, self.learners // 100)


MANY = Institution("many", learners=49_000, instructors=998)
FEW = Institution("few", learners=150, instructors=8)


def found_institution(size: Institution, *, say: Callable[[str], None] = lambda _line: None) -> float:
    """Write everybody; returns seconds taken."""
    began = time.perf_counter()
    organization = ensure_default_organization()
    ensure_system_roles()
    with organization_context(organization.pk):
        with transaction.atomic():
            make_people(organization, kind="admin", role_code="admin", count=size.admins)
            make_people(organization, kind="instructor", role_code="instructor", count=size.instructors)
            learners = make_people(organization, kind="learner", role_code="learner", count=size.learners)
        say(f"{len(learners)} learners")
        with transaction.atomic():
            _make_units(organization, size)
            _make_groups(organization, size, learners)
        say("units and groups")
        index_stale_people(limit=10**9)
        say("words to search by")
    return time.perf_counter() - began


def _make_units(organization: Organization, size: Institution) -> None:
    """A tree of two levels; every member stands in one of its units."""
    ids = ids_for(OrganizationUnit)
    root = next(ids)
    units = [OrganizationUnit(id=root, organization=organization, name="Faculties", path=f"/{root}/")]
    for number in range(1, size.units + 1):
        pk = next(ids)
        path = f"/{root}/{pk}/"
        units.append(
            OrganizationUnit(
                id=pk, organization=organization, name=f"Faculty {number}", parent_id=root, path=path
            )
        )
    insert(OrganizationUnit, units)
    for place, unit in enumerate(units[1:]):
        members = OrganizationMembership.objects.extra(
            where=["user_id %% %s = %s"], params=[size.units, place]
        )
        members.update(unit=unit)


def _make_groups(organization: Organization, size: Institution, learners: Sequence[User]) -> None:
    ids = ids_for(Group)
    groups = insert(
        Group,
        (
            Group(id=next(ids), organization=organization, name=f"Group {number}")
            for number in range(1, size.groups + 1)
        ),
    )
    insert(
        GroupMember,
        (
            GroupMember(
                organization=organization,
                group=groups[place % len(groups)],
                user=learner,
                starts_on=START.date(),
            )
            for place, learner in enumerate(learners)
        ),
    )

"""What an organization is made of: a domain, a unit, a year, a group."""

import datetime as dt

from edusync.identity.models import Group, OrganizationUnit
from edusync.identity.services.domains import add_domain
from edusync.identity.services.groups import add_to_group, create_group
from edusync.identity.services.terms import create_term
from edusync.identity.services.units import create_unit, put_in_unit
from edusync.kernel.policy import Actor
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Ids of organization, domain, unit, term and group."""
    actor = Actor(user_id=school.admin.pk, organization_id=school.organization.pk)
    unit: OrganizationUnit = create_unit(name="Mathematics", created_by=actor)
    put_in_unit(unit=unit, user_ids=[school.learner.pk], changed_by=actor)
    group: Group = create_group(name="Choir", created_by=actor)
    add_to_group(group=group, user_ids=[school.learner.pk], added_by=actor)
    term = create_term(
        name="2026",
        kind="year",
        starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(2026, 12, 31),
        created_by=actor,
    )
    domain = add_domain(kind="host", name="school.example.org", added_by=actor)
    return {
        "organization_id": str(school.organization.pk),
        "domain_id": str(domain.pk),
        "unit_id": str(unit.pk),
        "term_id": str(term.pk),
        "group_id": str(group.pk),
    }

"""Every number of every report is what a slow and plain reading of the facts gives."""

import pytest

from edusync.kernel import clock
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.tenancy import current_organization_id
from edusync.reports import queries
from edusync.reports.engine import catalog
from edusync.reports.services.summaries import refresh_summaries
from edusync.reports.tests import reference
from edusync.reports.tests.facts import World

NEEDS_NOW = {"active_students", "engagement_summary", "top_students"}


def overseer():
    return Actor(
        user_id=1,
        organization_id=current_organization_id(),
        permissions=frozenset({str(Permission.REPORT_READ)}),
    )


def rows_of(report):
    return list(queries.iterate_rows(report, overseer(), {}))


@pytest.mark.parametrize("seed", range(20, 24))
def test_reports_say_what_the_facts_say(make_person, organization, seed):
    organization.time_zone = ("UTC", "Asia/Kolkata", "America/New_York")[seed % 3]
    organization.save()
    world = World(make_person, seed=seed, people=6, courses=3)
    for number in range(120):
        world.step()
        if number % 40 == 20:
            with clock.frozen(world.now):
                refresh_summaries()
    world.arrive()
    with clock.frozen(world.now):
        refresh_summaries()
    for slug, report in catalog.reports().items():
        expected = getattr(reference, slug)(*([world.now] if slug in NEEDS_NOW else []))
        found = rows_of(report)
        assert len(found) == len(set(found))
        assert set(found) == expected, slug


def test_every_report_has_its_reference():
    assert all(hasattr(reference, slug) for slug in catalog.reports())

"""Summaries: increments in any order give what a rebuild gives, and a slow reading of the facts gives the same."""

import pytest

from edusync.kernel import clock
from edusync.reports.models import (
    CourseFigure,
    CourseMonth,
    CourseStatistic,
    DashboardMetric,
    EnrollmentDay,
    InstructorFigure,
    PersonFigure,
    UserDailyActivity,
)
from edusync.reports.services.summaries import refresh_summaries
from edusync.reports.tests.facts import World

TABLES = (
    EnrollmentDay,
    UserDailyActivity,
    CourseStatistic,
    CourseFigure,
    CourseMonth,
    PersonFigure,
    InstructorFigure,
    DashboardMetric,
)
# When a row was written says nothing of what it says.
UNTOLD = {"id", "created_at", "updated_at", "calculated_at"}


def contents():
    """All rows of all summaries, by table."""
    found = {}
    for table in TABLES:
        names = [field.attname for field in table._meta.concrete_fields if field.attname not in UNTOLD]
        found[table.__name__] = sorted(table.objects.values_list(*names), key=repr)
    return found


def refreshed(at, **options):
    with clock.frozen(at):
        return refresh_summaries(**options)


@pytest.mark.parametrize("seed", range(6))
def test_increments_in_any_order_equal_the_rebuild(make_person, organization, seed):
    organization.time_zone = ("UTC", "Asia/Kolkata", "America/New_York")[seed % 3]
    organization.save()
    world = World(make_person, seed=seed)
    for number in range(90):
        world.step()
        if world.random.random() < 0.25 or number == 89:
            refreshed(world.now)
    by_increments = contents()
    run = refreshed(world.now, is_rebuild=True)
    assert run.is_rebuild
    assert contents() == by_increments
    assert all(by_increments.values())

"""Summaries: increments in any order give what a rebuild gives, and a slow reading of the facts gives the same."""

import datetime

import pytest
from django.core.management import call_command
from django.db import OperationalError
from structlog.testing import capture_logs

from edusync.courses.models import Course
from edusync.enrollment.models import Enrollment
from edusync.enrollment.testing import make_enrollment
from edusync.identity.models import User
from edusync.identity.queries import organization_ids
from edusync.identity.services import merge_people
from edusync.identity.testing import actor_of_person
from edusync.kernel import clock
from edusync.kernel.ids import uuid7
from edusync.kernel.testing import run_jobs
from edusync.progress.models import LearningDay, LearningSession
from edusync.reports.models import (
    CourseFigure,
    CourseMonth,
    CourseStatistic,
    DashboardMetric,
    EnrollmentDay,
    InstructorFigure,
    PersonFigure,
    PipelineRun,
    UserDailyActivity,
)
from edusync.reports.services.summaries import refresh_all_organizations, refresh_summaries, running
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
DAY = datetime.timedelta(days=1)
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


@pytest.mark.parametrize("seed", range(4))
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


def learn_on(learner, day, seconds=1200):
    """A session, and the learning day that its beats write."""
    enrollment = Enrollment.objects.filter(learner=learner).first() or make_enrollment(learner)
    at = datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)
    LearningSession.objects.create(
        enrollment=enrollment, client_id=uuid7(), started_at=at, last_seen_at=at, seconds=seconds
    )
    LearningDay.objects.update_or_create(learner=learner, day=day, defaults={"seconds": seconds})
    Enrollment.objects.filter(pk=enrollment.pk).update(last_access_at=at, updated_at=at)
    # Made by services at the clock's own time, which is later than everything here.
    Course.objects.update(updated_at=at)
    return enrollment


def noon(day):
    return datetime.datetime.combine(day, datetime.time(13), tzinfo=datetime.UTC)


def test_a_streak_ends_though_nothing_happens(learner):
    begin = datetime.date(2026, 3, 2)
    for number in range(3):
        learn_on(learner, begin + number * DAY)
    streaks = []
    for number in range(2, 6):
        refreshed(noon(begin + number * DAY))
        streaks.append(PersonFigure.objects.get().streak_days)
    assert streaks == [3, 3, 0, 0]
    assert PersonFigure.objects.get().longest_streak_days == 3


def test_days_without_activity_still_count_who_was_there_before(learner):
    begin = datetime.date(2026, 3, 2)
    learn_on(learner, begin)
    refreshed(noon(begin))
    refreshed(noon(begin + 9 * DAY))
    refreshed(noon(begin + 40 * DAY))
    rows = {row.day: row for row in CourseStatistic.objects.filter(active_in_month__gt=0)}
    assert sorted(rows) == [begin + number * DAY for number in range(30)]
    assert [rows[begin + number * DAY].active_in_week for number in range(9)] == [1] * 7 + [0] * 2


def test_a_late_report_lands_on_its_day(learner):
    begin = datetime.date(2026, 3, 2)
    enrollment = learn_on(learner, begin + 5 * DAY)
    refreshed(noon(begin + 5 * DAY))
    late = noon(begin)
    LearningSession.objects.create(
        enrollment=enrollment,
        client_id=uuid7(),
        started_at=late,
        last_seen_at=noon(begin + 6 * DAY),
        seconds=60,
    )
    refreshed(noon(begin + 6 * DAY))
    days = UserDailyActivity.objects.order_by("day")
    assert [(row.day, row.seconds) for row in days] == [(begin, 60), (begin + 5 * DAY, 1200)]
    assert CourseStatistic.objects.get(day=begin).sessions == 1


def test_days_begin_at_midnight_of_the_organization(learner, organization):
    organization.time_zone = "Asia/Kolkata"
    organization.save()
    enrollment = make_enrollment(learner)
    at = datetime.datetime(2026, 3, 2, 19, tzinfo=datetime.UTC)
    LearningSession.objects.create(enrollment=enrollment, client_id=uuid7(), started_at=at, last_seen_at=at)
    refreshed(at)
    assert EnrollmentDay.objects.get().day == datetime.date(2026, 3, 3)


def test_a_run_is_written_down(learner, organization):
    first = refreshed(noon(datetime.date(2026, 3, 2)))
    assert (first.state, first.is_rebuild, first.covered_from) == ("finished", True, None)
    second = refreshed(noon(datetime.date(2026, 3, 3)))
    assert (second.is_rebuild, second.covered_from) == (False, first.covered_until)
    assert PipelineRun.objects.count() == 2


def test_a_run_that_fails_says_why_and_the_next_covers_its_time(learner, organization):
    organization.time_zone = "Asia/Kolkata"
    organization.save()
    good = refreshed(noon(datetime.date(2026, 3, 2)))
    # In India this instant is in a year that no calendar has.
    end_of_time = datetime.datetime(9999, 12, 31, 23, tzinfo=datetime.UTC)
    session = LearningSession.objects.create(
        enrollment=make_enrollment(learner),
        client_id=uuid7(),
        started_at=end_of_time,
        last_seen_at=end_of_time,
    )
    with pytest.raises(OverflowError):
        refreshed(noon(datetime.date(2026, 3, 3)))
    failed = PipelineRun.objects.latest("id")
    assert (failed.state, failed.covered_until) == ("failed", None)
    # The kind of cause; the words of the exception are for the log.
    assert failed.error == "unexpected"
    session.delete()
    Enrollment.objects.update(updated_at=noon(datetime.date(2026, 3, 3)))
    assert refreshed(noon(datetime.date(2026, 3, 4))).covered_from == good.covered_until
    assert CourseFigure.objects.get().enrolled == 1


def test_a_run_whose_process_ended_is_closed(organization):
    lost = PipelineRun.objects.create(
        name="figures", organization=organization, started_at=noon(datetime.date(2026, 3, 1))
    )
    refreshed(noon(datetime.date(2026, 3, 2)))
    lost.refresh_from_db()
    assert (lost.state, lost.error) == ("failed", "ended")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OperationalError("server at 10.0.0.9 went away"), "database"),
        (OSError("/srv/data is full"), "storage"),
        (ValueError("row 7"), "unexpected"),
    ],
)
def test_a_run_keeps_the_kind_of_what_stopped_it_and_logs_the_words(organization, monkeypatch, error, kind):
    def stop(*_):
        raise error

    monkeypatch.setattr(running, "_follow", stop)
    with capture_logs() as logged, pytest.raises(type(error)):
        refresh_summaries()
    assert PipelineRun.objects.get().error == kind
    (line,) = [entry for entry in logged if entry["event"] == "summaries_failed"]
    assert line["exc_info"]
    assert line["organization"] == organization.pk


def test_the_job_refreshes_every_organization(learner, other_organization):
    with clock.frozen(noon(datetime.date(2026, 3, 2))):
        run_jobs()
    assert set(PipelineRun.objects.values_list("organization_id", flat=True)) == set(organization_ids())


def test_old_runs_are_forgotten(organization):
    begin = datetime.date(2026, 3, 2)
    for number in (0, 50, 120):
        with clock.frozen(noon(begin + number * DAY)):
            refresh_all_organizations()
    assert [run.started_at.date() for run in PipelineRun.objects.order_by("id")] == [
        begin + 50 * DAY,
        begin + 120 * DAY,
    ]


def test_the_command_refreshes_and_rebuilds(organization, capsys):
    call_command("summaries", "refresh")
    call_command("summaries", "rebuild", organization=organization.pk)
    runs = PipelineRun.objects.order_by("id").values_list("is_rebuild", flat=True)
    assert list(runs) == [True, True]
    assert capsys.readouterr().out.count("rebuilt") == 2


def test_erased_people_are_in_no_sum_of_people(learner):
    learn_on(learner, datetime.date(2026, 3, 2))
    refreshed(noon(datetime.date(2026, 3, 2)))
    User.objects.filter(pk=learner.pk).update(deleted_at=noon(datetime.date(2026, 3, 3)))
    refreshed(noon(datetime.date(2026, 3, 3)), is_rebuild=True)
    assert not PersonFigure.objects.exists()
    assert not UserDailyActivity.objects.exists()
    assert CourseStatistic.objects.get(day=datetime.date(2026, 3, 2)).active_learners == 1


def test_sums_of_merged_accounts_are_of_what_both_did(learner, stranger, admin):
    course = make_enrollment(learner).course
    make_enrollment(stranger)
    learn_on(learner, datetime.date(2026, 3, 2))
    learn_on(stranger, datetime.date(2026, 3, 4))
    refreshed(noon(datetime.date(2026, 3, 4)))
    assert PersonFigure.objects.count() == 2
    with clock.frozen(noon(datetime.date(2026, 3, 5))):
        merge_people(keep_id=learner.pk, drop_id=stranger.pk, take=(), merged_by=actor_of_person(admin))
    figure = PersonFigure.objects.get()
    assert (figure.user_id, figure.enrolled, figure.sessions, figure.seconds) == (learner.pk, 2, 2, 2400)
    refreshed(noon(datetime.date(2026, 3, 5)))
    by_increments = contents()
    refreshed(noon(datetime.date(2026, 3, 5)), is_rebuild=True)
    assert contents() == by_increments
    assert course.pk in CourseFigure.objects.values_list("course_id", flat=True)

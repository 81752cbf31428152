"""Charts: the same numbers as the rows, in the order and number that the chart is for."""

import datetime
from collections import Counter
from decimal import Decimal

import pytest

from edusync.courses.models import CourseViewStat
from edusync.courses.testing import make_course
from edusync.enrollment.models import Enrollment
from edusync.enrollment.testing import make_enrollment
from edusync.kernel import clock
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.tenancy import current_organization_id
from edusync.reports import queries
from edusync.reports.engine import Chart, catalog
from edusync.reports.engine.charts import points_of
from edusync.reports.engine.words import words_of
from edusync.reports.services.summaries import refresh_summaries
from edusync.reports.tests import reference
from edusync.reports.tests.facts import World


def overseer():
    permissions = frozenset({str(Permission.REPORT_READ)})
    return Actor(user_id=1, organization_id=current_organization_id(), permissions=permissions)


def points(slug, number=0, **filters):

    return queries.chart_points(catalog.reports()[slug], overseer(), filters, number)


@pytest.fixture
def world(make_person, organization):
    made = World(make_person, seed=7)
    for _ in range(60):
        made.step()
    with clock.frozen(made.now):
        refresh_summaries()
    return made


def test_the_line_of_learning_adds_up_all_courses(world):
    sums = {}
    for (_, day), (_, sessions, seconds) in reference.activity().items():
        known = sums.get(day, (0, 0))
        sums[day] = (known[0] + sessions, known[1] + seconds)
    chart = points("engagement_summary")
    shown = {datetime.date.fromisoformat(label): place for place, label in enumerate(chart.labels)}
    assert chart.labels == sorted(chart.labels)
    assert len(chart.labels) == 30
    for day, place in shown.items():
        assert (chart.series[0].values[place], chart.series[1].values[place]) == sums.get(day, (0, 0)), day


def test_the_line_of_active_people_ends_with_the_latest_days(world):
    rows = reference.active_students(world.now)
    daily = Counter()
    for day, _, number, *_ in rows:
        daily[day] += number
    chart = points("active_students")
    latest = sorted(daily)[-50:]
    assert chart.labels == [day.isoformat() for day in latest]
    assert chart.series[0].values == [daily[day] for day in latest]


def test_bars_of_one_title_stay_two_courses(organization):
    for number in (3, 5):
        course = make_course("Pottery", modules=1, lessons=1)
        CourseViewStat.objects.create(course=course, viewed_on=datetime.date(2026, 3, 2), views=number)
        CourseViewStat.objects.create(course=course, viewed_on=datetime.date(2026, 4, 2), views=1)
    refresh_summaries()
    chart = points("course_popularity")
    assert chart.labels == ["Pottery", "Pottery"]
    assert sorted(chart.series[0].values) == [4, 6]
    assert points("course_popularity", 1).labels == ["2026-03-01", "2026-04-01"]


def test_shares_of_a_course_are_in_the_order_of_their_size(make_person):
    course = make_course("Weaving")
    for place, done in enumerate((0, 0, 5, 10, 3, 9)):
        row = make_enrollment(make_person(f"ada{place}"), course)
        Enrollment.objects.filter(pk=row.pk).update(done_weight=done, required_weight=10)
    chart = points("student_progress", 1, course=course.pk)
    assert chart.labels == ["0 %", "25–49 %", "50–74 %", "75–99 %", "100 %"]
    assert chart.series[0].values == [2, 1, 1, 1, 1]


def test_a_chart_that_needs_a_filter_is_empty_without(make_person):
    make_enrollment(make_person("ada"))
    assert points("student_progress", 1).labels == []


def test_a_radar_shows_percentages_as_they_are_and_the_rest_by_the_greatest():
    report = catalog.reports()["top_students"]
    chart = Chart("radar", "person", ("quiz_percent", "quizzes", "streak_days"), order="quiz_rank")
    rows = [("Ada", Decimal("90.5"), 3, 0), ("Bob", Decimal("40"), 2, 0), ("Cem", None, None, None)]
    found = points_of(report, chart, rows, words_of("top_students", "en"))
    assert found.labels == ["Quizzes, %", "Quizzes taken", "Days in a row"]
    assert [(series.title, series.values) for series in found.series] == [
        ("Ada", [90.5, 100.0, 0.0]),
        ("Bob", [40.0, 66.7, 0.0]),
        ("Cem", [None, None, None]),
    ]

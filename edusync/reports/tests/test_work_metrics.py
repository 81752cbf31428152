"""Numbers of learners about their work: what is due, and what their courses come to."""

import datetime

from edusync.assessment.models import AssignmentExtension
from edusync.assessment.tests.assignment_rows import hand_in, make_assignment
from edusync.courses.testing import make_course
from edusync.enrollment.testing import make_enrollment
from edusync.grading.services import recompute_course
from edusync.grading.testing import give, make_item
from edusync.kernel import clock
from edusync.reports.models import DashboardMetric
from edusync.reports.services.summaries import refresh_summaries

DAY = datetime.timedelta(days=1)


def values_of(metric: str) -> dict[int, float]:
    rows = DashboardMetric.objects.filter(metric=metric)
    return {user_id: float(value) for user_id, value in rows.values_list("user_id", "value")}


def test_work_is_due_until_it_is_handed_in_or_its_day_has_passed(make_person, organization):
    now = clock.now()
    course = make_course("Essays", modules=1, lessons=1)
    ada, ben, eve = (make_person(name) for name in ("ada", "ben", "eve"))
    rows = {person.pk: make_enrollment(person, course) for person in (ada, ben, eve)}
    soon = make_assignment(course=course, due_at=now + 3 * DAY)
    make_assignment(course=course, due_at=now + 30 * DAY)
    hand_in(soon, rows[ada.pk])
    AssignmentExtension.objects.create(
        organization_id=organization.pk, assignment=soon, enrollment=rows[eve.pk], due_at=now + 20 * DAY
    )
    refresh_summaries()
    assert values_of("assignment_due") == {ada.pk: 0, ben.pk: 1}
    with clock.frozen(now + 15 * DAY):
        refresh_summaries()
        assert values_of("assignment_due") == {eve.pk: 1}


def test_grades_are_the_mean_over_courses(make_person, organization):
    ada, ben = make_person("ada"), make_person("ben")
    for points in (10, 5):
        course = make_course(modules=1, lessons=1)
        row, other = make_enrollment(ada, course), make_enrollment(ben, course)
        item = make_item(course)
        give(item, row, points)
        assert other.pk
        recompute_course(course_id=course.pk)
    refresh_summaries()
    assert values_of("grade_average") == {ada.pk: 75}
    written = DashboardMetric.objects.get(metric="grade_average")
    with clock.frozen(clock.now() + DAY):
        refresh_summaries()
    assert DashboardMetric.objects.get(metric="grade_average").calculated_at == written.calculated_at


def test_metrics_of_work_cost_the_same_for_more_people(
    make_person, organization, django_assert_max_num_queries
):
    from edusync.reports.queries import work_facts

    course = make_course("Essays", modules=1, lessons=1)
    for number in range(3):
        make_assignment(course=course, due_at=clock.now() + number * DAY + DAY)
        make_enrollment(make_person(f"p{number}"), course)
    now = clock.now()
    with django_assert_max_num_queries(5):
        assert set(work_facts.assignments_due(now, now + 7 * DAY).values()) == {3}
        assert work_facts.grade_averages() == {}

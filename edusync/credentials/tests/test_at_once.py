"""Several writers at the same time, each with its own connection, on the real database."""

import threading

import pytest
from django.db import connection, connections, transaction

from edusync.courses import services as courses
from edusync.courses.testing import lessons_of, make_course
from edusync.credentials.models import Certificate
from edusync.credentials.services import issue_certificate
from edusync.enrollment.models import Enrollment
from edusync.enrollment.problems import AlreadyEnrolled, CourseFull
from edusync.enrollment.services import enroll_learner
from edusync.enrollment.testing import make_enrollment
from edusync.identity.services import create_person, ensure_default_organization, ensure_system_roles
from edusync.kernel.models import OutboxEvent
from edusync.kernel.tenancy import organization_context
from edusync.kernel.testing import run_worker
from edusync.kernel.transactions import retry_deadlocks
from edusync.progress.models import Completion, LessonProgress
from edusync.progress.services import complete_lesson, rebuild_progress, record_view

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 120


@pytest.fixture
def school():
    organization = ensure_default_organization()
    ensure_system_roles()
    with organization_context(organization.pk):
        yield organization


def person(school, name):
    return create_person(email=f"{name}@example.com", first_name=name, organization_id=school.pk)


def at_once(school, *acts):
    """Run the acts in threads that start together; what each returned or raised, in order."""
    outcomes = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(place, act):
        try:
            with organization_context(school.pk):
                start.wait(timeout=PATIENCE_SECONDS)
                outcomes[place] = act()
        except Exception as error:  # noqa: BLE001 - the test looks at every outcome
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE_SECONDS)
    return outcomes


def kinds(outcomes):
    return sorted(type(outcome).__name__ for outcome in outcomes)


def test_the_last_seat_is_given_once(school):
    course = make_course(modules=1, lessons=1, capacity=1)
    ids = [person(school, f"p{number}").pk for number in range(4)]
    outcomes = at_once(
        school, *(lambda each=each: enroll_learner(course_id=course.pk, learner_id=each) for each in ids)
    )
    assert kinds(outcomes) == sorted([CourseFull.__name__] * 3 + [Enrollment.__name__])
    course.refresh_from_db()
    assert course.seats_taken == Enrollment.objects.count() == 1


def test_a_double_click_enrolls_once(school):
    course, learner = make_course(modules=1, lessons=1), person(school, "lena")
    act = lambda: enroll_learner(course_id=course.pk, learner_id=learner.pk)  # noqa: E731 - four times the same
    outcomes = at_once(school, act, act, act, act)
    assert kinds(outcomes) == sorted([AlreadyEnrolled.__name__] * 3 + [Enrollment.__name__])


def test_lessons_completed_at_once_are_all_counted_and_complete_the_course_once(school):
    course = make_course(modules=2, lessons=3)
    enrollment = make_enrollment(person(school, "lena"), course)
    acts = [
        lambda lesson=lesson: complete_lesson(enrollment=enrollment, lesson=lesson, method="manual")
        for lesson in lessons_of(course)
    ]
    assert at_once(school, *acts) == [None] * 6
    row = Enrollment.objects.get()
    assert (row.done_weight, row.percent, row.status) == (6, 100, "completed")
    assert Completion.objects.count() == Certificate.objects.count() == 1
    assert OutboxEvent.objects.filter(event_type="certificate_due").count() == 1
    assert OutboxEvent.objects.filter(event_type="module_completed").count() == 2


def test_two_tabs_cannot_claim_the_same_time_twice(school):
    course = make_course(modules=1, lessons=1)
    enrollment = make_enrollment(person(school, "lena"), course)
    lesson = lessons_of(course)[0]
    act = lambda: record_view(enrollment=enrollment, lesson=lesson, seconds=120)  # noqa: E731 - four times the same
    assert kinds(at_once(school, act, act, act, act)) == ["LessonProgress"] * 4
    # The first call may claim two minutes, the others what passed since it and some slack.
    assert LessonProgress.objects.get().seconds < 2 * 120
    assert LessonProgress.objects.get().seconds == Enrollment.objects.get().seconds


def test_completions_during_a_change_of_weights_leave_exact_sums(school):
    course = make_course(modules=1, lessons=3)
    lessons = lessons_of(course)
    enrollments = [make_enrollment(person(school, f"p{number}"), course) for number in range(3)]
    acts = [
        lambda each=each: complete_lesson(enrollment=each, lesson=lessons[0], method="manual")
        for each in enrollments
    ]
    # The author's side begins again as the learners' does, with the lesson as it then is.
    author = retry_deadlocks(lambda: courses.update_lesson(lesson=lessons_of(course)[0], weight=5))
    outcomes = at_once(school, *acts, author)
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    stored = list(Enrollment.objects.values_list("done_weight", "required_weight"))
    assert stored == [(5, 7)] * 3
    rebuild_progress()
    assert list(Enrollment.objects.values_list("done_weight", "required_weight")) == stored


def test_plain_sql_twice_at_once_makes_one_certificate(school):
    course = make_course(modules=1, lessons=1)
    enrollment = make_enrollment(person(school, "lena"), course)

    def finish():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE enrollment_enrollment SET done_weight = 1 WHERE id = %s", [enrollment.pk])

    assert at_once(school, finish, finish, finish, finish) == [None] * 4
    assert Certificate.objects.count() == 1
    assert OutboxEvent.objects.filter(event_type="certificate_due").count() == 1


def test_two_workers_issue_one_certificate(school):
    course = make_course(modules=1, lessons=1)
    enrollment = make_enrollment(person(school, "lena"), course)
    complete_lesson(enrollment=enrollment, lesson=lessons_of(course)[0], method="manual")
    certificate_id = Certificate.objects.get().pk
    outcomes = at_once(school, *[lambda: issue_certificate(certificate_id=certificate_id)] * 3)
    assert kinds(outcomes) == ["Certificate", "NoneType", "NoneType"]
    run_worker()
    assert OutboxEvent.objects.filter(event_type="credentials.certificate_issued").count() == 1

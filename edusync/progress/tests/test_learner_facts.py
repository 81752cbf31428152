"""What courses shows of a learner's own enrollment and progress."""

import pytest

from edusync.courses.testing import lessons_of, make_course
from edusync.enrollment.queries import EnrollmentAnswers
from edusync.enrollment.testing import make_enrollment
from edusync.progress.queries import ProgressAnswers
from edusync.progress.services import complete_lesson, record_view


@pytest.fixture
def enrollment(learner):
    return make_enrollment(learner, make_course(modules=1, lessons=3))


@pytest.fixture
def begun(enrollment):
    first, second, _ = lessons_of(enrollment.course)
    complete_lesson(enrollment=enrollment, lesson=first, method="manual")
    record_view(enrollment=enrollment, lesson=second, seconds=7, position_seconds=5, watched_share=9)
    return first, second


def test_the_outline_shows_what_was_done(api, learner, enrollment, begun):
    first, second = begun
    body = api(learner).get(f"/api/v1/courses/{enrollment.course.slug}/outline").json()
    assert body["enrollment"] == {
        "id": enrollment.pk,
        "percent": 33,
        "status": "active",
        "last_lesson_id": second.pk,
    }
    states = {lesson["id"]: lesson["state"] for lesson in body["modules"][0]["lessons"]}
    assert states == {first.pk: "completed", second.pk: "started", lessons_of(enrollment.course)[2].pk: None}


def test_the_lesson_shows_where_i_was(api, learner, enrollment, begun):
    body = api(learner).get(f"/api/v1/lessons/{begun[1].pk}").json()
    assert body["progress"] == {
        "state": "started",
        "position_seconds": 5,
        "watched_share": 9,
        "watched": [],
        "seconds": 7,
        "completed_at": None,
    }
    done = api(learner).get(f"/api/v1/lessons/{begun[0].pk}").json()["progress"]
    assert done["completed_at"].endswith("Z")


def test_others_see_nothing_of_it(api, stranger, enrollment, begun):
    body = api(stranger).get(f"/api/v1/courses/{enrollment.course.slug}/outline").json()
    assert body["enrollment"] is None
    assert {lesson["state"] for lesson in body["modules"][0]["lessons"]} == {None}


def test_each_answer_costs_one_query(learner, enrollment, begun, django_assert_num_queries):
    course_id = enrollment.course_id
    with django_assert_num_queries(1):
        ProgressAnswers().outline_facts(course_id=course_id, user_id=learner.pk)
    with django_assert_num_queries(1):
        facts = ProgressAnswers().lesson_facts(course_id=course_id, lesson_id=begun[0].pk, user_id=learner.pk)
    assert facts.progress.completed_at.tzinfo is not None
    with django_assert_num_queries(1):
        found = EnrollmentAnswers().enrollments_of(course_ids=[course_id, 999], user_id=learner.pk)
    assert found[course_id].percent == 33


def test_a_course_never_taken_has_no_facts(stranger, enrollment):
    answers = ProgressAnswers()
    assert answers.outline_facts(course_id=enrollment.course_id, user_id=stranger.pk).enrollment is None
    facts = answers.lesson_facts(
        course_id=enrollment.course_id, lesson_id=lessons_of(enrollment.course)[0].pk, user_id=stranger.pk
    )
    assert (facts.enrollment, facts.progress) == (None, None)

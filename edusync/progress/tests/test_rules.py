"""Rules with real progress: what opens by doing, what it costs, and courses that complete at a share."""

import datetime

import pytest

from edusync.assessment.testing import make_quiz
from edusync.courses.models import Module
from edusync.courses.services import rules
from edusync.courses.testing import lessons_of, make_course
from edusync.credentials.models import Certificate
from edusync.enrollment.models import Enrollment
from edusync.enrollment.testing import make_enrollment
from edusync.identity.models import Group, GroupMember
from edusync.kernel import clock
from edusync.progress.services import complete_lesson, rebuild_progress

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrollment(learner):
    return make_enrollment(learner, make_course(modules=2, lessons=5))


@pytest.fixture
def lessons(enrollment):
    return lessons_of(enrollment.course)


def locked(client, course):
    body = client.get(f"/api/v1/courses/{course.slug}/outline").json()
    return {lesson["id"] for module in body["modules"] for lesson in module["lessons"] if lesson["lock"]}


def test_doing_one_lesson_opens_the_next_everywhere(api, learner, enrollment, lessons):
    first, second = lessons[:2]
    rules.set_rule(target=second, tree={"type": "lesson-done", "lesson_id": first.pk})
    client = api(learner)
    for path in (f"/api/v1/lessons/{second.pk}/progress", f"/api/v1/lessons/{second.pk}/complete"):
        client.problem(client.post(path, {"seconds": 5}), 403, "lesson-locked")
    assert locked(client, enrollment.course) == {second.pk}
    client.post(f"/api/v1/lessons/{first.pk}/complete", {})
    assert locked(client, enrollment.course) == set()
    assert client.post(f"/api/v1/lessons/{second.pk}/complete", {}).status_code == 200


def test_a_quiz_cannot_be_started_while_it_is_locked(api, learner, enrollment, lessons):
    quiz = make_quiz(course=enrollment.course)
    rules.set_rule(target=quiz.lesson, tree={"type": "lesson-done", "lesson_id": lessons[0].pk})
    client, path = api(learner), f"/api/v1/quizzes/{quiz.pk}/attempts"
    client.problem(client.post(path, {}), 403, "lesson-locked")
    complete_lesson(enrollment=enrollment, lesson=lessons[0], method="manual")
    assert client.post(path, {}).status_code == 201


def test_scores_groups_days_and_other_courses(api, learner, organization, enrollment, lessons):
    course, client = enrollment.course, api(learner)
    group = Group.objects.create(organization=organization, name="Class 7b")
    other = make_enrollment(learner, make_course("Other", modules=1, lessons=2))
    conditions = {
        lessons[1]: {"type": "lesson-score", "lesson_id": lessons[0].pk, "percent": 70},
        lessons[2]: {"type": "group", "group_id": group.pk},
        lessons[3]: {"type": "days-after-enrollment", "days": 7},
        lessons[4]: {"type": "course-done", "course_id": other.course_id, "percent": 50},
    }
    for lesson, tree in conditions.items():
        rules.set_rule(target=lesson, tree=tree)
    assert locked(client, course) == {lesson.pk for lesson in conditions}
    lesson = lessons[0]
    lesson.completion, lesson.completion_value = "score", 50
    complete_lesson(enrollment=enrollment, lesson=lesson, method="score", score=55)
    body = client.problem(client.get(f"/api/v1/lessons/{lessons[1].pk}"), 403, "lesson-locked")
    assert body["reasons"][0]["own_percent"] == 55
    complete_lesson(enrollment=enrollment, lesson=lesson, method="score", score=70)
    yesterday = clock.now().date() - datetime.timedelta(days=1)
    member = GroupMember.objects.create(
        organization=organization, group=group, user=learner, ends_on=yesterday
    )
    complete_lesson(enrollment=other, lesson=lessons_of(other.course)[0], method="manual")
    Enrollment.objects.filter(pk=enrollment.pk).update(enrolled_at=clock.now() - datetime.timedelta(days=8))
    assert locked(client, course) == {lessons[2].pk}
    GroupMember.objects.filter(pk=member.pk).update(ends_on=None)
    assert locked(client, course) == set()


def test_outline_and_lesson_stay_within_their_queries(
    api, learner, organization, enrollment, lessons, django_assert_max_num_queries
):
    course, client = enrollment.course, api(learner)
    group = Group.objects.create(organization=organization, name="Class 7b")
    other = make_course("Other", modules=1, lessons=1)
    tree = {
        "type": "any",
        "of": [
            {"type": "lesson-done", "lesson_id": lessons[0].pk},
            {"type": "group", "group_id": group.pk},
            {"type": "course-done", "course_id": other.pk, "percent": 50},
        ],
    }
    for lesson in lessons[1:]:
        rules.set_rule(target=lesson, tree=tree)
    complete_lesson(enrollment=enrollment, lesson=lessons[0], method="manual")
    outline, lesson = f"/api/v1/courses/{course.slug}/outline", f"/api/v1/lessons/{lessons[3].pk}"
    client.get(outline)
    with django_assert_max_num_queries(4):
        assert client.get(outline).status_code == 200
    with django_assert_max_num_queries(6):
        assert client.get(lesson).status_code == 200


class TestCompletionAtAShare:
    """A course may count as completed before everything in it is done."""

    def test_at_eighty_percent(self, enrollment, lessons, learner):
        rules.set_completion_percent(course=enrollment.course, percent=80)
        for lesson in lessons[:7]:
            complete_lesson(enrollment=enrollment, lesson=lesson, method="manual")
        enrollment.refresh_from_db()
        assert (enrollment.status, enrollment.percent) == ("active", 70)
        complete_lesson(enrollment=enrollment, lesson=lessons[7], method="manual")
        enrollment.refresh_from_db()
        assert (enrollment.status, enrollment.percent) == ("completed", 80)
        assert Certificate.objects.filter(enrollment=enrollment).count() == 1

    def test_lowering_it_completes_those_who_are_there(self, enrollment, lessons):
        for lesson in lessons[:5]:
            complete_lesson(enrollment=enrollment, lesson=lesson, method="manual")
        rules.set_completion_percent(course=enrollment.course, percent=50)
        enrollment.refresh_from_db()
        assert enrollment.status == "completed"
        rules.set_completion_percent(course=enrollment.course, percent=100)
        enrollment.refresh_from_db()
        assert enrollment.status == "completed"

    def test_a_rebuild_says_the_same(self, enrollment, lessons):
        rules.set_completion_percent(course=enrollment.course, percent=60)
        for lesson in lessons[:6]:
            complete_lesson(enrollment=enrollment, lesson=lesson, method="manual")
        enrollment.refresh_from_db()
        before = (enrollment.status, enrollment.done_weight, enrollment.completed_at)
        rebuild_progress(course_id=enrollment.course_id)
        enrollment.refresh_from_db()
        assert (enrollment.status, enrollment.done_weight, enrollment.completed_at) == before

    def test_a_modules_rule_opens_with_its_required_lessons(self, api, learner, enrollment, lessons):
        first, second = Module.objects.filter(course=enrollment.course).order_by("position")
        rules.set_rule(target=second, tree={"type": "module-done", "module_id": first.pk})
        client = api(learner)
        assert locked(client, enrollment.course) == {lesson.pk for lesson in lessons[5:]}
        for lesson in lessons[:5]:
            complete_lesson(enrollment=enrollment, lesson=lesson, method="manual")
        assert locked(client, enrollment.course) == set()

"""Rules over HTTP: who meets a lock, where it is enforced, who sets rules."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from edusync.courses import services
from edusync.courses.models import AvailabilityRule, Course, Lesson, Module
from edusync.courses.policy import visible_lesson_places
from edusync.courses.services import rules
from edusync.courses.testing import lessons_of, make_course, make_lesson
from edusync.identity.testing import actor_of_person
from edusync.kernel import clock
from edusync.kernel.testing import ApiClient

pytestmark = pytest.mark.django_db
Api = Callable[..., ApiClient]


def done(lesson: Lesson) -> dict[str, Any]:
    return {"type": "lesson-done", "lesson_id": lesson.pk}


@pytest.fixture
def owner(make_person: Callable[..., Any]) -> Any:
    return make_person("olga", roles=("instructor",))


@pytest.fixture
def course(owner: Any) -> Course:
    return make_course(created_by_id=owner.pk, modules=2, lessons=2)


@pytest.fixture
def lessons(course: Course) -> list[Lesson]:
    return lessons_of(course)


@pytest.fixture
def locked(course: Course, lessons: list[Lesson], learner: Any, told: Any) -> Lesson:
    """The second lesson, which asks for the first."""
    told.enroll(course, learner)
    rules.set_rule(target=lessons[1], tree=done(lessons[0]))
    return lessons[1]


def outline_locks(client: ApiClient, course: Course) -> dict[int, Any]:
    body = client.get(f"/api/v1/courses/{course.slug}/outline").json()
    return {lesson["id"]: lesson["lock"] for module in body["modules"] for lesson in module["lessons"]}


class TestLearnersAndStaff:
    """A lock holds learners up and is only a mark for staff."""

    def test_the_lesson_is_refused_in_words_and_opens_by_doing(
        self, api: Api, learner: Any, locked: Lesson, lessons: list[Lesson], course: Course, told: Any
    ) -> None:
        client = api(learner)
        response = client.get(f"/api/v1/lessons/{locked.pk}")
        body = client.problem(response, 403, "lesson-locked")
        assert body["reasons"] == [
            {"kind": "lesson-done", "lesson": {"id": lessons[0].pk, "title": lessons[0].title}}
        ]
        assert outline_locks(client, course)[locked.pk]["reasons"] == body["reasons"]
        told.states = {(learner.pk, lessons[0].pk): "completed"}
        assert client.get(f"/api/v1/lessons/{locked.pk}").json()["lock"] is None
        assert set(outline_locks(client, course).values()) == {None}

    def test_staff_enter_and_see_the_mark(self, api: Api, owner: Any, locked: Lesson, course: Course) -> None:
        client = api(owner)
        assert client.get(f"/api/v1/lessons/{locked.pk}").json()["lock"]["is_enforced"] is False
        assert outline_locks(client, course)[locked.pk]["is_enforced"] is False

    def test_hidden_lessons_are_nowhere(
        self, api: Api, learner: Any, owner: Any, course: Course, lessons: list[Lesson], told: Any
    ) -> None:
        told.enroll(course, learner)
        rules.set_rule(target=lessons[1], tree=done(lessons[0]), is_hidden=True)
        client = api(learner)
        assert lessons[1].pk not in outline_locks(client, course)
        client.problem(client.get(f"/api/v1/lessons/{lessons[1].pk}"), 404)
        assert client.get(f"/api/v1/lessons/{lessons[0].pk}").json()["next"]["id"] == lessons[2].pk
        page = client.get(f"/api/v1/courses/{course.slug}").json()
        assert lessons[1].pk not in [one["id"] for module in page["modules"] for one in module["lessons"]]
        assert lessons[1].pk in outline_locks(api(owner), course)
        told.states = {(learner.pk, lessons[0].pk): "completed"}
        assert lessons[1].pk in outline_locks(client, course)
        assert client.get(f"/api/v1/lessons/{lessons[0].pk}").json()["next"]["id"] == lessons[1].pk

    def test_a_modules_rule_locks_all_its_lessons(
        self, api: Api, learner: Any, course: Course, lessons: list[Lesson], told: Any
    ) -> None:
        told.enroll(course, learner)
        first, second = Module.objects.filter(course=course).order_by("position")
        rules.set_rule(target=second, tree={"type": "module-done", "module_id": first.pk})
        locks = outline_locks(api(learner), course)
        assert [one for one, lock in locks.items() if lock] == [lesson.pk for lesson in lessons[2:]]
        assert locks[lessons[2].pk]["reasons"][0]["lessons_left"] == 2

    def test_files_of_a_locked_lesson_stay_closed(
        self, learner: Any, owner: Any, locked: Lesson, lessons: list[Lesson], told: Any
    ) -> None:
        both = [lessons[0].pk, locked.pk]
        assert visible_lesson_places(actor_of_person(learner), both) == {lessons[0].pk}
        assert visible_lesson_places(actor_of_person(owner), both) == set(both)
        told.states = {(learner.pk, lessons[0].pk): "completed"}
        assert visible_lesson_places(actor_of_person(learner), both) == set(both)

    def test_deleting_what_a_rule_waits_for_opens_the_lesson(
        self, api: Api, learner: Any, locked: Lesson, lessons: list[Lesson], owner: Any, course: Course
    ) -> None:
        services.delete_lesson(lesson=lessons[0])
        assert api(learner).get(f"/api/v1/lessons/{locked.pk}").status_code == 200
        warnings = api(owner).get(f"/api/v1/courses/{course.slug}/rules").json()["warnings"]
        assert [(one["code"], one["lesson_id"], one["conditions"]) for one in warnings] == [
            ("rule-reference-gone", locked.pk, ["lesson-done"])
        ]

    def test_rules_cost_no_query(self, api: Api, learner: Any, locked: Lesson, course: Course) -> None:
        client = api(learner)
        for path, most in (
            (f"/api/v1/courses/{course.slug}/outline", 3),
            (f"/api/v1/lessons/{lessons_of(course)[0].pk}", 3),
        ):
            client.get(path)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            # The progress, told by the test here, is one more.
            assert len(captured) <= most, [query["sql"] for query in captured]


class TestSettingRules:
    """Authors set rules; what could never open is refused."""

    def put(self, client: ApiClient, lesson: Lesson, tree: Any, **values: Any) -> Any:
        return client.put(f"/api/v1/lessons/{lesson.pk}/rule", {"tree": tree, **values})

    def test_set_read_and_clear(self, api: Api, owner: Any, course: Course, lessons: list[Lesson]) -> None:
        client = api(owner)
        version = Course.objects.get(pk=course.pk).outline_version
        body = self.put(client, lessons[1], done(lessons[0]), is_hidden=True).json()
        rule = body["modules"][0]["lessons"][1]["rule"]
        assert rule["tree"] == {"type": "all", "of": [done(lessons[0])]}
        assert (rule["is_hidden"], rule["description"][0]["lesson"]["title"]) == (True, lessons[0].title)
        assert Course.objects.get(pk=course.pk).outline_version > version
        body = self.put(client, lessons[1], {"type": "all", "of": []}).json()
        assert body["modules"][0]["lessons"][1]["rule"] is None
        assert not AvailabilityRule.objects.exists()

    def test_faults_carry_pointers(self, api: Api, owner: Any, lessons: list[Lesson]) -> None:
        client = api(owner)
        tree = {"type": "all", "of": [{"type": "lesson-done", "lesson_id": 10**9}, done(lessons[0])]}
        body = client.problem(self.put(client, lessons[0], tree), 422)
        assert [error["pointer"] for error in body["errors"]] == [
            "/tree/of/0/lesson_id",
            "/tree/of/1/lesson_id",
        ]

    def test_lessons_that_wait_for_each_other_are_refused(
        self, api: Api, owner: Any, lessons: list[Lesson]
    ) -> None:
        client = api(owner)
        assert self.put(client, lessons[1], done(lessons[0])).status_code == 200
        body = client.problem(self.put(client, lessons[0], done(lessons[1])), 409, "rule-deadlock")
        assert [one["id"] for one in body["lessons"]] == [lessons[0].pk, lessons[1].pk]
        # A way around it is a way.
        tree = {"type": "any", "of": [done(lessons[1]), done(lessons[2])]}
        assert self.put(client, lessons[0], tree).status_code == 200

    def test_a_module_and_a_lesson_may_not_wait_for_each_other(
        self, api: Api, owner: Any, course: Course, lessons: list[Lesson]
    ) -> None:
        client = api(owner)
        first, second = Module.objects.filter(course=course).order_by("position")
        tree = {"type": "module-done", "module_id": first.pk}
        assert client.put(f"/api/v1/modules/{second.pk}/rule", {"tree": tree}).status_code == 200
        client.problem(self.put(client, lessons[0], done(lessons[3])), 409, "rule-deadlock")

    @pytest.mark.parametrize(("who", "status"), [("learner", 403), ("stranger", 403), ("outsider", 404)])
    def test_others_may_not(
        self,
        api: Api,
        request: pytest.FixtureRequest,
        course: Course,
        lessons: list[Lesson],
        who: str,
        status: int,
    ) -> None:
        client = api(request.getfixturevalue(who))
        # A lesson of a course one does not take is hidden.
        assert self.put(client, lessons[1], done(lessons[0])).status_code == 404
        assert client.get(f"/api/v1/courses/{course.slug}/rules").status_code == status

    def test_the_page_costs_the_same_for_any_number_of_rules(
        self, api: Api, owner: Any, course: Course
    ) -> None:
        client, path = api(owner), f"/api/v1/courses/{course.slug}/rules"

        def cost() -> int:
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            return len(captured)

        cost()
        few = cost()
        first = lessons_of(course)[0]
        for _ in range(5):
            rules.set_rule(target=make_lesson(course=course), tree=done(first))
        assert cost() <= few


class TestDrip:
    """Modules open one after the other."""

    def test_weekly_from_enrollment(
        self, api: Api, owner: Any, learner: Any, course: Course, lessons: list[Lesson], told: Any
    ) -> None:
        told.enroll(course, learner)
        told.more[learner.pk] = {"enrolled_at": clock.now()}
        client = api(owner)
        body = client.put(f"/api/v1/courses/{course.slug}/drip", {"every_days": 7}).json()
        assert body["modules"][0]["rule"] is None
        assert body["modules"][1]["rule"]["description"] == [{"kind": "days-after-enrollment", "days": 7}]
        locks = outline_locks(api(learner), course)
        assert [bool(locks[lesson.pk]) for lesson in lessons] == [False, False, True, True]
        told.more[learner.pk] = {"enrolled_at": clock.now() - datetime.timedelta(days=8)}
        assert set(outline_locks(api(learner), course).values()) == {None}

    def test_from_a_date_for_all_and_off_again(self, api: Api, owner: Any, course: Course) -> None:
        client, path = api(owner), f"/api/v1/courses/{course.slug}/drip"
        body = client.put(path, {"every_days": 7, "starts_at": "2026-03-01T00:00:00+01:00"}).json()
        starts = [module["rule"]["tree"]["of"][0]["from"] for module in body["modules"]]
        assert starts == ["2026-02-28T23:00:00Z", "2026-03-07T23:00:00Z"]
        body = client.delete(path).json()
        assert [module["rule"] for module in body["modules"]] == [None, None]

    def test_other_conditions_stay(self, owner: Any, course: Course, lessons: list[Lesson]) -> None:
        second = Module.objects.filter(course=course).order_by("position")[1]
        rules.set_rule(target=second, tree=done(lessons[0]))
        rules.set_drip(course=course, every_days=7)
        rules.set_drip(course=course, every_days=3)
        tree = AvailabilityRule.objects.get(module=second).tree
        assert tree["of"] == [{"type": "days-after-enrollment", "days": 3}, done(lessons[0])]
        rules.clear_drip(course=course)
        assert AvailabilityRule.objects.get(module=second).tree["of"] == [done(lessons[0])]

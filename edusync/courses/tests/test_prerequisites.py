"""Courses that come before others: own state, refusals, and that no circle can be closed."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from edusync.courses.models import Course, CoursePrerequisite
from edusync.courses.problems import PrerequisiteCircle
from edusync.courses.queries.prerequisites import prerequisite_graph, reached
from edusync.courses.services.prerequisites import set_prerequisites
from edusync.courses.testing import make_course
from edusync.kernel.problems import ValidationProblem
from edusync.kernel.tenancy import organization_context
from edusync.kernel.testing import ApiClient

Api = Callable[..., ApiClient]


def courses(count: int) -> list[Course]:
    return [make_course(f"Course {number}", modules=1, lessons=1) for number in range(count)]


def edges() -> list[tuple[int, int, int]]:
    return list(CoursePrerequisite.objects.values_list("course_id", "required_course_id", "minimum_percent"))


def has_circle() -> bool:
    rows = edges()
    return any(first in reached(rows, then) for first, then, _ in rows)


@pytest.mark.django_db
class TestSetting:
    """The service says what is wrong before the database would."""

    def test_exactly_what_is_wanted(self, organization: Any) -> None:
        one, two, three = courses(3)
        set_prerequisites(course=one, wanted=[(two.pk, 80), (three.pk, 100)])
        set_prerequisites(course=one, wanted=[(two.pk, 60)])
        assert edges() == [(one.pk, two.pk, 60)]

    def test_a_circle_is_named(self, organization: Any) -> None:
        one, two, three = courses(3)
        set_prerequisites(course=two, wanted=[(one.pk, 100)])
        set_prerequisites(course=three, wanted=[(two.pk, 100)])
        with pytest.raises(PrerequisiteCircle) as caught:
            set_prerequisites(course=one, wanted=[(three.pk, 100)])
        assert [row["id"] for row in caught.value.facts["courses"]] == [one.pk, two.pk, three.pk, one.pk]
        with pytest.raises(PrerequisiteCircle):
            set_prerequisites(course=one, wanted=[(one.pk, 100)])

    @pytest.mark.parametrize("wanted", [[(10**9, 100)], "twice", [(0, 0)]])
    def test_nonsense_is_refused(self, organization: Any, wanted: Any) -> None:
        one, two = courses(2)
        pairs = [(two.pk, 50), (two.pk, 60)] if wanted == "twice" else wanted
        with pytest.raises(ValidationProblem):
            set_prerequisites(course=one, wanted=pairs)

    def test_the_database_refuses_circles_and_strangers(
        self, organization: Any, other_organization: Any
    ) -> None:
        one, two, three = courses(3)
        with organization_context(other_organization.pk):
            foreign = make_course("Foreign", modules=1, lessons=1)
        pairs = [(one.pk, two.pk), (two.pk, three.pk)]
        for first, second in pairs:
            CoursePrerequisite.objects.create(
                organization=organization, course_id=first, required_course_id=second
            )
        for required in (one.pk, foreign.pk):
            with pytest.raises(DatabaseError), transaction.atomic():
                CoursePrerequisite.objects.create(
                    organization=organization, course_id=three.pk, required_course_id=required
                )
        with pytest.raises(DatabaseError), transaction.atomic():
            CoursePrerequisite.objects.filter(course=two).update(required_course_id=one.pk)

    def test_the_graph_around_a_course(self, organization: Any) -> None:
        one, two, three, apart, other = courses(5)
        set_prerequisites(course=two, wanted=[(one.pk, 50)])
        set_prerequisites(course=three, wanted=[(two.pk, 100)])
        set_prerequisites(course=other, wanted=[(apart.pk, 100)])
        graph = prerequisite_graph(two.pk)
        assert {node["id"] for node in graph["nodes"]} == {one.pk, two.pk, three.pk}
        assert graph["edges"][0] == {"from": one.pk, "to": two.pk, "percent": 50}
        assert len(prerequisite_graph()["nodes"]) == 5


@pytest.mark.django_db
class TestOverHttp:
    """Visitors see what comes first; authors set it."""

    def test_own_state_in_facts(self, api: Api, learner: Any, make_person: Any, told: Any) -> None:
        owner = make_person("olga", roles=("instructor",))
        first = make_course("First", modules=1, lessons=1)
        course = make_course("Second", modules=1, lessons=1, created_by_id=owner.pk)
        path = f"/api/v1/courses/{course.slug}/prerequisites"
        body = {"prerequisites": [{"course_id": first.pk, "minimum_percent": 80}]}
        assert api(learner).put(path, body).status_code == 403
        assert api(owner).put(path, body).status_code == 200
        visitor = api().get(path).json()
        assert visitor["prerequisites"][0]["own_percent"] is None
        told.enroll(first, learner, percent=40)
        mine = api(learner).get(path).json()
        assert (mine["prerequisites"][0]["own_percent"], mine["is_open"]) == (40, False)
        told.enroll(first, learner, percent=40, status="completed")
        assert api(learner).get(path).json()["is_open"] is True
        graph = api(owner).get(f"/api/v1/courses/{course.slug}/prerequisite-graph").json()
        assert graph["edges"] == [{"from": first.pk, "to": course.pk, "percent": 80}]

    def test_the_whole_picture_is_for_those_who_keep_the_catalog(
        self, api: Api, admin: Any, learner: Any
    ) -> None:
        assert api(admin).get("/api/v1/prerequisite-graph").status_code == 200
        assert api(learner).get("/api/v1/prerequisite-graph").status_code == 403


EDITS = st.lists(
    st.tuples(st.integers(0, 4), st.lists(st.tuples(st.integers(0, 4), st.integers(1, 100)), max_size=3)),
    min_size=1,
    max_size=12,
)


@pytest.mark.django_db
def test_no_row_of_edits_closes_a_circle(organization: Any) -> None:
    five = courses(5)

    @given(EDITS)
    def edit(changes: list[tuple[int, list[tuple[int, int]]]]) -> None:
        CoursePrerequisite.objects.all().delete()
        for place, wanted in changes:
            pairs = [(five[required].pk, percent) for required, percent in wanted]
            try:
                with transaction.atomic():
                    set_prerequisites(course=five[place], wanted=pairs)
            except (PrerequisiteCircle, ValidationProblem):
                continue
            assert {(row[1], row[2]) for row in edges() if row[0] == five[place].pk} == set(pairs)
        assert not has_circle()

    edit()


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_do_not_close_a_circle(organization: Any) -> None:
    """A to B and C to D stand alone; with B to C and D to A there already, only one of them may come in."""
    a, b, c, d = courses(4)
    set_prerequisites(course=b, wanted=[(c.pk, 100)])
    set_prerequisites(course=d, wanted=[(a.pk, 100)])
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def change(course: Course, required: Course) -> None:
        try:
            with organization_context(organization.pk):
                start.wait(timeout=20)
                set_prerequisites(course=course, wanted=[(required.pk, 100)])
            outcomes.append("done")
        except PrerequisiteCircle:
            outcomes.append("circle")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=change, args=pair) for pair in ((a, b), (c, d))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["circle", "done"]
    assert not has_circle()


@pytest.mark.django_db(transaction=True)
def test_the_trigger_alone_holds_two_writers_apart(organization: Any) -> None:
    """Plain inserts past the service, in two transactions that are open at once."""
    a, b = courses(2)
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def insert(course: Course, required: Course) -> None:
        try:
            with organization_context(organization.pk):
                start.wait(timeout=20)
                with transaction.atomic():
                    CoursePrerequisite.objects.create(
                        organization=organization, course=course, required_course=required
                    )
            outcomes.append("done")
        except DatabaseError:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=insert, args=pair) for pair in ((a, b), (b, a))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["done", "refused"]
    assert not has_circle()

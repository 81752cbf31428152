"""How a course's learners get on: counts, where they stop, who needs somebody and why."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from edusync.courses.services import assign_staff
from edusync.courses.testing import make_course
from edusync.enrollment.models import Enrollment
from edusync.enrollment.testing import make_enrollment
from edusync.kernel import clock
from edusync.progress import services

pytestmark = pytest.mark.django_db
Person = Any


@pytest.fixture
def course(instructor: Person) -> Any:
    course = make_course("Knots", modules=2, lessons=2)
    assign_staff(course=course, user_id=instructor.pk, duty="instructor")
    return course


def lessons_of(course: Any) -> list[Any]:
    return list(course.lessons.order_by("module__position", "position"))


def ago(**span: int) -> dt.datetime:
    return clock.now() - dt.timedelta(**span)


def set_facts(enrollment: Enrollment, **facts: Any) -> None:
    Enrollment.objects.filter(pk=enrollment.pk).update(**facts)


def reasons(client: Any, course: Any, query: str = "") -> dict[int, list[str]]:
    answer = client.get(f"/api/v1/courses/{course.slug}/attention{query}")
    assert answer.status_code == 200, answer.content
    return {row["enrollment_id"]: row["reasons"] for row in answer.json()["results"]}


def test_the_way_through_the_course_is_counted(
    api: Callable[..., Any], course: Any, instructor: Person, learner: Person, make_person: Any
) -> None:
    first, second, *_ = lessons_of(course)
    through, begun, idle = (
        make_enrollment(person, course) for person in (learner, make_person("a"), make_person("b"))
    )
    for lesson in (first, second):
        services.complete_lesson(enrollment=through, lesson=lesson, method="view")
    services.record_view(enrollment=begun, lesson=first, seconds=0)
    gone = make_enrollment(make_person("c"), course)
    services.complete_lesson(enrollment=gone, lesson=first, method="view")
    set_facts(gone, status="withdrawn", seconds=700)
    set_facts(through, seconds=600)
    set_facts(begun, seconds=300)
    figures = api(instructor).get(f"/api/v1/courses/{course.slug}/insights").json()
    assert (figures["learner_count"], figures["started_count"], figures["completed_count"]) == (3, 2, 0)
    assert figures["average_percent"] == round(50 / 3)
    assert (figures["total_seconds"], figures["average_seconds"]) == (900, 450)
    assert [module["completed_count"] for module in figures["modules"]] == [1, 0]
    shown = {row["id"]: (row["started_count"], row["completed_count"]) for row in figures["lessons"]}
    assert [shown[lesson.pk] for lesson in lessons_of(course)] == [(2, 1), (1, 1), (0, 0), (0, 0)]
    assert idle.pk


def test_where_people_stopped_is_shown(
    api: Callable[..., Any], course: Any, instructor: Person, learner: Person, stranger: Person
) -> None:
    lesson = lessons_of(course)[1]
    for person, last in ((learner, ago(days=20)), (stranger, ago(days=2))):
        set_facts(make_enrollment(person, course), last_lesson=lesson, last_access_at=last)
    figures = api(instructor).get(f"/api/v1/courses/{course.slug}/insights").json()
    assert [row["stopped_count"] for row in figures["lessons"]] == [0, 1, 0, 0]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, []),
        ({"enrolled_at": -8}, ["never_started"]),
        ({"enrolled_at": -6}, []),
        ({"enrolled_at": -30, "last_access_at": -15}, ["quiet"]),
        ({"enrolled_at": -30, "last_access_at": -13}, []),
        ({"last_access_at": -1, "due_at": -1}, ["overdue"]),
        ({"last_access_at": -1, "due_at": 6}, ["due_soon"]),
        ({"last_access_at": -1, "due_at": 6, "done_weight": 2}, []),
        ({"last_access_at": -1, "due_at": 8}, []),
        ({"last_access_at": -1, "engagement_score": Decimal("0.299")}, ["low_engagement"]),
        ({"last_access_at": -1, "engagement_score": Decimal("0.300")}, []),
        ({"enrolled_at": -30, "last_access_at": -15, "due_at": -2}, ["overdue", "quiet"]),
        ({"enrolled_at": -30, "status": "withdrawn"}, []),
    ],
)
def test_each_rule_tells_who_needs_somebody(
    api: Callable[..., Any],
    course: Any,
    instructor: Person,
    learner: Person,
    facts: dict[str, Any],
    expected: list[str],
) -> None:
    """Numbers of facts about time are days from now."""
    enrollment = make_enrollment(learner, course)
    given = {name: ago(days=-value) if name.endswith("_at") else value for name, value in facts.items()}
    set_facts(enrollment, **given)
    client = api(instructor)
    found = reasons(client, course)
    assert found == ({enrollment.pk: expected} if expected else {})
    counts = client.get(f"/api/v1/courses/{course.slug}/insights").json()["attention"]
    assert [name for name, number in counts.items() if number and name != "anybody"] == expected
    assert counts["anybody"] == bool(expected)
    for reason in expected:
        assert reasons(client, course, f"?reason={reason}") == {enrollment.pk: expected}


def test_the_file_holds_the_same(
    api: Callable[..., Any], course: Any, instructor: Person, learner: Person
) -> None:
    set_facts(make_enrollment(learner, course), enrolled_at=ago(days=9))
    answer = api(instructor).get(f"/api/v1/courses/{course.slug}/attention.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("name,email,percent")
    assert lines[1].startswith(f"{learner.display_name},{learner.email},0,")
    assert lines[1].endswith(",never_started")


def test_an_unknown_rule_is_a_problem_of_its_field(
    api: Callable[..., Any], course: Any, instructor: Person
) -> None:
    client = api(instructor)
    answer = client.get(f"/api/v1/courses/{course.slug}/attention?reason=tired")
    assert client.problem(answer, 422, "invalid-input")["errors"][0]["pointer"] == "/reason"


def test_learners_and_others_see_nothing(
    api: Callable[..., Any], course: Any, learner: Person, outsider: Person
) -> None:
    make_enrollment(learner, course)
    for part in ("insights", "attention", "attention.csv"):
        assert api(learner).get(f"/api/v1/courses/{course.slug}/{part}").status_code == 403
        assert api(outsider).get(f"/api/v1/courses/{course.slug}/{part}").status_code == 404
        assert api().get(f"/api/v1/courses/{course.slug}/{part}").status_code in {401, 403}


def test_queries_do_not_grow_with_learners(
    api: Callable[..., Any],
    course: Any,
    instructor: Person,
    make_person: Any,
    django_assert_max_num_queries: Any,
) -> None:
    client = api(instructor)
    for number in range(6):
        set_facts(make_enrollment(make_person(f"p{number}"), course), enrolled_at=ago(days=9))
    client.get(f"/api/v1/courses/{course.slug}/insights")
    with django_assert_max_num_queries(9):
        client.get(f"/api/v1/courses/{course.slug}/insights")
    with django_assert_max_num_queries(6):
        assert len(reasons(client, course)) == 6

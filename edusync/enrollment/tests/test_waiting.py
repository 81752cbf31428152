"""What waits for those who decide about learners: the figure is that of the page it leads to."""

from typing import Any

import pytest

from edusync.courses.models import Course
from edusync.courses.testing import make_course
from edusync.enrollment import services
from edusync.enrollment.models import Enrollment

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(organization: Any, instructor: Any) -> Course:
    """A course that is asked for, with two requests."""
    found = make_course("Nursing", modules=1, lessons=1, created_by_id=instructor.pk)
    Course.objects.filter(pk=found.pk).update(access="approval")
    found.refresh_from_db()
    return found


@pytest.fixture
def asked(course: Course, make_person: Any) -> list[Enrollment]:
    rows = [
        services.enroll_learner(course_id=course.pk, learner_id=make_person(name).pk) for name in ("p", "q")
    ]
    assert {row.status for row in rows} == {"pending"}
    return rows


def waiting(client: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = client.get("/api/v1/teaching/waiting").json()["results"]
    return rows


def test_requests_wait_until_they_are_answered(
    api: Any, course: Course, asked: list[Enrollment], instructor: Any
) -> None:
    client = api(instructor)
    (row,) = waiting(client)
    assert (row["kind"], row["count"]) == ("enrollment-requests", 2)
    assert row["course"] == {"slug": course.slug, "title": "Nursing"}
    assert row["path"] == f"/teach/{course.slug}/learners?view=requests"
    page = client.get(f"/api/v1/courses/{course.slug}/requests").json()["results"]
    assert (len(page), page[0]["requested_at"]) == (row["count"], row["since"])
    assert client.get("/api/v1/teaching/requests").json()["count"] == row["count"]
    for one in asked:
        client.post(f"/api/v1/enrollments/{one.pk}/approve", {})
    assert waiting(client) == []


@pytest.mark.parametrize(
    ("who", "count"),
    [
        ("instructor", 2),
        ("admin", 2),
        ("manager", 2),
        ("assistant", 0),
        ("author", 0),
        ("support", 0),
        ("of_another_course", 0),
        ("learner", 0),
        ("outsider", 0),
    ],
)
def test_each_sees_what_they_may_decide(
    api: Any, course: Course, asked: Any, somebody: Any, who: str, count: int
) -> None:
    person = somebody(who, course)
    client = api(person)
    assert sum(row["count"] for row in waiting(client)) == count
    # The list of all requests agrees.
    assert client.get("/api/v1/teaching/requests").json()["count"] == count

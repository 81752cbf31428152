"""A course that is offered no more: deleted where nobody takes it, put away with all its facts where somebody did."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from edusync.courses.models import Course
from edusync.courses.testing import make_course
from edusync.enrollment.models import Enrollment
from edusync.enrollment.testing import make_enrollment
from edusync.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(organization: Any) -> Course:
    """Published."""
    return make_course("Soil", slug="soil", modules=1, lessons=1)


def act(client: Any, name: str) -> int:
    return int(client.post("/api/v1/courses/soil/" + name, {}).status_code)


def delete(client: Any, course: Course) -> int:
    course.refresh_from_db()
    tag = {"If-Match": f'"{course.row_version}"'}
    return int(client.delete("/api/v1/courses/soil", headers=tag).status_code)


def test_one_that_nobody_takes_is_taken_back_and_deleted(
    api: Callable[..., Any], admin: Any, learner: Any, course: Course
) -> None:
    client = api(admin)
    assert act(client, "archive") == 200
    assert act(client, "unpublish") == 200
    assert delete(client, course) == 204
    assert client.get("/api/v1/courses/soil").status_code == 404
    assert api(learner).get("/api/v1/courses/soil").status_code == 404
    # The address is free for the course that follows it.
    assert make_course("Soil again", slug="soil", modules=1, lessons=1).slug == "soil"


def test_a_deleted_one_keeps_who_did_it_and_when(api: Callable[..., Any], admin: Any, course: Course) -> None:
    client = api(admin)
    act(client, "unpublish")
    assert delete(client, course) == 204
    with connection.cursor() as cursor:
        cursor.execute("SELECT deleted_at FROM courses_course WHERE id = %s", [course.pk])
        assert cursor.fetchone()[0] is not None
        cursor.execute(
            "SELECT by_id FROM courses_state_change WHERE course_id = %s AND act = 'deleted'", [course.pk]
        )
        assert [row[0] for row in cursor.fetchall()] == [admin.pk]


def test_one_with_learners_is_put_away_and_they_keep_it(
    api: Callable[..., Any], admin: Any, learner: Any, stranger: Any, course: Course
) -> None:
    enrollment = make_enrollment(learner, course)
    client = api(admin)
    assert act(client, "unpublish") == 409
    assert delete(client, course) == 409
    assert act(client, "archive") == 200
    assert act(client, "unpublish") == 409
    assert Enrollment.objects.filter(pk=enrollment.pk, status="active").exists()
    assert api(learner).get("/api/v1/courses/soil/outline").status_code == 200
    # Nobody new comes in, and the catalog does not show it.
    assert api(stranger).post("/api/v1/courses/soil/enroll", {}).status_code in {404, 409}
    listed = api(stranger).get("/api/v1/courses").json()["results"]
    assert [row["slug"] for row in listed] == []


def test_one_whose_time_is_over_takes_nobody_in(
    api: Callable[..., Any], learner: Any, course: Course
) -> None:
    Course.objects.filter(pk=course.pk).update(enrollment_closes_at=clock.now())
    assert api(learner).post("/api/v1/courses/soil/enroll", {}).status_code == 409
    assert not Enrollment.objects.exists()

"""What waits for those who keep a gradebook: the figures are those of the pages they lead to."""

import datetime as dt
from typing import Any

import pytest

from edusync.courses.models import Course
from edusync.enrollment.testing import make_enrollment
from edusync.grading.models import GradeItem
from edusync.grading.services import remove_session
from edusync.grading.testing import give, make_meeting
from edusync.grading.tests.test_regrades import open_until, own
from edusync.kernel import clock

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def waiting(client: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = client.get("/api/v1/teaching/waiting").json()["results"]
    return rows


@pytest.fixture
def asked(api: Any, course: Any, essay: GradeItem, enrollment: Any, learner: Any) -> Any:
    """The learner asks for a second look at a mark."""
    open_until(course, clock.now() + dt.timedelta(days=3))
    give(essay, enrollment, 6)
    assert api(learner).post(own(course, essay), {"words": "Why?"}).status_code == 201
    return course


def test_a_request_waits_until_it_is_answered(api: Any, asked: Any, instructor: Any) -> None:
    client = api(instructor)
    (row,) = waiting(client)
    assert (row["kind"], row["count"], row["course"]["title"]) == ("regrade-requests", 1, "Algebra")
    assert row["path"] == f"/teach/{asked.slug}/gradebook/requests"
    (request,) = client.get(f"/api/v1/courses/{asked.slug}/gradebook/regrade-requests").json()["results"]
    assert row["since"] == request["asked_at"]
    body = {"row_version": request["row_version"], "points": None, "answer": "It is right."}
    assert client.post(f"/api/v1/regrade-requests/{request['id']}/answer", body).status_code == 200
    assert waiting(client) == []


def test_meetings_wait_that_began_and_where_nobody_was_written_down(
    api: Any, course: Any, enrollment: Any, instructor: Any
) -> None:
    now, client = clock.now(), api(instructor)
    make_meeting(course, enrollment, starts_at=now - 5 * HOUR)
    make_meeting(course, starts_at=now + HOUR)
    make_meeting(course, starts_at=now - dt.timedelta(days=31))
    assert waiting(client) == []
    late = make_meeting(course, starts_at=now - 3 * HOUR)
    (row,) = waiting(client)
    assert (row["kind"], row["count"]) == ("meetings", 1)
    assert row["path"] == f"/teach/{course.slug}/attendance/{late.pk}"
    later = make_meeting(course, starts_at=now - 2 * HOUR)
    (row,) = waiting(client)
    assert (row["count"], row["path"]) == (2, f"/teach/{course.slug}/attendance")
    assert dt.datetime.fromisoformat(row["since"]) == late.starts_at
    # As the page says it: not taken yet, and begun in the last weeks.
    counts = ("present_count", "late_count", "absent_count", "excused_count")
    page = client.get(f"/api/v1/courses/{course.slug}/attendance/sessions").json()["results"]
    weeks = (now - dt.timedelta(days=30), now)
    begun = [one for one in page if weeks[0] < dt.datetime.fromisoformat(one["starts_at"]) <= weeks[1]]
    assert len([one for one in begun if not any(one[name] for name in counts)]) == row["count"]
    assert client.post(f"/api/v1/attendance-sessions/{later.pk}/close").status_code == 200
    remove_session(session=late, by_id=instructor.pk)
    assert waiting(client) == []
    make_meeting(course, starts_at=now - HOUR)
    Course.objects.filter(pk=course.pk).update(status="archived")
    assert waiting(client) == []


@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        ("instructor", {"regrade-requests", "meetings"}),
        ("assistant", {"regrade-requests", "meetings"}),
        ("admin", {"regrade-requests", "meetings"}),
        # Sees the book, and changes nothing in it.
        ("auditor", set()),
        ("author", set()),
        ("of_another_course", set()),
        ("learner", set()),
        ("outsider", set()),
    ],
)
def test_each_sees_what_they_may_do(
    api: Any, asked: Any, make_person: Any, somebody: Any, who: str, kinds: set[str]
) -> None:
    make_meeting(asked, starts_at=clock.now() - HOUR)
    person = somebody(who, asked)
    if who == "of_another_course":
        make_enrollment(make_person("pia"), Course.objects.get(created_by=person))
    assert {row["kind"] for row in waiting(api(person))} == kinds

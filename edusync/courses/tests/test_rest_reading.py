"""What the player reads over HTTP: outline and lessons."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from edusync.courses import services
from edusync.courses.models import Course
from edusync.courses.testing import lessons_of, make_course, make_lesson
from edusync.kernel.testing import ApiClient

pytestmark = pytest.mark.django_db
Api = Callable[..., ApiClient]


def queries_of(call: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = call()
    assert response.status_code == 200, response.content
    return len(captured)


def test_outline_carries_own_states_and_weights(api: Api, learner: Any, told: Any) -> None:
    course = make_course(modules=2, lessons=2, lesson_values={"weight": 2})
    told.enroll(course, learner)
    first, second, *_ = lessons_of(course)
    told.states = {(learner.pk, first.pk): "completed", (learner.pk, second.pk): "started"}
    body = api(learner).get(f"/api/v1/courses/{course.slug}/outline").json()
    assert [lesson["state"] for lesson in body["modules"][0]["lessons"]] == ["completed", "started"]
    assert (body["modules"][0]["done_weight"], body["modules"][0]["required_weight"]) == (2, 4)
    assert body["enrollment"] == {"id": 7, "percent": 40, "status": "active", "last_lesson_id": None}
    assert api().get(f"/api/v1/courses/{course.slug}/outline").json()["enrollment"] is None


def test_outline_follows_every_change(api: Api, organization: Any) -> None:
    course = make_course(modules=1, lessons=2)
    client, path = api(), f"/api/v1/courses/{course.slug}/outline"
    before = client.get(path).json()
    services.update_lesson(lesson=lessons_of(course)[0], title="Renamed")
    services.delete_lesson(lesson=lessons_of(course)[1])
    after = client.get(path).json()
    assert [lesson["title"] for lesson in after["modules"][0]["lessons"]] == ["Renamed"]
    assert after["version"] > before["version"]


def test_outline_costs_three_queries_when_kept(api: Api, learner: Any, told: Any) -> None:
    course = make_course(modules=5, lessons=5)
    client, path = api(learner), f"/api/v1/courses/{course.slug}/outline"
    client.get(path)
    # Session, actor, course; the progress, told by the test here, is the fourth.
    assert queries_of(lambda: client.get(path)) <= 3
    assert len(client.get(path).content) < 15_000


@pytest.mark.parametrize(
    ("actor", "normal", "preview", "hidden"),
    [
        ("visitor", 401, 200, 404),
        ("learner", 200, 200, 404),
        ("stranger", 403, 200, 404),
        ("withdrawn", 403, 200, 404),
        ("instructor", 403, 200, 404),
        ("owner", 200, 200, 200),
        ("admin", 200, 200, 200),
        ("outsider", 404, 404, 404),
    ],
)
def test_who_may_open_a_lesson(
    api: Api,
    make_person: Callable[..., Any],
    request: pytest.FixtureRequest,
    told: Any,
    actor: str,
    normal: int,
    preview: int,
    hidden: int,
) -> None:
    owner, withdrawn = make_person("olga", roles=("instructor",)), make_person("will")
    course = make_course(created_by_id=owner.pk, modules=1, lessons=1)
    told.enroll(course, request.getfixturevalue("learner"))
    told.enroll(course, withdrawn, status="withdrawn")
    rows = [
        lessons_of(course)[0],
        make_lesson(course=course, is_preview=True),
        make_lesson(course=course, is_published=False),
    ]
    people = {"visitor": None, "owner": owner, "withdrawn": withdrawn}
    client = api(people[actor] if actor in people else request.getfixturevalue(actor))
    got = [client.get(f"/api/v1/lessons/{lesson.pk}").status_code for lesson in rows]
    assert got == [normal, preview, hidden]


def test_lesson_of_a_draft_is_hidden(api: Api, learner: Any, organization: Any) -> None:
    lesson = lessons_of(make_course(status="draft", lesson_values={"is_preview": True}))[0]
    api(learner).problem(api(learner).get(f"/api/v1/lessons/{lesson.pk}"), 404)


def test_lesson_shows_content_neighbors_and_progress(api: Api, learner: Any, told: Any) -> None:
    course = make_course(modules=2, lessons=1)
    first, second = lessons_of(course)
    told.enroll(course, learner)
    told.states = {(learner.pk, first.pk): "started"}
    body = api(learner).get(f"/api/v1/lessons/{first.pk}").json()
    assert body["page"]["document"]["blocks"][1]["html"] == "<p>Some text to read.</p>"
    assert (body["previous"], body["next"]) == (None, {"id": second.pk, "title": second.title})
    assert body["progress"] == {
        "state": "started",
        "position_seconds": 12,
        "watched_share": 30,
        "watched": [],
        "seconds": 45,
        "completed_at": None,
    }
    assert body["module"]["title"] == "Module 1"
    assert body["completion"] == {"rule": "manual", "value": 0}
    assert (body["video"], body["document"], body["link"], body["quiz"]) == (None, None, None, None)
    assert body["actions"] == ["courses:lesson:read"]


@pytest.mark.parametrize("kind", ["page", "video", "document", "link"])
def test_lesson_costs_a_fixed_number_of_queries(api: Api, learner: Any, told: Any, kind: str) -> None:
    lesson = make_lesson(kind=kind)
    told.enroll(Course.objects.get(pk=lesson.course_id), learner)
    client, path = api(learner), f"/api/v1/lessons/{lesson.pk}"
    body = client.get(path).json()
    assert body[kind] is not None
    # Session, actor, lesson, captions of a film; the progress, told by the test here, is one more.
    assert queries_of(lambda: client.get(path)) <= 4


def test_video_addresses_come_from_the_server(api: Api, learner: Any, told: Any) -> None:
    lesson = make_lesson(kind="video", is_preview=True)
    body = api().get(f"/api/v1/lessons/{lesson.pk}").json()
    assert body["video"]["url"] == "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"

"""The outline over HTTP: who may, what is answered, what it costs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from edusync.courses import services
from edusync.courses.models import Lesson, Page
from edusync.courses.testing import lessons_of, make_course, page_document
from edusync.kernel.testing import ApiClient

pytestmark = pytest.mark.django_db
Api = Callable[..., ApiClient]


@pytest.fixture
def course(instructor: Any) -> Any:
    return make_course(modules=2, lessons=2, created_by_id=instructor.pk)


def outline_of(client: ApiClient, course: Any) -> dict[str, Any]:
    response = client.get(f"/api/v1/courses/{course.slug}/studio-outline")
    assert response.status_code == 200, response.content
    return response.json()  # type: ignore[no-any-return]


def places(outline: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"id": module["id"], "lessons": [lesson["id"] for lesson in module["lessons"]]}
        for module in outline["modules"]
    ]


@pytest.mark.parametrize(
    ("duty", "read", "write"),
    [
        ("owner", 200, 200),
        ("instructor", 200, 200),
        ("author", 200, 200),
        ("assistant", 200, 403),
        ("reviewer", 200, 403),
    ],
)
def test_what_each_duty_may_do(
    api: Api, course: Any, make_person: Any, duty: str, read: int, write: int
) -> None:
    person = make_person("dee")
    services.assign_staff(course=course, user_id=person.pk, duty=duty, by_id=None)
    client = api(person)
    answer = client.get(f"/api/v1/courses/{course.slug}/studio-outline")
    assert answer.status_code == read
    assert answer.json()["can_edit"] is (write == 200)
    lesson = lessons_of(course)[0]
    body = {"lessons": [lesson.pk], "values": {"title": "Renamed"}}
    assert client.patch(f"/api/v1/courses/{course.slug}/outline-lessons", body).status_code == write


@pytest.mark.parametrize(("who", "status"), [("learner", 403), ("outsider", 404), (None, 401)])
def test_others_see_nothing_of_the_studio(
    api: Api, course: Any, request: Any, who: str | None, status: int
) -> None:
    client = api(request.getfixturevalue(who)) if who else api()
    assert client.get(f"/api/v1/courses/{course.slug}/studio-outline").status_code == status
    lesson = lessons_of(course)[0]
    answer = client.post(f"/api/v1/courses/{course.slug}/outline-deletions", {"lessons": [lesson.pk]})
    assert answer.status_code == status
    assert Lesson.objects.filter(pk=lesson.pk, deleted_at=None).exists()


def test_a_draft_is_hidden_from_learners(api: Api, learner: Any, instructor: Any) -> None:
    draft = make_course("Draft", status="draft", created_by_id=instructor.pk)
    assert api(learner).get(f"/api/v1/courses/{draft.slug}/studio-outline").status_code == 404


def test_the_outline_tells_what_is_unfinished(api: Api, instructor: Any, course: Any) -> None:
    first, second = lessons_of(course)[:2]
    Lesson.objects.filter(pk=first.pk).update(is_published=False, estimated_minutes=7)
    Page.objects.filter(lesson=first).update(draft=page_document("New"))
    services.set_page_document(lesson=second, document={"version": 1, "blocks": []})
    outline = outline_of(api(instructor), course)
    rows = {row["id"]: row for module in outline["modules"] for row in module["lessons"]}
    assert (rows[first.pk]["is_published"], rows[first.pk]["has_draft"]) == (False, True)
    assert rows[first.pk]["suggested_minutes"] == 1
    assert (rows[second.pk]["problems"], rows[first.pk]["problems"]) == (["empty"], [])
    assert (outline["minutes"], outline["modules"][0]["minutes"], outline["modules"][1]["minutes"]) == (
        7,
        7,
        0,
    )


def test_reading_costs_the_same_for_more_lessons(api: Api, instructor: Any) -> None:
    small = make_course("Small", modules=1, lessons=1, created_by_id=instructor.pk)
    large = make_course("Large", modules=4, lessons=6, created_by_id=instructor.pk)
    client = api(instructor)
    counts = []
    for course in (small, large):
        outline_of(client, course)
        with CaptureQueriesContext(connection) as captured:
            outline_of(client, course)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 9


def test_an_order_needs_to_say_what_it_saw(api: Api, instructor: Any, course: Any) -> None:
    client = api(instructor)
    body = {"modules": places(outline_of(client, course))}
    client.problem(client.put(f"/api/v1/courses/{course.slug}/outline-order", body), 428, "version-required")


def test_two_authors_order_at_once(api: Api, instructor: Any, course: Any, make_person: Any) -> None:
    author = make_person("ann")
    services.assign_staff(course=course, user_id=author.pk, duty="author", by_id=None)
    one, two = api(instructor), api(author)
    seen = outline_of(one, course)
    base = places(seen)
    (first, second) = base
    url = f"/api/v1/courses/{course.slug}/outline-order"
    tag = {"If-Match": f'"{seen["tag"]}"'}
    mine = [
        {**first, "lessons": first["lessons"][1:]},
        {**second, "lessons": [*second["lessons"], first["lessons"][0]]},
    ]
    theirs = [{**first, "lessons": first["lessons"][::-1]}, {**second, "lessons": second["lessons"][::-1]}]
    assert two.put(url, {"modules": theirs}, headers=tag).status_code == 200
    one.problem(one.put(url, {"modules": mine}, headers=tag), 409, "outline-conflict")
    answer = one.put(url, {"modules": mine, "base": base}, headers=tag)
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["merged"] is True
    # The author's move stands, and so does the other's turning round.
    assert places(body["outline"]) == [
        {"id": first["id"], "lessons": first["lessons"][1:]},
        {"id": second["id"], "lessons": [second["lessons"][1], first["lessons"][0], second["lessons"][0]]},
    ]


def test_a_course_is_built_and_every_step_undone(api: Api, instructor: Any) -> None:
    course = make_course("New", modules=0, lessons=0, status="draft", created_by_id=instructor.pk)
    client, base = api(instructor), f"/api/v1/courses/{course.slug}"
    module = client.post(f"{base}/outline-modules", {"title": "Begin"})
    assert module.status_code == 201
    module_id = module.json()["module_id"]
    ids = []
    for kind in ("page", "video", "quiz"):
        made = client.post(f"{base}/outline-lessons", {"module": module_id, "title": kind, "kind": kind})
        ids.append(made.json()["lesson_id"])
    copy = client.post(f"{base}/outline-copies", {"lessons": ids[:1], "label": "copy"})
    assert copy.status_code == 201, copy.content
    gone = client.post(f"{base}/outline-deletions", {"modules": [module_id]})
    assert gone.json()["outline"]["modules"] == []
    steps = 0
    while (undo := outline_of(client, course)["undo"]) is not None:
        assert client.post(f"{base}/outline-changes/{undo['uuid']}/undo").status_code == 200
        steps += 1
    assert steps == 6
    assert outline_of(client, course)["modules"] == []
    again = client.post(f"{base}/outline-changes/{module.json()['change']['uuid']}/redo")
    assert [one["title"] for one in again.json()["outline"]["modules"]] == ["Begin"]


def test_nobody_undoes_what_another_did(api: Api, instructor: Any, admin: Any, course: Any) -> None:
    base = f"/api/v1/courses/{course.slug}"
    made = api(instructor).post(f"{base}/outline-modules", {"title": "Mine"}).json()
    url = f"{base}/outline-changes/{made['change']['uuid']}/undo"
    assert api(admin).post(url).status_code == 404
    client = api(instructor)
    assert client.post(url).status_code == 200
    client.problem(client.post(url), 409, "outline-change-gone")


def test_lessons_go_only_to_courses_one_may_edit(api: Api, instructor: Any, course: Any) -> None:
    foreign = make_course("Foreign", modules=1, lessons=1)
    own = make_course("Own", modules=1, lessons=0, status="draft", created_by_id=instructor.pk)
    client, url = api(instructor), f"/api/v1/courses/{course.slug}/outline-copies"
    lesson = lessons_of(course)[0]
    assert client.post(url, {"lessons": [lesson.pk], "course": foreign.slug}).status_code == 403
    answer = client.post(url, {"lessons": [lesson.pk], "course": own.slug, "is_move": True})
    assert answer.status_code == 201, answer.content
    assert answer.json()["target"]["slug"] == own.slug
    assert [row.title for row in lessons_of(own)] == ["Lesson 1.1"]
    assert lesson.pk not in [row.pk for row in lessons_of(course)]


def test_a_lesson_added_to_a_published_course_waits(api: Api, instructor: Any, course: Any) -> None:
    module_id = lessons_of(course)[0].module_id
    made = api(instructor).post(f"/api/v1/modules/{module_id}/lessons", {"kind": "page", "title": "Late"})
    assert made.status_code == 201
    assert made.json()["is_published"] is False


def test_settings_out_of_range_are_named(api: Api, instructor: Any, course: Any) -> None:
    client = api(instructor)
    body = {"lessons": [lessons_of(course)[0].pk], "values": {"weight": 0}}
    problem = client.problem(
        client.patch(f"/api/v1/courses/{course.slug}/outline-lessons", body), 422, "invalid-input"
    )
    assert problem["errors"][0]["pointer"] == "/values/weight"

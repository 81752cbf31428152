"""Courses over HTTP: catalog, course page, authoring, outline, lessons."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from edusync.courses import services
from edusync.courses.models import Course, Lesson, Module
from edusync.courses.testing import lessons_of, make_category, make_course, make_lesson, page_document
from edusync.kernel.testing import ApiClient

pytestmark = pytest.mark.django_db
Api = Callable[..., ApiClient]


def queries_of(call: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = call()
    assert response.status_code == 200, response.content
    return len(captured)


def test_catalog_shows_published_courses_to_everybody(api: Api, learner: Any, instructor: Any) -> None:
    make_category()
    make_course("Algebra", created_by_id=instructor.pk, categories=["science"], tagline="Letters that count")
    make_course("Hidden", status="draft")
    make_course("Old", status="archived")
    for client in (api(), api(learner)):
        body = client.get("/api/v1/courses").json()
        assert [card["title"] for card in body["results"]] == ["Algebra"]
        assert body["next"] is None
    card = body["results"][0]
    assert card["category"] == {"slug": "science", "name": "Science"}
    assert card["instructors"] == [{"id": instructor.pk, "display_name": "Ines Example", "avatar_url": None}]
    assert (card["lesson_count"], card["enrolled_count"], card["enrollment"]) == (6, 0, None)
    assert card["tagline"] == "Letters that count"


def test_catalog_pages_by_cursor(api: Api, organization: Any) -> None:
    titles = [make_course(f"Course {number}", modules=1, lessons=1).title for number in range(5)]
    client, seen, cursor = api(), [], ""
    while True:
        body = client.get(f"/api/v1/courses?limit=2&cursor={cursor}").json()
        seen += [card["title"] for card in body["results"]]
        cursor = body["next"]
        if cursor is None:
            break
    assert seen == titles[::-1]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("level=advanced", {"Proofs"}),
        ("language=ta", {"Tamil"}),
        ("category=science", {"Soil", "Proofs"}),
        ("category=mathematics", {"Proofs"}),
        ("tag=garden", {"Soil"}),
        ("featured=true", {"Soil"}),
        ("category=nowhere", set()),
        ("level=advanced&language=ta", set()),
    ],
)
def test_catalog_filters(api: Api, organization: Any, query: str, titles: set[str]) -> None:
    science = make_category()
    make_category("Mathematics", "mathematics", parent=science)
    make_course("Soil", categories=["science"], tags=["garden"], is_featured=True)
    make_course("Proofs", categories=["mathematics"], level="advanced")
    make_course("Tamil", language="ta")
    body = api().get(f"/api/v1/courses?{query}").json()
    assert {card["title"] for card in body["results"]} == titles


@pytest.mark.parametrize("query", ["level=wizard", "status=gone", "mine=all", "featured=maybe", "limit=x"])
def test_bad_filters_are_named(api: Api, organization: Any, query: str) -> None:
    problem = api().problem(api().get(f"/api/v1/courses?{query}"), 422, "invalid-input")
    assert problem["errors"][0]["pointer"] == "/" + query.partition("=")[0]


def test_instructor_finds_own_courses_of_any_status(api: Api, instructor: Any, stranger: Any) -> None:
    make_course("Draft", status="draft", created_by_id=instructor.pk)
    make_course("Live", created_by_id=instructor.pk)
    make_course("Others")
    client = api(instructor)
    mine = client.get("/api/v1/courses?mine=teaching").json()["results"]
    assert {card["title"] for card in mine} == {"Draft", "Live"}
    drafts = client.get("/api/v1/courses?status=draft").json()["results"]
    assert [card["title"] for card in drafts] == ["Draft"]
    assert api(stranger).get("/api/v1/courses?status=draft").json()["results"] == []
    api().problem(api().get("/api/v1/courses?mine=teaching"), 401)


def test_cards_carry_own_enrollment(api: Api, learner: Any, told: Any) -> None:
    told.enroll(make_course(), learner)
    card = api(learner).get("/api/v1/courses").json()["results"][0]
    assert card["enrollment"] == {"id": 7, "status": "active", "percent": 40}


def test_catalog_costs_the_same_whatever_the_rows(api: Api, learner: Any, told: Any) -> None:
    make_category()
    client = api(learner)
    for number in range(2):
        make_course(f"Few {number}", modules=1, lessons=1, created_by_id=learner.pk, categories=["science"])
    few = queries_of(lambda: client.get("/api/v1/courses"))
    for number in range(12):
        make_course(f"Many {number}", modules=2, lessons=2, created_by_id=learner.pk, categories=["science"])
    many = queries_of(lambda: client.get("/api/v1/courses"))
    # The enrollments, told by the test here, are the fifth query.
    assert few == many <= 4


def test_course_page_tells_what_it_is(api: Api, instructor: Any, learner: Any, told: Any) -> None:
    course = make_course(
        created_by_id=instructor.pk,
        overview=page_document("All about <em>soil</em>."),
        outcomes=["Name soils"],
        tags=["garden"],
        capacity=5,
    )
    told.enroll(course, learner)
    response = api(learner).get(f"/api/v1/courses/{course.slug}")
    body = response.json()
    assert response["ETag"] == f'"{course.row_version}"'
    assert body["overview"]["blocks"][1]["html"] == "<p>All about <em>soil</em>.</p>"
    assert [len(module["lessons"]) for module in body["modules"]] == [3, 3]
    assert (body["outcomes"], body["tags"], body["capacity"]) == (["Name soils"], ["garden"], 5)
    assert body["enrollment"]["percent"] == 40
    assert body["actions"] == []
    assert "courses:course:update" in api(instructor).get(f"/api/v1/courses/{course.slug}").json()["actions"]


@pytest.mark.parametrize(
    ("actor", "published", "draft", "patch_published", "patch_draft"),
    [
        ("visitor", 200, 404, 401, 404),
        ("learner", 200, 404, 403, 404),
        ("instructor", 200, 404, 403, 404),
        ("owner", 200, 200, 428, 428),
        ("assistant", 200, 200, 403, 403),
        ("admin", 200, 200, 428, 428),
        ("outsider", 404, 404, 404, 404),
    ],
)
def test_who_may_see_and_change_a_course(
    api: Api,
    make_person: Callable[..., Any],
    request: pytest.FixtureRequest,
    actor: str,
    published: int,
    draft: int,
    patch_published: int,
    patch_draft: int,
) -> None:
    owner, assistant = make_person("olga", roles=("instructor",)), make_person("ada")
    courses = [
        make_course("Live", created_by_id=owner.pk),
        make_course("Draft", status="draft", created_by_id=owner.pk),
    ]
    for course in courses:
        services.assign_staff(course=course, user_id=assistant.pk, duty="assistant")
    people = {"visitor": None, "owner": owner, "assistant": assistant}
    person = people[actor] if actor in people else request.getfixturevalue(actor)
    client = api(person)
    got = [client.get(f"/api/v1/courses/{course.slug}").status_code for course in courses]
    patched = [
        client.patch(f"/api/v1/courses/{course.slug}", {"title": "X"}).status_code for course in courses
    ]
    assert (got, patched) == ([published, draft], [patch_published, patch_draft])


def test_archived_course_stays_with_its_learners(api: Api, learner: Any, stranger: Any, told: Any) -> None:
    course = make_course(status="archived")
    told.enroll(course, learner)
    lesson = lessons_of(course)[0]
    for path in (f"courses/{course.slug}", f"courses/{course.slug}/outline", f"lessons/{lesson.pk}"):
        assert api(learner).get(f"/api/v1/{path}").status_code == 200, path
        assert api(stranger).get(f"/api/v1/{path}").status_code == 404, path


def test_author_creates_fills_and_publishes_a_course(api: Api, instructor: Any, learner: Any) -> None:
    client = api(instructor)
    created = client.post("/api/v1/courses", {"title": "Soil", "level": "beginner", "tags": ["garden"]})
    assert created.status_code == 201, created.content
    course = created.json()
    assert (course["slug"], course["status"]) == ("soil", "draft")
    client.problem(client.post(f"/api/v1/courses/{course['slug']}/publish"), 422, "course-empty")
    module = client.post(f"/api/v1/courses/{course['id']}/modules", {"title": "Ground"})
    assert module.status_code == 201, module.content
    lesson = client.post(
        f"/api/v1/modules/{module.json()['id']}/lessons",
        {"kind": "page", "title": "Clay", "detail": {"document": page_document("Clay holds water.")}},
    )
    assert lesson.status_code == 201, lesson.content
    assert (
        client.post("/api/v1/courses/soil/publish", {"accept_warnings": True}).json()["status"] == "published"
    )
    api(learner).problem(api(learner).get(f"/api/v1/lessons/{lesson.json()['id']}"), 403, "enroll-first")
    assert client.post("/api/v1/courses/soil/archive").json()["status"] == "archived"
    assert client.post("/api/v1/courses/soil/unpublish").json()["status"] == "draft"


def test_repeated_creation_with_one_key_makes_one_course(api: Api, instructor: Any) -> None:
    client = api(instructor)
    answers = [
        client.post("/api/v1/courses", {"title": "Soil"}, HTTP_IDEMPOTENCY_KEY="k1").json()["id"]
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert Course.objects.count() == 1


@pytest.mark.parametrize(("actor", "status"), [("learner", 403), ("instructor", 201), ("admin", 201)])
def test_who_may_create_courses(api: Api, request: pytest.FixtureRequest, actor: str, status: int) -> None:
    client = api(request.getfixturevalue(actor))
    assert client.post("/api/v1/courses", {"title": "Soil"}).status_code == status
    api().problem(api().post("/api/v1/courses", {"title": "Soil"}), 401)


def test_edit_needs_the_present_version(api: Api, instructor: Any) -> None:
    course = make_course(created_by_id=instructor.pk)
    client, path = api(instructor), f"/api/v1/courses/{course.slug}"
    client.problem(client.patch(path, {"title": "New"}), 428, "version-required")
    client.problem(client.patch(path, {"title": "New"}, HTTP_IF_MATCH='"99"'), 412, "stale-version")
    tag = client.get(path)["ETag"]
    changed = client.patch(path, {"title": "New", "outcomes": ["Know"]}, HTTP_IF_MATCH=tag)
    assert changed.json()["title"] == "New"
    assert changed["ETag"] != tag
    client.problem(client.patch(path, {"title": "Newer"}, HTTP_IF_MATCH=tag), 412)


def test_bad_document_is_named_by_pointer(api: Api, instructor: Any) -> None:
    body = {"title": "Soil", "overview": {"blocks": [{"type": "text", "html": "a"}, {"type": "gallery"}]}}
    problem = api(instructor).problem(api(instructor).post("/api/v1/courses", body), 422)
    assert [error["pointer"] for error in problem["errors"]] == ["/overview/blocks/1/type"]


def test_authors_see_hidden_lessons_and_order_them(api: Api, instructor: Any, learner: Any) -> None:
    course = make_course(created_by_id=instructor.pk, modules=1, lessons=2)
    hidden = make_lesson(course=course, is_published=False, title="Hidden")
    client = api(instructor)
    path = f"/api/v1/courses/{course.pk}/modules"
    module = client.get(path).json()["results"][0]
    ids = [lesson["id"] for lesson in module["lessons"]]
    assert ids[-1] == hidden.pk
    assert client.put(f"/api/v1/modules/{module['id']}/lessons", {"ids": ids[::-1]}).status_code == 204
    assert [lesson["id"] for lesson in client.get(path).json()["results"][0]["lessons"]] == ids[::-1]
    assert client.put(f"{path}/order", {"ids": [module["id"]]}).status_code == 204
    api(learner).problem(api(learner).get(path), 403)


def test_module_and_lesson_are_changed_and_deleted(api: Api, instructor: Any, learner: Any) -> None:
    course = make_course(created_by_id=instructor.pk, modules=2, lessons=1)
    module, lesson = Module.objects.filter(course=course).first(), lessons_of(course)[0]
    client = api(instructor)
    changed = client.patch(f"/api/v1/modules/{module.pk}", {"title": "Renamed"}, HTTP_IF_MATCH='"1"')
    assert changed.json()["title"] == "Renamed"
    other = Module.objects.filter(course=course).last()
    moved = client.patch(
        f"/api/v1/lessons/{lesson.pk}", {"module_id": other.pk, "weight": 3}, HTTP_IF_MATCH='"1"'
    )
    assert (moved.json()["module_id"], moved.json()["weight"]) == (other.pk, 3)
    api(learner).problem(
        api(learner).patch(f"/api/v1/lessons/{lesson.pk}", {"title": "x"}, HTTP_IF_MATCH="*"), 404
    )
    assert client.delete(f"/api/v1/lessons/{lesson.pk}", HTTP_IF_MATCH="*").status_code == 204
    client.problem(client.get(f"/api/v1/lessons/{lesson.pk}"), 404)
    assert client.delete(f"/api/v1/modules/{other.pk}", HTTP_IF_MATCH="*").status_code == 204
    assert Lesson.objects.filter(course=course, deleted_at=None).count() == 0


def test_categories_and_tags_count_published_courses(api: Api, organization: Any) -> None:
    science = make_category()
    make_category("Mathematics", "mathematics", parent=science)
    make_course(categories=["mathematics"], tags=["proof"])
    make_course("Hidden", status="draft", categories=["science"], tags=["secret"])
    rows = {row["slug"]: row for row in api().get("/api/v1/categories").json()["results"]}
    assert {slug: row["course_count"] for slug, row in rows.items()} == {"science": 0, "mathematics": 1}
    assert rows["mathematics"]["parent_id"] == science.pk
    assert [row["slug"] for row in api().get("/api/v1/tags").json()["results"]] == ["proof"]
    assert "ta" in {row["code"] for row in api().get("/api/v1/languages").json()["results"]}
    used = api().get("/api/v1/languages?used=true").json()["results"]
    assert [row["code"] for row in used] == ["en"]

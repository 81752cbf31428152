"""Notes, highlights and bookmarks of learners, over HTTP: whose they are, what is kept, what is found."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from edusync.courses import services
from edusync.courses.merge import merge_courses
from edusync.courses.models import Bookmark, Course, LearnerNote
from edusync.courses.services.notes import MAX_NOTES, purge_deleted_notes
from edusync.courses.testing import lessons_of, make_course
from edusync.kernel import clock
from edusync.kernel.policy import Actor
from edusync.kernel.testing import ApiClient

pytestmark = pytest.mark.django_db
Api = Callable[..., ApiClient]
ANCHOR = {"block": "b1", "start": 4, "end": 12, "before": "The ", "after": " of knots"}


@pytest.fixture
def course(learner: Any, told: Any) -> Course:
    made = make_course("Knots", modules=1, lessons=2)
    told.enroll(made, learner)
    return made


def write(client: ApiClient, lesson_id: int, **values: Any) -> dict[str, Any]:
    response = client.post(f"/api/v1/lessons/{lesson_id}/notes", values)
    assert response.status_code in {200, 201}, response.content
    found: dict[str, Any] = response.json()
    return found


def change(client: ApiClient, note: dict[str, Any], **values: Any) -> Any:
    return client.patch(
        f"/api/v1/notes/{note['uuid']}", values, headers={"If-Match": f'"{note["row_version"]}"'}
    )


def test_a_highlight_is_kept_with_its_place_and_becomes_a_note(
    api: Api, learner: Any, course: Course
) -> None:
    client, lesson = api(learner), lessons_of(course)[0]
    made = write(client, lesson.pk, quote="Reef kno", anchor=ANCHOR, color="green")
    assert (made["body"], made["quote"], made["anchor"], made["color"]) == ("", "Reef kno", ANCHOR, "green")
    changed = change(client, made, body="Two half hitches?\r\nAsk.").json()
    assert (changed["body"], changed["row_version"]) == ("Two half hitches?\nAsk.", 2)
    listed = client.get(f"/api/v1/lessons/{lesson.pk}/notes").json()
    assert listed == {"notes": [changed], "bookmarks": []}
    assert client.get(f"/api/v1/lessons/{lessons_of(course)[1].pk}/notes").json()["notes"] == []


def test_a_note_of_a_film_names_its_second(api: Api, learner: Any, course: Course) -> None:
    made = write(api(learner), lessons_of(course)[0].pk, body="See the hands", at_seconds=75)
    assert (made["at_seconds"], made["anchor"], made["color"]) == (75, None, "yellow")


def test_what_an_offline_device_sends_twice_is_one_note(api: Api, learner: Any, course: Course) -> None:
    client, lesson, key = api(learner), lessons_of(course)[0], str(uuid.uuid4())
    first = write(client, lesson.pk, uuid=key, body="Once")
    again = client.post(f"/api/v1/lessons/{lesson.pk}/notes", {"uuid": key, "body": "Twice"})
    assert (first["uuid"], again.status_code, again.json()) == (key, 200, first)
    other = client.post(f"/api/v1/lessons/{lessons_of(course)[1].pk}/notes", {"uuid": key, "body": "x"})
    assert client.problem(other, 422, "invalid-input")["errors"][0]["pointer"] == "/uuid"


def test_the_uuid_of_another_learner_is_refused(
    api: Api, learner: Any, stranger: Any, told: Any, course: Course
) -> None:
    told.enroll(course, stranger)
    lesson = lessons_of(course)[0]
    made = write(api(learner), lesson.pk, body="Mine")
    answer = api(stranger).post(f"/api/v1/lessons/{lesson.pk}/notes", {"uuid": made["uuid"], "body": "No"})
    api(stranger).problem(answer, 422, "invalid-input")


def test_of_two_devices_the_one_that_saw_the_old_words_is_told(
    api: Api, learner: Any, course: Course
) -> None:
    client = api(learner)
    made = write(client, lessons_of(course)[0].pk, body="One")
    assert change(client, made, body="Two").status_code == 200
    client.problem(change(client, made, body="Three"), 412, "stale-version")
    client.problem(client.patch(f"/api/v1/notes/{made['uuid']}", {"body": "x"}), 428, "version-required")


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({}, "/body"),
        ({"body": " \n "}, "/body"),
        ({"at_seconds": 3}, "/body"),
        ({"body": "x", "color": "red"}, "/color"),
        ({"body": "x", "at_seconds": -1}, "/at_seconds"),
        ({"body": "x" * 10_001}, "/body"),
        ({"body": "nul\x00"}, "/body"),
        ({"quote": "q", "anchor": {"block": "b", "start": -1, "end": 2}}, "/anchor/start"),
        ({"quote": "q", "anchor": {"block": "b" * 41, "start": 1, "end": 2}}, "/anchor/block"),
    ],
)
def test_a_note_that_says_nothing_or_too_much_is_refused(
    api: Api, learner: Any, course: Course, values: dict[str, Any], pointer: str
) -> None:
    client = api(learner)
    answer = client.post(f"/api/v1/lessons/{lessons_of(course)[0].pk}/notes", values)
    assert client.problem(answer, 422, "invalid-input")["errors"][0]["pointer"] == pointer
    assert LearnerNote.objects.count() == 0


def test_a_deleted_note_comes_back_for_thirty_days(
    api: Api, learner: Any, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, lesson = api(learner), lessons_of(course)[0]
    made = write(client, lesson.pk, body="Keep")
    assert client.delete(f"/api/v1/notes/{made['uuid']}").status_code == 204
    assert client.get(f"/api/v1/lessons/{lesson.pk}/notes").json()["notes"] == []
    client.problem(client.delete(f"/api/v1/notes/{made['uuid']}"), 404, "not-found")
    assert client.post(f"/api/v1/notes/{made['uuid']}/restore").json()["body"] == "Keep"
    assert purge_deleted_notes() == 0
    client.delete(f"/api/v1/notes/{made['uuid']}")
    later = clock.now() + dt.timedelta(days=31)
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", lambda: later)
        assert purge_deleted_notes() == 1
    client.problem(client.post(f"/api/v1/notes/{made['uuid']}/restore"), 404, "not-found")


def test_one_lesson_holds_so_many_notes(api: Api, learner: Any, course: Course) -> None:
    client, lesson = api(learner), lessons_of(course)[0]
    LearnerNote.objects.bulk_create(
        LearnerNote(learner=learner, lesson=lesson, body="x", organization_id=lesson.organization_id)
        for _ in range(MAX_NOTES)
    )
    answer = client.post(f"/api/v1/lessons/{lesson.pk}/notes", {"body": "one more"})
    client.problem(answer, 409, "notes-full")


@pytest.mark.parametrize("who", ["stranger", "instructor", "admin", "outsider", "classmate"])
def test_nobody_else_sees_or_touches_a_note(
    request: pytest.FixtureRequest,
    api: Api,
    learner: Any,
    make_person: Any,
    told: Any,
    course: Course,
    who: str,
) -> None:
    lesson = lessons_of(course)[0]
    made = write(api(learner), lesson.pk, body="A secret thought")
    marked = api(learner).post(f"/api/v1/lessons/{lesson.pk}/bookmarks", {}).json()
    if who == "classmate":
        person = make_person("classmate")
        told.enroll(course, person)
    else:
        person = request.getfixturevalue(who)
    client = api(person)
    client.problem(change(client, made, body="x"), 404, "not-found")
    client.problem(client.delete(f"/api/v1/notes/{made['uuid']}"), 404, "not-found")
    client.problem(client.post(f"/api/v1/notes/{made['uuid']}/restore"), 404, "not-found")
    client.problem(client.delete(f"/api/v1/bookmarks/{marked['uuid']}"), 404, "not-found")
    for path in (f"lessons/{lesson.pk}/notes", "my/notes", "my/notes.md", "my/bookmarks"):
        assert b"secret" not in client.get(f"/api/v1/{path}").content
    assert client.get("/api/v1/my/bookmarks").json()["results"] == []
    assert LearnerNote.objects.get().body == "A secret thought"


@pytest.mark.parametrize("who", ["stranger", "outsider"])
def test_a_lesson_that_one_cannot_open_takes_no_notes(
    request: pytest.FixtureRequest, api: Api, course: Course, who: str
) -> None:
    client, lesson = api(request.getfixturevalue(who)), lessons_of(course)[0]
    client.problem(client.get(f"/api/v1/lessons/{lesson.pk}/notes"), 404, "not-found")
    client.problem(client.post(f"/api/v1/lessons/{lesson.pk}/notes", {"body": "x"}), 404, "not-found")
    client.problem(client.post(f"/api/v1/lessons/{lesson.pk}/bookmarks", {}), 404, "not-found")


def test_who_sees_the_site_as_a_learner_reads_no_notes(
    api: Api, learner: Any, admin: Any, course: Course
) -> None:
    lesson = lessons_of(course)[0]
    write(api(learner), lesson.pk, body="A secret thought")
    client = api(admin)
    assert client.post(f"/api/v1/people/{learner.pk}/view-as", {"reason": "Help"}).status_code < 300
    for path in (f"lessons/{lesson.pk}/notes", "my/notes", "my/notes.md", "my/bookmarks"):
        client.problem(client.get(f"/api/v1/{path}"), 403, "not-while-viewing")


def test_own_notes_stay_when_access_is_lost_and_say_why_the_lesson_does_not_open(
    api: Api, learner: Any, told: Any, course: Course
) -> None:
    client, (first, second) = api(learner), lessons_of(course)
    made = write(client, first.pk, body="Still mine")
    write(client, second.pk, body="Of a lesson that goes")
    services.delete_lesson(lesson=second)
    states = {row["body"]: row["lesson"]["state"] for row in client.get("/api/v1/my/notes").json()["results"]}
    assert states == {"Still mine": "open", "Of a lesson that goes": "gone"}
    told.enroll(course, learner, status="withdrawn")
    states = {row["body"]: row["lesson"]["state"] for row in client.get("/api/v1/my/notes").json()["results"]}
    assert states == {"Still mine": "closed", "Of a lesson that goes": "gone"}
    assert client.get(f"/api/v1/lessons/{first.pk}/notes").json()["notes"] == [made]
    assert change(client, made, body="Mine to change").status_code == 200
    client.problem(client.post(f"/api/v1/lessons/{first.pk}/notes", {"body": "New"}), 404, "not-found")


def test_notes_are_found_by_words_course_and_color(api: Api, learner: Any, told: Any, course: Course) -> None:
    client, other = api(learner), make_course("Sails", modules=1, lessons=1)
    told.enroll(other, learner)
    write(client, lessons_of(course)[0].pk, body="About the bowline")
    write(client, lessons_of(course)[0].pk, quote="Bowline on a bight", anchor=ANCHOR, color="pink")
    write(client, lessons_of(other)[0].pk, body="Reef early")

    def bodies(query: str) -> set[str]:
        page = client.get(f"/api/v1/my/notes{query}").json()
        return {row["body"] or row["quote"] for row in page["results"]}

    assert bodies("?search=bowline") == {"About the bowline", "Bowline on a bight"}
    assert bodies(f"?course={other.slug}") == {"Reef early"}
    assert bodies("?color=pink&search=BIGHT") == {"Bowline on a bight"}
    assert bodies("?search=100%25") == set()
    page = client.get("/api/v1/my/notes").json()
    assert page["courses"] == [
        {"slug": course.slug, "title": "Knots", "notes": 2},
        {"slug": other.slug, "title": "Sails", "notes": 1},
    ]
    client.problem(client.get("/api/v1/my/notes?color=red"), 422, "invalid-input")


def test_pages_follow_one_another_without_gap(api: Api, learner: Any, course: Course) -> None:
    client, lesson = api(learner), lessons_of(course)[0]
    for number in range(5):
        write(client, lesson.pk, body=f"Note {number}")
    seen, query = [], "?limit=2"
    while query:
        page = client.get(f"/api/v1/my/notes{query}").json()
        seen += [row["body"] for row in page["results"]]
        assert ("courses" in page) is ("cursor" not in query)
        query = f"?limit=2&cursor={page['next']}" if page["next"] else ""
    assert seen == [f"Note {number}" for number in reversed(range(5))]


def test_the_export_is_markdown_by_course_and_lesson(
    api: Api, learner: Any, told: Any, course: Course
) -> None:
    client, (first, second) = api(learner), lessons_of(course)
    services.update_lesson(lesson=first, title="Hitches *now*")
    services.update_lesson(lesson=second, title="Bends")
    write(client, second.pk, body="Later", at_seconds=75)
    write(client, first.pk, quote="Two\nlines", anchor=ANCHOR, body="Mine")
    answer = client.get("/api/v1/my/notes.md")
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="notes.md"'
    assert answer.content.decode() == (
        "# Knots\n\n## Hitches \\*now\\*\n\n> Two\n> lines\n\nMine\n\n## Bends\n\n**1:15**\n\nLater\n\n"
    )
    assert client.get("/api/v1/my/notes.md?search=nothing").content == b""


def test_a_place_is_bookmarked_once(api: Api, learner: Any, course: Course) -> None:
    client, lesson = api(learner), lessons_of(course)[0]
    path = f"/api/v1/lessons/{lesson.pk}/bookmarks"
    whole = client.post(path, {})
    again = client.post(path, {})
    block = client.post(path, {"block": "b1", "label": "The table"})
    second = client.post(path, {"at_seconds": 42})
    codes = [answer.status_code for answer in (whole, again, block, second)]
    assert (codes, again.json()) == ([201, 200, 201, 201], whole.json())
    listed = client.get(f"/api/v1/lessons/{lesson.pk}/notes").json()["bookmarks"]
    assert [(row["block"], row["at_seconds"], row["label"]) for row in listed] == [
        ("", 0, ""),
        ("", 42, ""),
        ("b1", 0, "The table"),
    ]
    mine = client.get("/api/v1/my/bookmarks").json()["results"]
    assert [row["lesson"]["state"] for row in mine] == ["open"] * 3
    assert client.delete(f"/api/v1/bookmarks/{whole.json()['uuid']}").status_code == 204
    assert len(client.get("/api/v1/my/bookmarks").json()["results"]) == 2
    client.problem(client.post(path, {"block": "<b>"}), 422, "invalid-input")


@pytest.mark.parametrize("path", ["my/notes", "my/bookmarks"])
def test_lists_cost_the_same_with_more_rows(
    api: Api, learner: Any, told: Any, path: str, django_assert_max_num_queries: Any
) -> None:
    client = api(learner)

    def add(number: int) -> None:
        course = make_course(f"Course {number}", modules=1, lessons=2)
        told.enroll(course, learner)
        for lesson in lessons_of(course):
            write(client, lesson.pk, body="x")
            client.post(f"/api/v1/lessons/{lesson.pk}/bookmarks", {})

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/api/v1/{path}")
        return len(captured)

    add(1)
    before = cost()
    for number in range(2, 6):
        add(number)
    assert cost() == before
    with django_assert_max_num_queries(5):
        client.get(f"/api/v1/{path}")


def test_the_notes_of_a_lesson_cost_four_queries(
    api: Api, learner: Any, course: Course, django_assert_max_num_queries: Any
) -> None:
    client, lesson = api(learner), lessons_of(course)[0]
    for number in range(6):
        write(client, lesson.pk, body=f"{number}")
    with django_assert_max_num_queries(4):
        assert len(client.get(f"/api/v1/lessons/{lesson.pk}/notes").json()["notes"]) == 6


def test_merged_accounts_keep_the_notes_of_both(
    api: Api, learner: Any, stranger: Any, admin: Any, told: Any, course: Course
) -> None:
    told.enroll(course, stranger)
    lesson = lessons_of(course)[0]
    for person in (learner, stranger):
        write(api(person), lesson.pk, body=person.username)
        api(person).post(f"/api/v1/lessons/{lesson.pk}/bookmarks", {})
    api(stranger).post(f"/api/v1/lessons/{lesson.pk}/bookmarks", {"at_seconds": 9})
    actor = Actor(user_id=admin.pk, organization_id=course.organization_id)
    with transaction.atomic():
        merge_courses(learner.pk, stranger.pk, actor)
    assert LearnerNote.objects.filter(learner=learner).count() == 2
    assert sorted(Bookmark.objects.filter(learner=learner).values_list("at_seconds", flat=True)) == [0, 9]
    assert not Bookmark.objects.filter(learner=stranger).exists()


def test_the_database_keeps_no_empty_note(learner: Any, course: Course) -> None:
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        LearnerNote.objects.create(learner=learner, lesson=lessons_of(course)[0], body="", quote="")

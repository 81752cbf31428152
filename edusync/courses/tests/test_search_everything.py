"""The search over everything: courses, modules, lessons, quizzes, spoken words and notes, each by its own policy.

Rows are committed: full-text indexes of InnoDB see nothing else.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from edusync.courses.models import Course, LearnerNote
from edusync.courses.services.rules import set_rule
from edusync.courses.services.search_index import index_lesson
from edusync.courses.testing import lessons_of, make_course, make_lesson, page_document
from edusync.enrollment.testing import make_enrollment
from edusync.files.cues import Cue
from edusync.files.transcripts import write_transcript
from edusync.identity.testing import key_of
from edusync.kernel.tenancy import organization_context
from edusync.kernel.testing import ApiClient

pytestmark = pytest.mark.django_db(transaction=True)
Api = Callable[..., ApiClient]


def found(client: ApiClient, q: str, **query: Any) -> dict[str, list[dict[str, Any]]]:
    """Rows by kind; titles and snippets as plain text."""
    answer = client.get("/api/v1/search", {"q": q, **query})
    assert answer.status_code == 200, answer.content
    return {
        group["kind"]: [
            {
                **row,
                "title": "".join(piece["text"] for piece in row["title"]),
                "snippet": "".join(piece["text"] for piece in row["snippet"]),
            }
            for row in group["rows"]
        ]
        for group in answer.json()["groups"]
    }


def titles(client: ApiClient, q: str, kind: str, **query: Any) -> list[str]:
    return [row["title"] for row in found(client, q, **query).get(kind, [])]


@pytest.fixture
def course(organization: Any) -> Course:
    """A course with one lesson on earthworms."""
    row = make_course("Soil science", modules=1, lessons=1)
    make_lesson(
        course=row, title="Who digs there", detail={"document": page_document("Earthworms dig tunnels.")}
    )
    return row


class TestLessons:
    def test_a_learner_finds_text_with_the_place_and_marked_words(
        self, api: Api, learner: Any, course: Course
    ):
        make_enrollment(learner, course)
        answer = api(learner).get("/api/v1/search", {"q": "earthworm"})
        (group,) = answer.json()["groups"]
        (row,) = group["rows"]
        assert group["kind"] == "lesson"
        assert group["has_more"] is False
        assert row["path"] == f"/learn/{course.slug}/{lessons_of(course)[-1].pk}"
        assert row["where"].startswith("Soil science › ")
        assert {"text": "Earthworms", "is_marked": True} in row["snippet"]

    def test_who_is_not_enrolled_finds_nothing_of_it(self, api: Api, stranger: Any, course: Course):
        assert found(api(stranger), "earthworm") == {}
        assert found(api(), "earthworm") == {}

    def test_its_instructor_and_the_admin_find_it(self, api: Api, make_person: Any, admin: Any):
        author = make_person("anna", roles=("instructor",))
        own = make_course("Ants", modules=1, lessons=0, status="draft", created_by_id=author.pk)
        make_lesson(course=own, title="Antennae", detail={"document": page_document("They smell.")})
        for client in (api(author), api(admin)):
            assert titles(client, "antennae", "lesson") == ["Antennae"]

    def test_a_lesson_that_is_not_published_is_found_by_its_writers_alone(
        self, api: Api, learner: Any, make_person: Any
    ):
        author = make_person("anna", roles=("instructor",))
        own = make_course("Ants", modules=1, lessons=1, created_by_id=author.pk)
        make_lesson(course=own, title="Secret antennae", is_published=False)
        make_enrollment(learner, own)
        (row,) = found(api(author), "antennae")["lesson"]
        assert row["state"] == "draft"
        assert row["path"].startswith(f"/teach/{own.slug}/build/")
        assert found(api(learner), "antennae") == {}

    def test_a_locked_lesson_is_found_by_its_title_and_not_by_its_text(
        self, api: Api, learner: Any, admin: Any, course: Course
    ):
        make_enrollment(learner, course)
        lock(course, admin, is_hidden=False)
        assert found(api(learner), "earthworm") == {}
        (row,) = found(api(learner), "who digs")["lesson"]
        assert (row["state"], row["snippet"]) == ("locked", "")
        assert titles(api(admin), "earthworm", "lesson") == ["Who digs there"]

    def test_a_lesson_that_hides_is_not_found_at_all(
        self, api: Api, learner: Any, admin: Any, course: Course
    ):
        make_enrollment(learner, course)
        lock(course, admin, is_hidden=True)
        assert found(api(learner), "who digs") == {}

    def test_a_lesson_whose_rule_is_met_is_found_by_its_text(
        self, api: Api, learner: Any, admin: Any, course: Course
    ):
        make_enrollment(learner, course)
        lock(course, admin, is_hidden=True, start="2020-01-01T00:00:00Z")
        assert titles(api(learner), "earthworm", "lesson") == ["Who digs there"]

    def test_quizzes_are_a_kind_of_their_own(self, api: Api, learner: Any, course: Course):
        make_lesson(course=course, kind="quiz", title="What earthworms eat")
        make_enrollment(learner, course)
        assert titles(api(learner), "earthworm", "quiz") == ["What earthworms eat"]
        assert set(found(api(learner), "earthworm", kinds="quiz")) == {"quiz"}


def lock(course: Course, by: Any, *, is_hidden: bool, start: str = "2999-01-01T00:00:00Z") -> None:
    """A rule before the last lesson."""
    target = lessons_of(course)[-1]
    set_rule(target=target, tree={"type": "date", "from": start}, is_hidden=is_hidden, by_id=by.pk)


class TestCourses:
    def test_the_catalog_is_open_to_visitors_and_hidden_courses_are_not(
        self, api: Api, learner: Any, admin: Any
    ):
        make_course("Python at ease")
        make_course("Python in private", visibility="private")
        make_course("Python to come", status="draft")
        assert titles(api(), "python", "course") == ["Python at ease"]
        assert titles(api(learner), "python", "course") == ["Python at ease"]
        assert sorted(titles(api(admin), "python", "course")) == [
            "Python at ease",
            "Python in private",
            "Python to come",
        ]

    def test_a_draft_leads_its_writer_to_the_studio(self, api: Api, make_person: Any):
        author = make_person("anna", roles=("instructor",))
        own = make_course("Python to come", status="draft", created_by_id=author.pk)
        (row,) = found(api(author), "python")["course"]
        assert (row["state"], row["path"]) == ("draft", f"/teach/{own.slug}/build")

    def test_misspelled_words_are_mended_and_that_is_said(self, api: Api, learner: Any):
        make_course("Statistics at ease")
        (group,) = api(learner).get("/api/v1/search", {"q": "statistcs"}).json()["groups"]
        assert group["searched"] == "statistics"
        assert group["rows"][0]["path"].startswith("/courses/statistics")

    def test_the_best_title_comes_first(self, api: Api, learner: Any):
        make_course("Maps and soil")
        make_course("Water", tagline="How soil keeps it")
        make_course("Soil")
        assert titles(api(learner), "soil", "course") == ["Soil", "Maps and soil", "Water"]

    def test_there_are_more_than_are_shown(self, api: Api, learner: Any):
        for number in range(3):
            make_course(f"Soil {number}", modules=1, lessons=1)
        (group,) = api(learner).get("/api/v1/search", {"q": "soil", "limit": 2}).json()["groups"]
        assert len(group["rows"]) == 2
        assert group["has_more"] is True


class TestModulesAndNotes:
    def test_modules_of_own_courses_lead_to_their_first_lesson(
        self, api: Api, learner: Any, stranger: Any, course: Course
    ):
        make_enrollment(learner, course)
        (row,) = found(api(learner), "module 1")["module"]
        assert row["path"] == f"/learn/{course.slug}/{lessons_of(course)[0].pk}"
        assert "module" not in found(api(stranger), "module 1")

    def test_a_module_whose_lessons_all_hide_is_not_found(
        self, api: Api, learner: Any, admin: Any, course: Course
    ):
        make_enrollment(learner, course)
        tree = {"type": "date", "from": "2999-01-01T00:00:00Z"}
        set_rule(target=course.modules.get(), tree=tree, is_hidden=True, by_id=admin.pk)
        assert "module" not in found(api(learner), "module 1")
        (row,) = found(api(admin), "module 1")["module"]
        assert row["path"] == f"/teach/{course.slug}/build"

    def test_notes_are_found_by_who_wrote_them_and_nobody_else(
        self, api: Api, learner: Any, stranger: Any, admin: Any, course: Course
    ):
        make_enrollment(learner, course)
        lesson = lessons_of(course)[0]
        LearnerNote.objects.create(learner=learner, lesson=lesson, body="Ask about humus")
        (row,) = found(api(learner), "humus")["note"]
        assert row["title"] == "Ask about humus"
        assert row["path"] == f"/learn/{course.slug}/{lesson.pk}"
        assert found(api(admin), "humus") == {}
        assert found(api(stranger), "humus") == {}

    def test_a_note_on_a_closed_lesson_opens_among_all_notes(self, api: Api, learner: Any, course: Course):
        LearnerNote.objects.create(learner=learner, lesson=lessons_of(course)[0], body="Ask about humus")
        (row,) = found(api(learner), "humus")["note"]
        assert (row["state"], row["path"]) == ("closed", "/my-notes")


def test_spoken_words_are_found_with_their_time(api: Api, learner: Any, stranger: Any, course: Course):
    film = make_lesson(course=course, kind="video", title="A film")
    cues = [Cue(0, 4_000, "Welcome."), Cue(65_500, 70_000, "Now we weigh the humus.")]
    write_transcript(place="lesson", place_id=film.pk, language="en", cues=cues)
    film.refresh_from_db()
    index_lesson(lesson=film)
    make_enrollment(learner, course)
    rows = found(api(learner), "humus")
    assert list(rows) == ["transcript"]
    (row,) = rows["transcript"]
    assert (row["at_seconds"], row["path"]) == (65, f"/learn/{course.slug}/{film.pk}?t=65")
    assert row["snippet"] == "Now we weigh the humus."
    assert [row["title"] for row in found(api(learner), "humus", kinds="lesson")["lesson"]] == ["A film"]
    assert found(api(stranger), "humus") == {}


class TestBorders:
    def test_nothing_of_another_organization_is_found(
        self, api: Api, admin: Any, outsider: Any, other_organization: Any, course: Course
    ):
        LearnerNote.objects.create(learner=admin, lesson=lessons_of(course)[0], body="Earthworms again")
        with organization_context(other_organization.pk):
            client = api(outsider)
            for words in ("soil", "earthworm", "module 1", "lena", "adam"):
                assert found(client, words) == {}, words

    def test_a_key_finds_what_its_scopes_name(self, api: Api, admin: Any, course: Course):
        LearnerNote.objects.create(learner=admin, lesson=lessons_of(course)[0], body="Earthworms again")
        make_course("Earthworms")
        everything = found(api(admin), "earthworm")
        assert set(everything) == {"course", "lesson", "note"}
        key = key_of(admin, "courses:course:read")
        assert set(found(ApiClient(headers={"authorization": f"Bearer {key}"}), "earthworm")) == {"course"}

    @pytest.mark.parametrize(
        ("query", "pointer", "code"),
        [
            ({}, "/q", "too-short"),
            ({"q": " a "}, "/q", "too-short"),
            ({"q": "a" * 101}, "/q", "too-long"),
            ({"q": "soil", "kinds": "lesson,secret"}, "/kinds", "not-a-choice"),
            ({"q": "soil", "limit": "51"}, "/limit", "invalid"),
            ({"q": "soil", "limit": "-1"}, "/limit", "invalid"),
        ],
    )
    def test_what_cannot_be_asked_is_said(
        self, api: Api, learner: Any, query: dict[str, str], pointer: str, code: str
    ):
        client = api(learner)
        body = client.problem(client.get("/api/v1/search", query), 422, "invalid-input")
        assert [(error["pointer"], error["code"]) for error in body["errors"]] == [(pointer, code)]

    @pytest.mark.parametrize(
        "words", ["'; DROP TABLE x; --", '" OR 1=1 --', "+(-*)~<>@\"'", "%_%", "?!", "🎓🎓", "a\\b"]
    )
    def test_signs_of_any_kind_are_only_signs(self, api: Api, admin: Any, course: Course, words: str):
        assert found(api(admin), words) == {}


def queries_of(client: ApiClient, q: str) -> int:
    client.get("/api/v1/search", {"q": q})
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/api/v1/search", {"q": q}).json()["groups"] != []
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_rows(
    api: Api, learner: Any, admin: Any, make_person: Any, course: Course
):
    for title in ("On soil", "More on soil"):
        make_lesson(course=course, title=title, detail={"document": page_document("Soil and soil.")})
    lock(course, admin, is_hidden=False)
    make_enrollment(learner, course)
    LearnerNote.objects.create(learner=learner, lesson=lessons_of(course)[0], body="Soil")
    clients = (api(learner), api(admin))
    before = [queries_of(client, "soil") for client in clients]
    for number in range(4):
        more = make_course(f"Soil {number}", modules=2, lessons=2)
        for title in ("On soil", "More on soil"):
            make_lesson(course=more, title=title, detail={"document": page_document("Soil and soil.")})
        lock(more, admin, is_hidden=False)
        make_enrollment(learner, more)
        LearnerNote.objects.create(learner=learner, lesson=lessons_of(more)[0], body="Soil again")
        make_person(f"soil{number}")
    assert [queries_of(client, "soil") for client in clients] == before
    assert max(before) <= 16

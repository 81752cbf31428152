"""Pages being written: autosave, drafts, two authors, templates, Markdown."""

from typing import Any

import pytest

from edusync.audit.models import AuditEvent
from edusync.courses import services
from edusync.courses.models import Lesson, Page, PageTemplate
from edusync.courses.testing import make_course, make_file, page_document, png
from edusync.files.models import FileLink

pytestmark = pytest.mark.django_db


def lesson_in(course: Any) -> Lesson:
    lesson: Lesson = Lesson.objects.filter(course=course).order_by("id").first()
    return lesson


@pytest.fixture
def draft_lesson(organization: Any, instructor: Any) -> Lesson:
    return lesson_in(make_course(modules=1, lessons=1, status="draft", created_by_id=instructor.pk))


@pytest.fixture
def published_lesson(organization: Any, instructor: Any) -> Lesson:
    return lesson_in(make_course(modules=1, lessons=1, created_by_id=instructor.pk))


def address(lesson: Lesson) -> str:
    return f"/api/v1/lessons/{lesson.pk}/page"


def test_a_page_of_an_unpublished_course_is_saved_at_once(
    api: Any, instructor: Any, draft_lesson: Lesson
) -> None:
    client = api(instructor)
    before = client.get(address(draft_lesson)).json()
    answer = client.put(
        address(draft_lesson), {"document": page_document("New"), "base_version": before["row_version"]}
    )
    saved = answer.json()
    assert (answer.status_code, saved["merged"], saved["is_draft"]) == (200, False, False)
    assert saved["row_version"] == before["row_version"] + 1
    assert saved["updated_by"]["id"] == instructor.pk
    page = Page.objects.get(lesson=draft_lesson)
    assert (page.document["blocks"][1]["html"], page.draft) == ("<p>New</p>", None)


def test_changing_the_lesson_itself_follows_the_rule_of_drafts(
    api: Any, instructor: Any, published_lesson: Lesson, draft_lesson: Lesson
) -> None:
    """PATCH with other words: learners of the published course go on reading what they read."""
    client = api(instructor)
    for lesson in (published_lesson, draft_lesson):
        before = Page.objects.get(lesson=lesson).document
        body = {"title": "Clay", "detail": {"document": page_document("New")}}
        answer = client.patch(f"/api/v1/lessons/{lesson.pk}", body, HTTP_IF_MATCH=f'"{lesson.row_version}"')
        assert answer.status_code == 200, answer.content
        page = Page.objects.get(lesson=lesson)
        assert page.edited_by_id == instructor.pk
        if lesson == published_lesson:
            assert (page.document, page.draft["blocks"][1]["html"]) == (before, "<p>New</p>")
        else:
            assert (page.document["blocks"][1]["html"], page.draft) == ("<p>New</p>", None)
    bad = {"detail": {"document": {"blocks": [{"type": "gallery"}]}}}
    problem = client.problem(
        client.patch(f"/api/v1/lessons/{published_lesson.pk}", bad, HTTP_IF_MATCH='"2"'), 422
    )
    assert [error["pointer"] for error in problem["errors"]] == ["/detail/document/blocks/0/type"]


def test_who_reviews_reads_the_draft_and_does_not_write(
    api: Any, instructor: Any, make_person: Any, stranger: Any, published_lesson: Lesson
) -> None:
    services.save_page(
        lesson=published_lesson, document=page_document("Waits"), base_version=1, by_id=instructor.pk
    )
    reviewer, assistant = make_person("rita", roles=("reviewer",)), make_person("ada")
    services.assign_staff(course=published_lesson.course, user_id=assistant.pk, duty="assistant")
    for person in (reviewer, assistant):
        client = api(person)
        read = client.get(address(published_lesson)).json()
        assert (read["is_draft"], read["document"]["blocks"][1]["html"]) == (True, "<p>Waits</p>")
        body = {"document": page_document("Mine"), "base_version": read["row_version"]}
        client.problem(client.put(address(published_lesson), body), 403)
        client.problem(client.post(f"{address(published_lesson)}/discard-draft"), 403)
    assert api(stranger).get(address(published_lesson)).status_code == 404
    assert api(reviewer).get("/api/v1/course-approvals").status_code == 200
    published_lesson.course.status = "draft"
    published_lesson.course.save(update_fields=["status"])
    assert api(reviewer).get(address(published_lesson)).status_code == 404


def test_a_page_of_a_published_course_waits_in_a_draft(
    api: Any, instructor: Any, published_lesson: Lesson
) -> None:
    client = api(instructor)
    version = client.get(address(published_lesson)).json()["row_version"]
    saved = client.put(
        address(published_lesson), {"document": page_document("New"), "base_version": version}
    ).json()
    assert (saved["is_draft"], saved["waits_for_publishing"]) == (True, True)
    page = Page.objects.get(lesson=published_lesson)
    assert page.document["blocks"][1]["html"] == "<p>Some text to read.</p>"
    assert client.get(address(published_lesson)).json()["document"]["blocks"][1]["html"] == "<p>New</p>"
    shown = client.get(f"/api/v1/lessons/{published_lesson.pk}").json()
    assert shown["page"]["document"]["blocks"][1]["html"] == "<p>Some text to read.</p>"
    assert services.publish_page_drafts(course=published_lesson.course, by_id=instructor.pk) == 1
    page.refresh_from_db()
    assert (page.document["blocks"][1]["html"], page.draft, "New" in page.text) == ("<p>New</p>", None, True)
    assert services.publish_page_drafts(course=published_lesson.course, by_id=instructor.pk) == 0


def test_a_draft_can_be_thrown_away(api: Any, instructor: Any, published_lesson: Lesson) -> None:
    client = api(instructor)
    picture = make_file(png(), "new.png", uploaded_by_id=instructor.pk)
    document = {"blocks": [{"type": "image", "file": str(picture.uuid), "alt": "New"}]}
    client.put(address(published_lesson), {"document": document, "base_version": 1})
    assert FileLink.objects.filter(file=picture, place="lesson", place_id=published_lesson.pk).exists()
    answer = client.post(f"{address(published_lesson)}/discard-draft", {})
    assert (answer.status_code, answer.json()["is_draft"]) == (200, False)
    assert answer.json()["document"] == page_document()
    assert not FileLink.objects.filter(file=picture, place="lesson").exists()
    assert client.post(f"{address(published_lesson)}/discard-draft", {}).status_code == 200


def test_files_inside_nested_blocks_are_checked_and_linked(
    api: Any, instructor: Any, draft_lesson: Lesson
) -> None:
    sound = make_file(
        b"ID3\x03\x00\x00\x00\x00\x00\x00" + b"\x00" * 64, "talk.mp3", uploaded_by_id=instructor.pk
    )
    audio = {"type": "audio", "file": str(sound.uuid), "title": "Talk", "transcript": "Hello"}
    document = {"blocks": [{"type": "toggle", "title": "T", "blocks": [audio]}]}
    saved = api(instructor).put(address(draft_lesson), {"document": document, "base_version": 1}).json()
    assert saved["document"]["blocks"][0]["blocks"][0]["url"] == f"/files/{sound.uuid}/talk.mp3"
    assert FileLink.objects.filter(file=sound, place_id=draft_lesson.pk, role="page").count() == 1
    audio["file"] = "01890a5d-ac96-774b-bcce-b302099a8057"
    problem = api(instructor).put(address(draft_lesson), {"document": document, "base_version": 2}).json()
    assert problem["errors"][0]["pointer"] == "/document/blocks/0/blocks/0/file"


def both_texts(first: str, second: str) -> dict[str, Any]:
    return {
        "version": 1,
        "blocks": [
            {"id": "a", "type": "text", "html": f"<p>{first}</p>"},
            {"id": "b", "type": "text", "html": f"<p>{second}</p>"},
        ],
    }


def test_two_authors_at_once_lose_nothing(
    api: Any, instructor: Any, admin: Any, draft_lesson: Lesson
) -> None:
    base = both_texts("one", "two")
    version = (
        api(instructor)
        .put(address(draft_lesson), {"document": base, "base_version": 1})
        .json()["row_version"]
    )
    other = {"document": both_texts("ONE", "two"), "base_version": version}
    assert api(admin).put(address(draft_lesson), other).status_code == 200
    late = {"document": both_texts("one", "TWO"), "base_version": version}
    problem = api(instructor).put(address(draft_lesson), late)
    assert (problem.status_code, problem.json()["code"]) == (409, "page-conflict")
    assert problem.json()["document"]["blocks"][0]["html"] == "<p>ONE</p>"
    assert problem.json()["mine"]["blocks"][1]["html"] == "<p>TWO</p>"
    saved = api(instructor).put(address(draft_lesson), {**late, "base": base}).json()
    assert [block["html"] for block in saved["document"]["blocks"]] == ["<p>ONE</p>", "<p>TWO</p>"]
    assert (saved["merged"], saved["conflicts"]) == (True, [])
    clash = {"document": both_texts("uno", "TWO"), "base_version": version, "base": base}
    saved = api(instructor).put(address(draft_lesson), clash).json()
    assert [block["html"] for block in saved["document"]["blocks"]][:2] == ["<p>ONE</p>", "<p>uno</p>"]
    assert saved["conflicts"][0]["block"] == "a"


def test_a_repeated_save_is_stored_once(api: Any, instructor: Any, draft_lesson: Lesson) -> None:
    body = {"document": page_document("Once"), "base_version": 1}
    headers = {"Idempotency-Key": "save-1"}
    first = api(instructor).put(address(draft_lesson), body, headers=headers)
    second = api(instructor).put(address(draft_lesson), body, headers=headers)
    assert (second.headers["Idempotency-Replayed"], first.json()) == ("true", second.json())
    assert Page.objects.get(lesson=draft_lesson).row_version == 2


def test_the_same_document_again_changes_nothing(api: Any, instructor: Any, draft_lesson: Lesson) -> None:
    body = {"document": page_document(), "base_version": 1}
    assert api(instructor).put(address(draft_lesson), body).json()["row_version"] == 1


def test_one_sitting_is_one_line_in_the_audit_log(api: Any, instructor: Any, draft_lesson: Lesson) -> None:
    for number in range(1, 4):
        body = {"document": page_document(f"Text {number}"), "base_version": number}
        assert api(instructor).put(address(draft_lesson), body).status_code == 200
    assert AuditEvent.objects.filter(action="courses.page.edited").count() == 1


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/document"),
        ({"document": page_document()}, "/base_version"),
        ({"document": page_document(), "base_version": 0}, "/base_version"),
        ({"document": page_document(), "base_version": 2**70}, "/base_version"),
        ({"document": "text", "base_version": 1}, "/document"),
        ({"document": {"blocks": [{"type": "applet"}]}, "base_version": 1}, "/document/blocks/0/type"),
        ({"document": page_document("x"), "base_version": 9, "base": []}, "/base"),
    ],
)
def test_hostile_bodies_are_refused_by_pointer(
    api: Any, instructor: Any, draft_lesson: Lesson, body: dict[str, Any], pointer: str
) -> None:
    answer = api(instructor).put(address(draft_lesson), body)
    assert answer.status_code == 422
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert Page.objects.get(lesson=draft_lesson).row_version == 1


def test_nesting_without_end_is_refused(api: Any, instructor: Any, draft_lesson: Lesson) -> None:
    block: dict[str, Any] = {"type": "divider"}
    for _ in range(60):
        block = {"type": "toggle", "title": "T", "blocks": [block]}
    answer = api(instructor).put(address(draft_lesson), {"document": {"blocks": [block]}, "base_version": 1})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "too-deep")


def test_who_may_not_write_the_course_may_not_write_its_pages(
    api: Any, learner: Any, stranger: Any, outsider: Any, draft_lesson: Lesson, published_lesson: Lesson
) -> None:
    body = {"document": page_document(), "base_version": 1}
    assert api(learner).put(address(draft_lesson), body).status_code == 404
    assert api(outsider).put(address(published_lesson), body).status_code == 404
    assert api(learner).put(address(published_lesson), body).status_code in {403, 404}
    assert api().get(address(published_lesson)).status_code in {401, 404}


def test_only_pages_are_written_as_pages(api: Any, instructor: Any, organization: Any) -> None:
    course = make_course(modules=1, lessons=1, status="draft", kind="link", created_by_id=instructor.pk)
    answer = api(instructor).get(address(lesson_in(course)))
    assert (answer.status_code, answer.json()["code"]) == (422, "lesson-kind-mismatch")


@pytest.mark.parametrize("status", ["draft", "published"])
def test_saving_costs_few_queries_whatever_the_page_holds(
    api: Any, instructor: Any, organization: Any, django_assert_max_num_queries: Any, status: str
) -> None:
    lesson = lesson_in(make_course(modules=1, lessons=1, status=status, created_by_id=instructor.pk))
    client = api(instructor)
    blocks = [{"type": "text", "html": f"<p>{number}</p>"} for number in range(300)]
    first = client.put(address(lesson), {"document": {"blocks": blocks}, "base_version": 1}).json()
    blocks[5]["html"] = "<p>changed</p>"
    with django_assert_max_num_queries(BUDGETS[status]):
        client.put(address(lesson), {"document": {"blocks": blocks}, "base_version": first["row_version"]})


# Session, person and savepoints included. A draft waits; an unpublished page is indexed and announced at once.
BUDGETS = {"draft": 13, "published": 8}


def test_templates_are_saved_listed_and_deleted(
    api: Any, instructor: Any, admin: Any, learner: Any, make_person: Any
) -> None:
    body = {"name": "Week plan", "summary": "Ours", "document": page_document()}
    made = api(instructor).post("/api/v1/page-templates", body)
    assert (made.status_code, made.json()["document"]) == (201, page_document())
    assert api(instructor).post("/api/v1/page-templates", body).json()["errors"][0]["code"] == "not-unique"
    listed = api(admin).get("/api/v1/page-templates").json()["results"]
    assert [(row["name"], row["saved_by"]["id"]) for row in listed] == [("Week plan", instructor.pk)]
    assert "document" not in listed[0]
    one = f"/api/v1/page-templates/{made.json()['id']}"
    assert api(learner).get(one).status_code == 404
    assert api(learner).get("/api/v1/page-templates").status_code == 403
    other = make_person("other", roles=("instructor",))
    assert api(other).get(one).json()["actions"] == []
    assert api(other).delete(one).status_code == 403
    assert api(admin).delete(one).status_code == 204
    assert PageTemplate.objects.count() == 0


def test_the_list_of_templates_costs_the_same_with_more_rows(
    api: Any, instructor: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        services.save_page_template(name=f"T {number}", document=page_document(), by_id=instructor.pk)
    client = api(instructor)
    with django_assert_max_num_queries(4):
        assert len(client.get("/api/v1/page-templates").json()["results"]) == 12


@pytest.mark.parametrize("language", ["en", "ta", "xx"])
def test_templates_of_the_site_are_clean_pages(api: Any, instructor: Any, language: str) -> None:
    found = api(instructor).get(f"/api/v1/page-templates/built-in?language={language}").json()["results"]
    assert [one["key"] for one in found] == ["blank", "goals", "worked_example", "reading", "lab"]
    assert all(one["name"] and one["document"]["version"] == 1 for one in found)


def test_markdown_goes_both_ways(api: Any, instructor: Any, learner: Any) -> None:
    client = api(instructor)
    document = client.post("/api/v1/blocks/markdown", {"markdown": "## A\n\ntext"}).json()["document"]
    assert [block["type"] for block in document["blocks"]] == ["heading", "text"]
    answer = client.post("/api/v1/blocks/markdown", {"document": document}).json()
    assert answer["markdown"] == "## A\n\ntext\n"
    full = client.post("/api/v1/blocks/markdown", {"document": document, "with_ids": True}).json()
    assert full["markdown"].startswith("<!-- block b1 -->")
    assert client.post("/api/v1/blocks/markdown", {}).status_code == 422
    assert client.post("/api/v1/blocks/markdown", {"markdown": "x" * 400_001}).status_code == 422
    assert api(learner).post("/api/v1/blocks/markdown", {"markdown": "x"}).status_code == 403

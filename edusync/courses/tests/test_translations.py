"""Courses in several languages: pieces, states, what learners see, who may translate."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.audit.models import AuditEvent
from edusync.courses.models import Course, Lesson, Module
from edusync.courses.models.translation import Translation
from edusync.courses.services import assign_staff, set_page_document, update_course, update_lesson
from edusync.courses.snapshots import apply_snapshot, build_from_snapshot, take_snapshot
from edusync.courses.testing import make_course
from edusync.courses.translation import document_pieces, in_document
from edusync.enrollment.testing import make_enrollment

DOCUMENT = {
    "version": 1,
    "blocks": [
        {"id": "b1", "type": "heading", "level": 2, "text": "Soil"},
        {"id": "b2", "type": "text", "html": "<p>Soil is <strong>alive</strong>.</p>"},
        {"id": "b3", "type": "table", "caption": "Kinds", "header": ["Kind"], "rows": [["Loam"], [""]]},
        {"id": "b4", "type": "code", "code": "print(1)", "language": "python"},
        {
            "id": "b5",
            "type": "toggle",
            "title": "More",
            "blocks": [{"id": "b6", "type": "text", "html": "<p>Inside</p>"}],
        },
    ],
}


@pytest.fixture
def course(organization, instructor):
    course = make_course("Soil science", modules=1, lessons=2, created_by_id=instructor.pk)
    lesson = course.lessons.order_by("position").first()
    update_lesson(lesson=lesson, title="What is soil?")
    set_page_document(lesson=lesson, document=DOCUMENT)
    return Course.objects.get(pk=course.pk)


@pytest.fixture
def lesson(course):
    return Lesson.objects.get(course=course, title="What is soil?")


def address(course, rest=""):
    return f"/api/v1/courses/{course.slug}/translations{rest}"


def put(client, course, key, rows, *, state="ready", language="ta"):
    pieces = [
        {
            "entity": "lesson",
            "field": field,
            "entity_id": entity_id,
            "text": text,
            "state": state,
            "row_version": version,
        }
        for entity_id, field, text, version in rows
    ]
    return client.put(address(course, f"/{language}/parts/{key}"), {"pieces": pieces})


def pieces(client, course, key, language="ta"):
    found = client.get(address(course, f"/{language}/parts/{key}")).json()["pieces"]
    return {piece["field"]: piece for piece in found}


def offer(client, course, is_offered=True, language="ta"):
    return client.put(address(course, f"/{language}"), {"is_offered": is_offered})


def test_a_part_lists_its_texts_in_reading_order(api, instructor, course, lesson):
    client = api(instructor)
    listed = pieces(client, course, f"lesson-{lesson.pk}")
    assert list(listed) == [
        "title",
        "document/b1/text",
        "document/b2/html",
        "document/b3/caption",
        "document/b3/cells/0/0",
        "document/b3/cells/1/0",
        "document/b5/title",
        "document/b6/html",
    ]
    assert listed["document/b2/html"]["source"] == "<p>Soil is <strong>alive</strong>.</p>"
    assert {piece["state"] for piece in listed.values()} == {"missing"}


def test_learners_read_what_is_ready_in_an_offered_language(api, instructor, learner, course, lesson):
    client, reader = api(instructor), api(learner)
    make_enrollment(learner, course)
    rows = [
        (lesson.pk, "title", "மண் என்றால் என்ன?", 0),
        (lesson.pk, "document/b2/html", "<p>மண் உயிருள்ளது.</p>", 0),
    ]
    put(client, course, f"lesson-{lesson.pk}", rows)
    place = f"/api/v1/lessons/{lesson.pk}?language=ta"
    assert reader.get(place).json()["title"] == "What is soil?"
    offer(client, course)
    shown = reader.get(place).json()
    assert (shown["title"], shown["language"]) == ("மண் என்றால் என்ன?", "ta")
    blocks = {block["id"]: block for block in shown["page"]["document"]["blocks"]}
    assert (blocks["b2"]["html"], blocks["b1"]["text"]) == ("<p>மண் உயிருள்ளது.</p>", "Soil")
    outline = reader.get(f"/api/v1/courses/{course.slug}/outline?language=ta").json()
    assert (outline["language"], outline["languages"]) == ("ta", ["en", "ta"])
    assert outline["modules"][0]["lessons"][0]["title"] == "மண் என்றால் என்ன?"
    assert reader.get(f"/api/v1/lessons/{lesson.pk}").json()["title"] == "What is soil?"


def test_a_draft_is_not_shown(api, instructor, learner, course, lesson):
    client = api(instructor)
    make_enrollment(learner, course)
    put(client, course, f"lesson-{lesson.pk}", [(lesson.pk, "title", "வரைவு", 0)], state="draft")
    offer(client, course)
    assert api(learner).get(f"/api/v1/lessons/{lesson.pk}?language=ta").json()["title"] == "What is soil?"


def test_the_course_page_speaks_the_language(api, instructor, course):
    client = api(instructor)
    update_course(
        course=Course.objects.get(pk=course.pk), tagline="Under our feet", outcomes=["Tell soils apart"]
    )
    body = {
        "pieces": [
            {
                "entity": "course",
                "entity_id": course.pk,
                "field": field,
                "text": text,
                "state": "ready",
                "row_version": 0,
            }
            for field, text in (("title", "மண்ணியல்"), ("outcomes/0", "மண்ணை வேறுபடுத்த"))
        ]
    }
    assert client.put(address(course, "/ta/parts/course"), body).status_code == 200
    offer(client, course)
    shown = api().get(f"/api/v1/courses/{course.slug}?language=ta").json()
    assert (shown["title"], shown["outcomes"], shown["tagline"]) == (
        "மண்ணியல்",
        ["மண்ணை வேறுபடுத்த"],
        "Under our feet",
    )
    assert shown["language_shown"] == "ta"


def test_when_the_source_changes_its_translation_is_outdated_but_shown(
    api, instructor, learner, course, lesson
):
    client = api(instructor)
    make_enrollment(learner, course)
    put(client, course, f"lesson-{lesson.pk}", [(lesson.pk, "title", "மண்", 0)])
    offer(client, course)
    update_lesson(lesson=Lesson.objects.get(pk=lesson.pk), title="What is earth?")
    assert pieces(client, course, f"lesson-{lesson.pk}")["title"]["is_outdated"] is True
    language = client.get(address(course)).json()["languages"][0]
    assert (language["ready"], language["outdated"]) == (1, 1)
    assert api(learner).get(f"/api/v1/lessons/{lesson.pk}?language=ta").json()["title"] == "மண்"


def test_two_translators_do_not_overwrite_each_other(api, instructor, course, lesson):
    client = api(instructor)
    put(client, course, f"lesson-{lesson.pk}", [(lesson.pk, "title", "ஒன்று", 0)])
    late = put(
        client,
        course,
        f"lesson-{lesson.pk}",
        [(lesson.pk, "document/b1/text", "மண்", 0), (lesson.pk, "title", "இரண்டு", 0)],
    )
    client.problem(late, 412, "stale-version")
    assert Translation.objects.count() == 1


def test_an_empty_text_takes_the_translation_away(api, instructor, course, lesson):
    client = api(instructor)
    put(client, course, f"lesson-{lesson.pk}", [(lesson.pk, "title", "ஒன்று", 0)])
    put(client, course, f"lesson-{lesson.pk}", [(lesson.pk, "title", "", 1)])
    assert not Translation.objects.exists()


def test_what_is_wrong_points_at_the_piece(api, instructor, course, lesson):
    client = api(instructor)
    rows = [(lesson.pk, "title", "x" * 2001, 0), (lesson.pk, "document/b99/html", "y", 0)]
    problem = client.problem(put(client, course, f"lesson-{lesson.pk}", rows), 422, "invalid-input")
    assert [error["pointer"] for error in problem["errors"]] == ["/pieces/0/text", "/pieces/1"]
    same = put(client, course, f"lesson-{lesson.pk}", [(lesson.pk, "title", "x", 0)], language="en")
    assert client.problem(same, 422)["errors"][0]["code"] == "own-language"


def test_html_is_cleaned(api, instructor, course, lesson):
    client = api(instructor)
    put(
        client,
        course,
        f"lesson-{lesson.pk}",
        [(lesson.pk, "document/b2/html", "<p onclick='x()'>a<script>b()</script></p>", 0)],
    )
    assert Translation.objects.get().text == "<p>a</p>"


def test_a_piece_of_another_course_is_not_written(api, instructor, course, lesson):
    other = make_course("Other", modules=1, lessons=1)
    foreign = other.lessons.get()
    client = api(instructor)
    answer = put(client, course, f"lesson-{lesson.pk}", [(foreign.pk, "title", "x", 0)])
    assert client.problem(answer, 422)["errors"][0]["code"] == "unknown-piece"


def test_who_may_translate(api, course, learner, stranger, outsider, make_person):
    author = make_person("ada", roles=("author",))
    assign_staff(course=course, user_id=author.pk, duty="author")
    assert api(author).get(address(course)).status_code == 200
    assistant = make_person("asha", roles=("assistant",))
    assign_staff(course=course, user_id=assistant.pk, duty="assistant")
    assert api(assistant).get(address(course)).status_code == 403
    make_enrollment(learner, course)
    for person in (learner, stranger):
        assert api(person).get(address(course)).status_code == 403
    assert api(outsider).get(address(course)).status_code == 404
    assert api().get(address(course)).status_code == 401


def test_writing_is_noted(api, instructor, course, lesson):
    put(api(instructor), course, f"lesson-{lesson.pk}", [(lesson.pk, "title", "மண்", 0)])
    assert AuditEvent.objects.filter(action="courses.translation.saved").count() == 1


def test_reading_costs_the_same_however_much_there_is(
    api, instructor, learner, course, lesson, django_assert_max_num_queries
):
    client, reader = api(instructor), api(learner)
    make_enrollment(learner, course)
    put(client, course, f"lesson-{lesson.pk}", [(lesson.pk, "title", "மண்", 0)])
    offer(client, course)
    place = f"/api/v1/lessons/{lesson.pk}?language=ta"
    reader.get(place)
    with django_assert_max_num_queries(8):
        reader.get(place)
    module = Module.objects.get(course=course)
    Lesson.objects.bulk_create(
        Lesson(
            organization_id=course.organization_id,
            course=course,
            module=module,
            kind="page",
            title=f"L {n}",
            position=10 + n,
        )
        for n in range(60)
    )
    with django_assert_max_num_queries(14):
        client.get(address(course, "/ta"))


words = st.text(alphabet="abc <&>", min_size=1, max_size=12)


@given(st.lists(st.sampled_from(["heading", "text", "quote", "callout"]), max_size=6), st.data())
@settings(max_examples=60, derandomize=True, deadline=None)
def test_every_piece_lands_where_it_came_from_and_nothing_else_changes(kinds, data):
    blocks = []
    for number, kind in enumerate(kinds):
        fields = {
            "heading": ("text",),
            "text": ("html",),
            "quote": ("html", "source"),
            "callout": ("title", "html"),
        }[kind]
        blocks.append(
            {"id": f"b{number}", "type": kind, "keep": number, **{name: data.draw(words) for name in fields}}
        )
    document = {"version": 1, "blocks": blocks}
    before = copy.deepcopy(document)
    texts = {field: f"<{field}>" for field, *_ in document_pieces(document, prefix="document")}
    shown = in_document(document, texts, prefix="document")
    assert document == before
    assert {field: text for field, _, _, text in document_pieces(shown, prefix="document")} == texts
    assert [block["keep"] for block in shown["blocks"]] == [block["keep"] for block in blocks]


def test_translations_come_along_with_copies_and_backups(api, instructor, course, lesson):
    client = api(instructor)
    put(
        client,
        course,
        f"lesson-{lesson.pk}",
        [(lesson.pk, "title", "மண்", 0), (lesson.pk, "document/b1/text", "மண்", 0)],
    )
    offer(client, course)
    copy_of = build_from_snapshot(
        take_snapshot(course),
        organization_id=course.organization_id,
        created_by_id=instructor.pk,
        title="Copy",
    )
    assert take_snapshot(copy_of)["parts"]["translations"]["offered"] == ["ta"]
    assert Translation.objects.filter(course=copy_of).count() == 2
    apply_snapshot(course, take_snapshot(course))
    assert Translation.objects.filter(course=course).count() == 2

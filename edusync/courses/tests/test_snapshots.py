"""Snapshots: taken, built anew, put back."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from edusync.courses import services
from edusync.courses.models import Course, Lesson, Module, Page
from edusync.courses.snapshots import apply_snapshot, build_from_snapshot, digest, take_snapshot
from edusync.courses.snapshots.shapes import own_uuids
from edusync.courses.testing import (
    CLIP,
    lessons_of,
    make_category,
    make_course,
    make_file,
    make_lesson,
    page_document,
    png,
)
from edusync.kernel.problems import ValidationProblem

pytestmark = pytest.mark.django_db


def full_course(organization: Any) -> Course:
    """A course with every kind of lesson of this app, files, links between lessons, categories and tags."""
    make_category()
    picture = make_file(png(), "cover.png")
    course = make_course(
        "Soil",
        modules=2,
        lessons=2,
        status="draft",
        categories=["science"],
        tags=["earth", "field work"],
        image_file=picture,
    )
    first = lessons_of(course)[0]
    module = Module.objects.get(pk=first.module_id)
    make_lesson(module=module, kind="document", title="Handout")
    make_lesson(module=module, kind="link", title="Elsewhere")
    film = make_file(CLIP, "film.mp4")
    captions = make_file(b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n", "en.vtt")
    make_lesson(
        module=module,
        kind="video",
        title="Film",
        detail={
            "provider": "file",
            "file": film,
            "transcript": "Hello",
            "captions": [{"language": "en", "label": "English", "file": captions}],
        },
    )
    services.set_page_document(
        lesson=first,
        document={
            "version": 1,
            "blocks": [
                {
                    "id": "b1",
                    "type": "text",
                    "html": f'<p>See <a href="/learn/{course.slug}/{lessons_of(course)[1].pk}">next</a></p>',
                },
                {"id": "b2", "type": "image", "file": str(picture.uuid), "alt": "A cover"},
            ],
        },
    )
    course.refresh_from_db()
    return course


def anonymous(snapshot: dict[str, Any]) -> Any:
    """The snapshot with its own UUIDs numbered in order, and without origin: what two copies have in common."""
    from edusync.courses.snapshots.shapes import replaced_uuids

    numbers = {
        name: f"00000000-0000-0000-0000-{place:012d}"
        for place, name in enumerate(own_uuids(snapshot["modules"]))
    }
    return replaced_uuids({k: v for k, v in snapshot.items() if k != "origin"}, numbers)


def test_putting_back_what_was_just_taken_changes_nothing(organization: Any) -> None:
    course = full_course(organization)
    before = take_snapshot(course)
    versions = list(Lesson.objects.filter(course=course).order_by("id").values_list("row_version", flat=True))

    apply_snapshot(course, before)

    assert take_snapshot(course) == before
    assert (
        list(Lesson.objects.filter(course=course).order_by("id").values_list("row_version", flat=True))
        == versions
    )


def test_a_course_built_from_a_snapshot_gives_the_same_snapshot(organization: Any, instructor: Any) -> None:
    course = full_course(organization)
    before = take_snapshot(course)

    copy = build_from_snapshot(before, organization_id=organization.pk, created_by_id=instructor.pk)

    copy.refresh_from_db()
    assert anonymous(take_snapshot(copy)) == anonymous(before)
    origins = set(Lesson.objects.filter(course=copy).values_list("origin_uuid", flat=True))
    assert origins == set(Lesson.objects.filter(course=course).values_list("uuid", flat=True))
    assert copy.lesson_count == course.lesson_count


def test_links_between_lessons_lead_into_the_copy(organization: Any, instructor: Any) -> None:
    course = full_course(organization)

    copy = build_from_snapshot(
        take_snapshot(course),
        organization_id=organization.pk,
        created_by_id=instructor.pk,
        title="Soil again",
    )

    first, second = lessons_of(copy)[:2]
    html = Page.objects.get(lesson=first).document["blocks"][0]["html"]
    assert f"/learn/{copy.slug}/{second.pk}" in html
    assert copy.title == "Soil again"


def test_a_deleted_lesson_comes_back_and_a_newer_one_is_hidden(organization: Any) -> None:
    course = make_course(modules=1, lessons=2)
    before = take_snapshot(course)
    gone, kept = lessons_of(course)
    services.delete_lesson(lesson=gone)
    later = make_lesson(course=course, title="Later")

    apply_snapshot(course, before)

    gone.refresh_from_db()
    later.refresh_from_db()
    assert gone.deleted_at is None
    assert later.deleted_at is None
    assert not later.is_published
    assert [lesson.title for lesson in lessons_of(course)] == [gone.title, kept.title, "Later"]


def test_pages_of_a_published_course_get_the_old_text_as_a_draft(organization: Any) -> None:
    course = make_course(modules=1, lessons=1)
    before = take_snapshot(course)
    lesson = lessons_of(course)[0]
    services.set_page_document(lesson=lesson, document=page_document("Newer."))

    apply_snapshot(course, before)

    page = Page.objects.get(lesson=lesson)
    assert "Newer." in page.text
    assert page.draft is not None
    assert "Some text to read." in page.draft["blocks"][1]["html"]


def queries_of_taking(course: Course) -> int:
    """How many queries a snapshot of the course takes."""
    with CaptureQueriesContext(connection) as queries:
        take_snapshot(course)
    return len(queries)


def test_queries_do_not_grow_with_lessons(organization: Any) -> None:
    small, large = make_course("Small", modules=1, lessons=1), make_course("Large", modules=3, lessons=10)

    assert queries_of_taking(large) == queries_of_taking(small)


def test_the_same_rows_give_the_same_digest(organization: Any) -> None:
    course = full_course(organization)
    assert digest(take_snapshot(course)) == digest(take_snapshot(Course.objects.get(pk=course.pk)))


@pytest.mark.parametrize(
    "snapshot",
    [
        None,
        {},
        {"format": 2, "course": {}, "modules": []},
        {"format": 1, "course": {"title": "A"}, "modules": {}},
        {"format": 1, "course": {"title": "A"}, "modules": [{"uuid": "x", "title": "A", "lessons": []}]},
        {"format": 1, "course": {"title": ""}, "modules": []},
        {
            "format": 1,
            "course": {"title": "A", "capacity": "many"},
            "modules": [],
            "offer": {"capacity": "many"},
        },
    ],
)
def test_what_is_no_snapshot_is_refused(organization: Any, instructor: Any, snapshot: Any) -> None:
    with pytest.raises(ValidationProblem):
        build_from_snapshot(snapshot, organization_id=organization.pk, created_by_id=instructor.pk)
    assert not Course.objects.exists()

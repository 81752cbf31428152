"""Courses, modules and lessons through the services."""

from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, transaction

from edusync.courses import services
from edusync.courses.models import Course, CourseCategory, CourseStaff, Lesson, Module, SearchDocument
from edusync.courses.problems import CourseEmpty, CourseStateConflict, KindMismatch
from edusync.courses.testing import (
    lessons_of,
    make_category,
    make_course,
    make_file,
    make_lesson,
    page_document,
    png,
)
from edusync.files.models import FileLink
from edusync.kernel.models import OutboxEvent
from edusync.kernel.problems import PreconditionFailed, ValidationProblem
from edusync.kernel.sqlobjects import is_refused_by_trigger
from edusync.kernel.tenancy import organization_context

pytestmark = pytest.mark.django_db


def version_of(course: Course) -> int:
    return Course.objects.values_list("outline_version", flat=True).get(pk=course.pk)


def events_of(name: str) -> list[dict[str, Any]]:
    return list(OutboxEvent.objects.filter(event_type=name).order_by("id").values_list("payload", flat=True))


def test_creator_becomes_owner_with_rights_in_the_course(instructor: Any) -> None:
    course = services.create_course(title="Soil science", created_by_id=instructor.pk)
    staff = CourseStaff.objects.get(course=course)
    assert (staff.user_id, staff.duty) == (instructor.pk, "owner")
    assert instructor.role_assignments.filter(scope="course", scope_id=course.pk, role__code="owner").exists()


def test_staff_removed_loses_the_rights(instructor: Any, organization: Any) -> None:
    course = make_course()
    services.assign_staff(course=course, user_id=instructor.pk, duty="assistant")
    services.assign_staff(course=course, user_id=instructor.pk, duty="instructor")
    held = instructor.role_assignments.filter(scope="course", closed_at=None)
    assert set(held.values_list("role__code", flat=True)) == {"instructor"}
    services.remove_staff(course=course, user_id=instructor.pk)
    assert not held.exists()
    services.remove_staff(course=course, user_id=instructor.pk)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Programming with Python", "programming-with-python"),
        ("Größe & Café", "grosse-cafe"),
        ("Введение в Питон", "vvedenie-v-piton"),
        ("பைதான்", "paitaannn"),
        ("파이썬 소개", "paisseon-sogae"),
    ],
)
def test_slug_is_readable_in_many_scripts(organization: Any, title: str, slug: str) -> None:
    assert services.create_course(title=title, created_by_id=None).slug == slug


def test_slug_of_what_cannot_be_spelled_is_a_short_code(organization: Any) -> None:
    course = services.create_course(title="机器学习 🎓", created_by_id=None)
    assert course.slug.startswith("course-")
    assert course.title == "机器学习 🎓"


def test_taken_slug_gets_a_number(organization: Any) -> None:
    slugs = [services.create_course(title="Algebra", created_by_id=None).slug for _ in range(3)]
    assert slugs == ["algebra", "algebra-2", "algebra-3"]


def test_slug_of_a_deleted_draft_is_free_again(organization: Any) -> None:
    course = services.create_course(title="Algebra", created_by_id=None)
    services.delete_course(course=course)
    assert services.create_course(title="Algebra", created_by_id=None).slug == "algebra"


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({"title": "  "}, "/title"),
        ({"title": "x" * 201}, "/title"),
        ({"level": "wizard"}, "/level"),
        ({"language": "tlh"}, "/language"),
        ({"capacity": 0}, "/capacity"),
        ({"outcomes": "none"}, "/outcomes"),
        ({"estimated_minutes": -1}, "/estimated_minutes"),
        ({"categories": ["nowhere"]}, "/categories/0"),
        ({"image_file": "not-a-uuid"}, "/image_file"),
        ({"overview": {"blocks": [{"type": "applet"}]}}, "/overview/blocks/0/type"),
    ],
)
def test_bad_values_are_named_by_pointer(organization: Any, values: dict[str, Any], pointer: str) -> None:
    with pytest.raises(ValidationProblem) as caught:
        services.create_course(**{"title": "Algebra", "created_by_id": None, **values})
    assert [error.pointer for error in caught.value.errors] == [pointer]
    assert not Course.objects.exists()


def test_language_falls_back_to_its_first_part(organization: Any) -> None:
    assert services.create_course(title="A", created_by_id=None, language="pt-BR").language_id == "pt"


def test_categories_and_tags_are_set_and_replaced(organization: Any) -> None:
    make_category()
    make_category(name="Mathematics", slug="mathematics")
    course = make_course(categories=["science", "mathematics"], tags=["Python", "loops"])
    assert CourseCategory.objects.get(course=course, is_primary=True).category.slug == "science"
    services.update_course(course=course, categories=["mathematics"], tags=["loops", "Loops", "numpy"])
    assert CourseCategory.objects.get(course=course).category.slug == "mathematics"
    assert sorted(link.tag.name for link in course.tag_links.select_related("tag")) == ["loops", "numpy"]


def test_only_one_category_is_primary(organization: Any) -> None:
    science, course = make_category(), make_course(modules=1, lessons=1)
    other = make_category(name="Mathematics", slug="mathematics")
    CourseCategory.objects.create(course=course, category=science, is_primary=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        CourseCategory.objects.create(course=course, category=other, is_primary=True)


def test_empty_course_is_not_published(organization: Any) -> None:
    course = make_course(modules=1, lessons=0, status="draft")
    with pytest.raises(CourseEmpty):
        services.publish_course(course=course)


def test_course_with_only_hidden_lessons_is_not_published(organization: Any) -> None:
    course = make_course(modules=1, lessons=1, status="draft", lesson_values={"is_published": False})
    with pytest.raises(CourseEmpty):
        services.publish_course(course=course)


def test_publishing_is_announced_once(instructor: Any) -> None:
    course = make_course(status="draft")
    services.publish_course(course=course, by_id=instructor.pk)
    services.publish_course(course=course, by_id=instructor.pk)
    assert course.published_at is not None
    assert events_of("courses.course_published") == [{"course_id": course.pk, "by_id": instructor.pk}]


def test_states_follow_each_other_as_told(organization: Any) -> None:
    course = make_course(status="draft")
    with pytest.raises(CourseStateConflict):
        services.archive_course(course=course)
    services.publish_course(course=course)
    with pytest.raises(CourseStateConflict):
        services.delete_course(course=course)
    services.archive_course(course=course)
    services.publish_course(course=course)
    services.unpublish_course(course=course)
    services.delete_course(course=course)
    assert not Course.objects.filter(deleted_at=None).exists()


def test_course_with_learners_is_not_taken_back_to_draft(organization: Any) -> None:
    course = make_course()
    Course.objects.filter(pk=course.pk).update(seats_taken=1)
    course.refresh_from_db()
    with pytest.raises(CourseStateConflict):
        services.unpublish_course(course=course)


def test_stale_edit_is_refused(organization: Any) -> None:
    course = make_course(modules=1, lessons=1)
    stale = Course.objects.get(pk=course.pk)
    services.update_course(course=course, title="New title")
    with pytest.raises(PreconditionFailed):
        services.update_course(course=stale, title="Other title")
    course.refresh_from_db()
    assert course.title == "New title"


def test_every_change_of_the_outline_raises_its_version(organization: Any) -> None:
    course = make_course(modules=2, lessons=2)
    module = Module.objects.filter(course=course).order_by("position").first()
    acts = [
        lambda: services.add_module(course=course, title="More"),
        lambda: services.update_module(module=module, title="Renamed"),
        lambda: services.add_lesson(module=module, kind="page", title="Another", detail={}),
        lambda: services.update_lesson(lesson=lessons_of(course)[0], title="Renamed"),
        lambda: services.update_lesson(lesson=lessons_of(course)[0], module=Module.objects.get(title="More")),
        lambda: services.order_modules(course=course, module_ids=reversed_ids(course)),
        lambda: services.order_lessons(
            module=module, lesson_ids=[row.pk for row in module_lessons(module)][::-1]
        ),
        lambda: services.delete_lesson(lesson=lessons_of(course)[0]),
        lambda: services.delete_module(module=Module.objects.get(pk=module.pk)),
    ]
    for act in acts:
        before, announced = version_of(course), len(events_of("courses.outline_changed"))
        act()
        assert version_of(course) > before
        assert len(events_of("courses.outline_changed")) == announced + 1
        assert events_of("courses.outline_changed")[-1]["outline_version"] == version_of(course)


def reversed_ids(course: Course) -> list[int]:
    rows = Module.objects.filter(course=course, deleted_at=None).order_by("-position")
    return list(rows.values_list("pk", flat=True))


def module_lessons(module: Module) -> list[Lesson]:
    return list(Lesson.objects.filter(module=module, deleted_at=None).order_by("position"))


def test_changes_made_together_are_announced_once(organization: Any) -> None:
    course = make_course(modules=0, lessons=0, status="draft")
    with services.outline_edit(course_id=course.pk):
        module = services.add_module(course=course, title="One")
        with services.outline_edit(course_id=course.pk):
            services.add_lesson(module=module, kind="page", title="A", detail={})
        services.add_lesson(module=module, kind="page", title="B", detail={}, is_required=False)
    announced = events_of("courses.outline_changed")
    assert announced == [
        {"course_id": course.pk, "outline_version": version_of(course), "is_weight_changed": True}
    ]


def test_failed_edit_leaves_nothing(organization: Any) -> None:
    course = make_course(modules=0, lessons=0, status="draft")

    def edit() -> None:
        with services.outline_edit(course_id=course.pk):
            services.add_module(course=course, title="One")
            services.add_module(course=course, title="")

    with pytest.raises(ValidationProblem):
        edit()
    assert not Module.objects.exists()
    assert events_of("courses.outline_changed") == []


@pytest.mark.parametrize(
    ("values", "is_weighing"),
    [
        ({"title": "New"}, False),
        ({"weight": 5}, True),
        ({"is_required": False}, True),
        ({"is_published": False}, True),
    ],
)
def test_change_tells_whether_weights_moved(
    organization: Any, values: dict[str, Any], is_weighing: bool
) -> None:
    lesson = make_lesson()
    services.update_lesson(lesson=lesson, **values)
    assert events_of("courses.outline_changed")[-1]["is_weight_changed"] is is_weighing


def test_order_must_name_every_lesson(organization: Any) -> None:
    course = make_course(modules=1, lessons=3)
    module = Module.objects.get(course=course)
    with pytest.raises(ValidationProblem):
        services.order_lessons(module=module, lesson_ids=[lessons_of(course)[0].pk])


def test_lesson_keeps_its_kind(organization: Any) -> None:
    with pytest.raises(KindMismatch):
        services.update_lesson(lesson=make_lesson(kind="link"), kind="page")


def test_lesson_moves_only_within_its_course(organization: Any) -> None:
    lesson, elsewhere = make_lesson(), make_course("Other", modules=1, lessons=1)
    with pytest.raises(ValidationProblem):
        services.update_lesson(lesson=lesson, module=Module.objects.get(course=elsewhere))


def test_database_refuses_a_lesson_outside_its_modules_course(organization: Any) -> None:
    lesson, elsewhere = make_lesson(), make_course("Other", modules=1, lessons=1)
    with pytest.raises((IntegrityError, OperationalError)) as caught, transaction.atomic():
        Lesson.objects.filter(pk=lesson.pk).update(course_id=elsewhere.pk)
    assert is_refused_by_trigger(caught.value)
    with pytest.raises((IntegrityError, OperationalError)) as caught, transaction.atomic():
        Lesson.objects.create(
            course=elsewhere, module_id=lesson.module_id, kind="page", title="Stray", position=1
        )
    assert is_refused_by_trigger(caught.value)


def test_database_refuses_rows_of_another_organization(organization: Any, other_organization: Any) -> None:
    course = make_course(modules=1, lessons=1)
    with organization_context(other_organization.pk):
        foreign = make_category(name="Foreign", slug="foreign")
        attempts = [
            lambda: Module.objects.create(course=course, title="Stray", position=9),
            lambda: CourseCategory.objects.create(course=course, category=foreign),
        ]
        for attempt in attempts:
            with pytest.raises((IntegrityError, OperationalError)) as caught, transaction.atomic():
                attempt()
            assert is_refused_by_trigger(caught.value)


def test_page_keeps_clean_blocks_text_and_file_links(organization: Any) -> None:
    picture = make_file(png(20, 10), "figure.png")
    lesson = make_lesson()
    document = page_document("Soil <script>alert(1)</script>is alive.")
    document["blocks"].append({"type": "image", "file": str(picture.uuid), "alt": "A figure"})
    page = services.set_page_document(lesson=lesson, document=document)
    page.refresh_from_db()
    assert "script" not in page.document["blocks"][1]["html"]
    assert page.document["blocks"][2]["src"] == f"/files/{picture.uuid}/figure.png"
    assert (page.document["blocks"][2]["width"], page.document["blocks"][2]["height"]) == (20, 10)
    assert page.text == "Heading\nSoil is alive.\nA figure"
    assert FileLink.objects.filter(file=picture, place="lesson", place_id=lesson.pk).exists()
    services.set_page_document(lesson=lesson, document=page_document())
    assert not FileLink.objects.filter(file=picture).exists()


def test_page_with_an_unknown_file_is_refused_by_pointer(organization: Any) -> None:
    lesson = make_lesson()
    blocks = [{"type": "image", "file": "01890a5d-ac96-774b-bcce-b302099a8057", "alt": ""}]
    with pytest.raises(ValidationProblem) as caught:
        services.set_page_document(lesson=lesson, document={"version": 1, "blocks": blocks})
    assert caught.value.errors[0].pointer == "/blocks/0/file"


def test_each_kind_keeps_its_content(organization: Any) -> None:
    captions = make_file(b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n", "en.vtt")
    film = make_file(b"\x00\x00\x00\x18ftypmp42" + b"\x01" * 40, "film.mp4")
    video = make_lesson(
        kind="video",
        detail={
            "provider": "file",
            "file": str(film.uuid),
            "captions": [{"language": "en", "label": "English", "file": captions}],
            "transcript": "Hello",
        },
    )
    assert video.video.captions.get().file_id == captions.pk
    assert {link.file_id for link in FileLink.objects.filter(place="lesson", place_id=video.pk)} == {
        film.pk,
        captions.pk,
    }
    document = make_lesson(kind="document")
    assert document.document.file.media_type == "application/pdf"
    link = make_lesson(kind="link")
    services.update_lesson(lesson=link, detail={"summary": "Read this"})
    link.link.refresh_from_db()
    assert (link.link.url, link.link.summary) == ("https://example.org/reading", "Read this")
    assert make_lesson(kind="quiz").completion == "score"


@pytest.mark.parametrize(
    ("kind", "detail", "pointer"),
    [
        ("link", {"url": "javascript:alert(1)"}, "/detail/url"),
        ("link", {"summary": "Read this"}, "/detail/url"),
        ("video", {"provider": "youtube", "external_id": "../../evil"}, "/detail/external_id"),
        ("video", {"provider": "url", "external_id": "file:///etc/passwd"}, "/detail/external_id"),
        ("video", {"provider": "file"}, "/detail/file"),
        ("document", {"file": "01890a5d-ac96-774b-bcce-b302099a8057"}, "/detail/file"),
        ("page", {"document": {"blocks": [{"type": "text", "html": 5}]}}, "/detail/document/blocks/0/html"),
    ],
)
def test_bad_content_is_named_by_pointer(
    organization: Any, kind: str, detail: dict[str, Any], pointer: str
) -> None:
    module = services.add_module(course=make_course(modules=1, lessons=1), title="More")
    with pytest.raises(ValidationProblem) as caught:
        services.add_lesson(module=module, kind=kind, title="Bad", detail=detail)
    assert caught.value.errors[0].pointer == pointer
    assert not Lesson.objects.filter(title="Bad").exists()


def test_hidden_lessons_leave_the_search(organization: Any) -> None:
    lesson = make_lesson()
    assert SearchDocument.objects.filter(lesson=lesson).exists()
    services.update_lesson(lesson=lesson, is_published=False)
    assert not SearchDocument.objects.filter(lesson=lesson).exists()
    services.update_lesson(lesson=lesson, is_published=True)
    services.update_module(module=Module.objects.get(pk=lesson.module_id), is_published=False)
    assert not SearchDocument.objects.filter(lesson=lesson).exists()

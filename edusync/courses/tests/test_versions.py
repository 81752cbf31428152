"""Versions: recorded, compared, restored, over services and HTTP."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from edusync.courses import services
from edusync.courses.models import CourseSnapshot, CourseVersion, Lesson, Page
from edusync.courses.services import versions
from edusync.courses.snapshots import take_snapshot
from edusync.courses.testing import lessons_of, make_course, make_lesson, page_document

pytestmark = pytest.mark.django_db


def record(course: Any, by: Any = None, **values: Any) -> CourseVersion:
    return versions.record_version(
        course=course, **{"reason": "saved", "by_id": by.pk if by else None, **values}
    )


def test_versions_are_numbered_and_know_the_one_before(organization: Any, instructor: Any) -> None:
    course = make_course(created_by_id=instructor.pk, status="draft")
    first = record(course, instructor, notes="Before the holidays")
    services.update_lesson(lesson=lessons_of(course)[0], title="Soil")
    second = record(course, instructor)

    assert (first.number, first.parent) == (1, None)
    assert (second.number, second.parent) == (2, first)
    assert second.changes["count"] == 1
    assert second.changes["first"][0]["code"] == "lesson-renamed"


def test_versions_that_say_the_same_share_one_snapshot(organization: Any) -> None:
    course = make_course(status="draft")
    first, second = record(course), record(course)

    assert first.snapshot_id == second.snapshot_id
    assert record(course, only_if_changed=True) == second


@pytest.mark.parametrize("model", [CourseVersion, CourseSnapshot])
def test_what_was_kept_is_neither_changed_nor_deleted(organization: Any, model: Any) -> None:
    record(make_course(status="draft"))
    column = {"notes": "x"} if model is CourseVersion else {"sha256": "x"}

    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().update(**column)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all()._raw_delete("default")
    assert model.objects.count() == 1


def test_not_even_the_case_of_a_note_changes(organization: Any) -> None:
    version = record(make_course(status="draft"), notes="Polish the pole")

    with pytest.raises(DatabaseError), transaction.atomic():
        CourseVersion.objects.filter(pk=version.pk).update(notes="polish the pole")


def test_the_author_of_a_version_can_be_taken_out_but_not_exchanged(
    organization: Any, instructor: Any, learner: Any
) -> None:
    version = record(make_course(status="draft"), instructor)

    with pytest.raises(DatabaseError), transaction.atomic():
        CourseVersion.objects.filter(pk=version.pk).update(author=learner)
    CourseVersion.objects.filter(pk=version.pk).update(author=None)


def test_a_version_does_not_take_the_snapshot_of_another_course(organization: Any) -> None:
    mine, other = record(make_course(status="draft")), make_course("Other", status="draft")

    with pytest.raises(DatabaseError), transaction.atomic():
        CourseVersion.objects.create(
            organization_id=organization.pk, course=other, number=1, reason="saved", snapshot=mine.snapshot
        )


def test_restoring_brings_back_lessons_and_hides_newer_ones(organization: Any, instructor: Any) -> None:
    course = make_course(modules=1, lessons=2, status="draft")
    version = record(course)
    gone = lessons_of(course)[0]
    services.delete_lesson(lesson=gone)
    later = make_lesson(course=course, title="Later")

    preview = versions.restore_preview(course=course, version=version)
    before = versions.restore_version(version=version, by_id=instructor.pk)

    assert (preview["returning"], preview["hidden"]) == ([gone.title], ["Later"])
    assert Lesson.objects.get(pk=gone.pk).deleted_at is None
    assert not Lesson.objects.get(pk=later.pk).is_published
    assert before.reason == "before_restore"
    assert CourseVersion.objects.latest("number").reason == "restored"


def test_restoring_the_version_taken_before_undoes_a_restore(organization: Any) -> None:
    course = make_course(modules=1, lessons=2, status="draft")
    version = record(course)
    services.update_lesson(lesson=lessons_of(course)[0], title="Changed")
    services.order_lessons(
        module=lessons_of(course)[0].module, lesson_ids=[row.pk for row in reversed(lessons_of(course))]
    )
    changed = take_snapshot(course)

    before = versions.restore_version(version=version, by_id=None)
    course.refresh_from_db()
    assert take_snapshot(course) == versions.snapshot_of(version)
    versions.restore_version(version=before, by_id=None)

    course.refresh_from_db()
    assert take_snapshot(course) == changed


def test_one_lesson_is_restored_alone(organization: Any) -> None:
    course = make_course(modules=1, lessons=2, status="draft")
    version = record(course)
    one, other = lessons_of(course)
    for lesson in (one, other):
        services.set_page_document(lesson=lesson, document=page_document("New words."))

    versions.restore_version(version=version, by_id=None, only_lessons={str(one.uuid)})

    assert "New words." not in Page.objects.get(lesson=one).text
    assert "New words." in Page.objects.get(lesson=other).text


def test_who_gets_in_stays_as_it_is(organization: Any) -> None:
    course = make_course(status="draft")
    version = record(course)
    services.update_course(course=course, access="approval", title="Renamed")

    versions.restore_version(version=version, by_id=None)

    course.refresh_from_db()
    assert (course.access, course.title) == ("approval", "Programming with Python")


def test_the_timeline_over_http(organization: Any, instructor: Any, api: Any) -> None:
    course = make_course(created_by_id=instructor.pk)
    url = f"/api/v1/courses/{course.slug}/versions"
    client = api(instructor)
    saved = client.post(url, {"notes": "As taught in spring"})
    services.update_lesson(lesson=lessons_of(course)[0], title="Soil", estimated_minutes=15)

    assert saved.status_code == 201
    listed = client.get(url).json()["results"]
    assert listed[0]["notes"] == "As taught in spring"
    assert listed[0]["author"]["id"] == instructor.pk
    number = listed[0]["number"]
    compared = client.get(f"{url}/compare?from={number}").json()
    assert [entry["code"] for entry in compared["entries"]] == [
        "lesson-renamed",
        "lesson-changed",
    ] or compared["count"] == 2
    shown = client.get(f"{url}/{number}").json()
    assert shown["modules"][0]["lessons"][0]["title"] == "Lesson 1.1"
    lesson = shown["modules"][0]["lessons"][0]["uuid"]
    assert client.get(f"{url}/{number}/lessons/{lesson}").json()["document"]["blocks"]
    assert client.get(f"{url}/{number}/restore").json()["count"] == 2
    restored = client.post(f"{url}/{number}/restore", {}).json()
    assert restored["restored"] == number
    assert lessons_of(course)[0].title == "Lesson 1.1"


@pytest.mark.parametrize("path", ["", "/compare?from=1", "/1", "/1/restore"])
def test_only_those_who_work_on_the_course_see_its_versions(
    organization: Any, instructor: Any, learner: Any, api: Any, path: str
) -> None:
    course = make_course(created_by_id=instructor.pk)
    record(course)
    url = f"/api/v1/courses/{course.slug}/versions{path}"

    assert api(instructor).get(url).status_code == 200
    assert api(learner).get(url).status_code == 403
    assert api().get(url).status_code == 401


def test_the_list_does_not_cost_more_with_more_versions(
    organization: Any, instructor: Any, api: Any, django_assert_max_num_queries: Any
) -> None:
    course = make_course(created_by_id=instructor.pk)
    for _ in range(12):
        record(course, instructor)
    client = api(instructor)
    with django_assert_max_num_queries(6):
        assert len(client.get(f"/api/v1/courses/{course.slug}/versions").json()["results"]) >= 12


@pytest.mark.parametrize("query", ["", "?from=x", "?from=99", "?from=1&to=99"])
def test_a_comparison_needs_versions_that_are_there(
    organization: Any, instructor: Any, api: Any, query: str
) -> None:
    course = make_course(created_by_id=instructor.pk)
    record(course)
    answer = api(instructor).get(f"/api/v1/courses/{course.slug}/versions/compare{query}")
    assert answer.status_code in {404, 422}


def test_publishing_takes_a_version(organization: Any, instructor: Any) -> None:
    course = make_course(created_by_id=instructor.pk)

    version = CourseVersion.objects.get(course=course)
    assert (version.reason, version.author_id, version.lesson_count) == ("published", instructor.pk, 6)

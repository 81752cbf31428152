"""The kept copies of outlines: never stale, never of what was undone."""

from importlib import import_module
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from edusync.courses import queries, services
from edusync.courses.models import Course, Lesson, Module
from edusync.courses.testing import lessons_of, make_course

# The package offers the function under the same name as its module.
outline_module = import_module("edusync.courses.queries.outline")


class Undone(Exception):
    """Ends a transaction without keeping it."""


def titles(course: Course) -> list[str]:
    return [lesson.title for lesson in queries.outline(course.pk).sequence]


@pytest.mark.django_db(transaction=True)
def test_undone_change_leaves_no_copy(organization: Any) -> None:
    course = make_course(modules=1, lessons=1)

    def change_and_fail() -> None:
        with transaction.atomic():
            services.update_lesson(lesson=lessons_of(course)[0], title="Never")
            assert titles(course) == ["Never"]
            raise Undone

    with pytest.raises(Undone):
        change_and_fail()
    services.update_lesson(lesson=lessons_of(course)[0], title="Kept")
    assert titles(course) == ["Kept"]


@pytest.mark.django_db
def test_kept_outline_costs_one_query_and_many_cost_two(organization: Any) -> None:
    courses = [make_course(f"Course {number}", modules=2, lessons=2) for number in range(3)]
    titles(courses[0])
    with CaptureQueriesContext(connection) as captured:
        titles(courses[0])
    assert len(captured) == 1
    known = {course.pk: (course.uuid, course.outline_version) for course in courses}
    with CaptureQueriesContext(connection) as captured:
        found = queries.outlines(known)
    assert len(captured) == 2
    assert {course_id: one.lesson_count for course_id, one in found.items()} == dict.fromkeys(known, 4)
    with CaptureQueriesContext(connection) as captured:
        queries.outlines(known)
    assert len(captured) == 0


@pytest.mark.django_db
def test_only_so_many_are_kept(organization: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outline_module, "KEPT_OUTLINES", 2)
    courses = [make_course(f"Course {number}", modules=1, lessons=1) for number in range(3)]
    for course in courses:
        titles(course)
    assert [one.course_id for one in outline_module._kept.values()] == [course.pk for course in courses[1:]]


@pytest.mark.django_db
def test_database_keeps_the_number_of_lessons(organization: Any) -> None:
    course = make_course(modules=2, lessons=2)
    module = Module.objects.filter(course=course).first()

    def count() -> int:
        return Course.objects.values_list("lesson_count", flat=True).get(pk=course.pk)

    assert count() == 4
    Lesson.objects.filter(pk=lessons_of(course)[0].pk).update(is_published=False)
    assert count() == 3
    Module.objects.filter(pk=module.pk).update(is_published=False)
    assert count() == 2
    services.delete_module(module=Module.objects.get(pk=module.pk))
    services.delete_lesson(lesson=lessons_of(course)[0])
    assert count() == 1

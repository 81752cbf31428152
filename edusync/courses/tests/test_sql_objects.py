"""What the database itself sees to when rows of courses are written past the services."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from edusync.courses.models import (
    AvailabilityRule,
    CatalogChange,
    Category,
    Course,
    CourseCategory,
    CourseLanguage,
    CourseReview,
    CourseStaff,
    CourseTag,
    Language,
    Module,
    ReviewReport,
    Tag,
)
from edusync.courses.testing import lessons_of, make_category, make_course
from edusync.kernel.sqlobjects import is_refused_by_trigger

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(instructor: Any) -> Course:
    return make_course(modules=1, lessons=1, created_by_id=instructor.pk)


@pytest.fixture
def rows(course: Course, stranger: Any) -> dict[str, Any]:
    """One row of each kind that hangs on a course."""
    own = {"organization_id": course.organization_id}
    lesson = lessons_of(course)[0]
    return {
        "module": Module.objects.get(course=course),
        "staff": CourseStaff.objects.create(course=course, user=stranger, duty="author", **own),
        "category": CourseCategory.objects.create(course=course, category=make_category(), **own),
        "tag": CourseTag.objects.create(
            course=course, tag=Tag.objects.create(name="Soil", slug="soil", **own), **own
        ),
        "language": CourseLanguage.objects.create(
            course=course, language=Language.objects.exclude(pk=course.language_id)[0], **own
        ),
        "rule": AvailabilityRule.objects.create(course=course, lesson=lesson, tree={}, **own),
    }


def refused(act: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            act()
    except DatabaseError as error:
        return is_refused_by_trigger(error)
    return False


def is_written_elsewhere(row: Any, organization_id: int) -> bool:
    """Whether a row of that kind may name another organization than the course does, when it is added."""
    others = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.local_concrete_fields
        if not field.primary_key and not field.generated
    }
    type(row).unscoped.filter(pk=row.pk).delete()
    return not refused(
        lambda: type(row).unscoped.bulk_create([type(row)(**{**others, "organization_id": organization_id})])
    )


@pytest.mark.parametrize("name", ["staff", "category", "tag", "language", "rule"])
def test_no_row_of_another_organization_is_added(rows, other_organization, name):
    assert not is_written_elsewhere(rows[name], other_organization.pk)


@pytest.mark.parametrize("name", ["module", "staff", "category", "tag", "language", "rule"])
def test_no_row_moves_to_another_organization(rows, other_organization, name):
    row = rows[name]
    assert refused(lambda: type(row).unscoped.filter(pk=row.pk).update(organization_id=other_organization.pk))


def test_a_rule_opens_a_lesson_of_its_own_course(rows, instructor):
    elsewhere = make_course("Another", modules=1, lessons=1, created_by_id=instructor.pk)
    rule = AvailabilityRule.objects.filter(pk=rows["rule"].pk)
    assert refused(lambda: rule.update(lesson=lessons_of(elsewhere)[0]))
    assert refused(lambda: rule.update(lesson=None, module=Module.objects.get(course=elsewhere)))


CHANGES_OF_CATALOG: dict[str, Callable[[dict[str, Any], Course], Any]] = {
    "a title": lambda rows, course: Course.objects.filter(pk=course.pk).update(title="Other"),
    "a category renamed": lambda rows, course: Category.objects.update(name="Other"),
    "a category taken off": lambda rows, course: CourseCategory.objects.filter(course=course).delete(),
    "a category put on": lambda rows, course: CourseCategory.objects.create(
        course=course, category=make_category("Arts", "arts"), organization_id=course.organization_id
    ),
    "a tag renamed": lambda rows, course: Tag.objects.update(name="Other"),
    "a tag taken off": lambda rows, course: CourseTag.objects.filter(course=course).delete(),
    "a tag put on": lambda rows, course: CourseTag.objects.create(
        course=course,
        tag=Tag.objects.create(name="Ice", slug="ice", organization_id=course.organization_id),
        organization_id=course.organization_id,
    ),
    "a language taken off": lambda rows, course: CourseLanguage.objects.filter(course=course).delete(),
    "a language put on": lambda rows, course: CourseLanguage.objects.create(
        course=course,
        language=Language.objects.exclude(pk__in=[course.language_id, rows["language"].language_id])[0],
        organization_id=course.organization_id,
    ),
    "a course that arrives published": lambda rows, course: Course.objects.bulk_create(
        [
            Course(
                title="Ready",
                slug="ready",
                status="published",
                published_at=course.published_at,
                organization_id=course.organization_id,
                language_id=course.language_id,
            )
        ]
    ),
}


@pytest.mark.parametrize("name", CHANGES_OF_CATALOG)
def test_the_catalog_is_told_to_be_read_again(rows, course, name):
    before = CatalogChange.objects.count()
    CHANGES_OF_CATALOG[name](rows, course)
    assert CatalogChange.objects.count() > before


def copy_of(row: Any) -> Any:
    """The same row once more, with keys of its own."""
    return type(row)(
        **{
            field.attname: getattr(row, field.attname)
            for field in row._meta.local_concrete_fields
            if not field.primary_key and not field.generated and not field.unique
        }
    )


CHANGES_OF_OUTLINE: dict[str, Callable[[dict[str, Any], Course], Any]] = {
    "a rule put on": lambda rows, course: AvailabilityRule.objects.create(
        course=course, module=rows["module"], tree={}, organization_id=course.organization_id
    ),
    "a rule changed": lambda rows, course: AvailabilityRule.objects.update(is_hidden=True),
    "a rule taken off": lambda rows, course: AvailabilityRule.objects.filter(course=course).delete(),
    "a module added": lambda rows, course: Module.objects.bulk_create([copy_of(rows["module"])]),
    "a lesson added": lambda rows, course: type(lessons_of(course)[0]).objects.bulk_create(
        [copy_of(lessons_of(course)[0])]
    ),
}


@pytest.mark.parametrize("name", CHANGES_OF_OUTLINE)
def test_copies_of_the_outline_are_told_to_be_stale(rows, course, name):
    before = Course.objects.get(pk=course.pk).outline_version
    CHANGES_OF_OUTLINE[name](rows, course)
    assert Course.objects.get(pk=course.pk).outline_version > before


def test_lessons_that_go_are_not_counted_any_longer(course):
    assert Course.objects.get(pk=course.pk).lesson_count == 1
    module, lesson = Module.objects.get(course=course), lessons_of(course)[0]
    spare = Module.objects.bulk_create([copy_of(module)]) and Module.objects.order_by("-pk")[0]
    row = Course.objects.get(pk=course.pk)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM courses_module WHERE id = %s", [spare.pk])
    assert Course.objects.get(pk=course.pk).outline_version > row.outline_version
    type(lesson).objects.bulk_create([copy_of(lesson)])
    assert Course.objects.get(pk=course.pk).lesson_count == 2
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM courses_lesson WHERE course_id = %s AND id <> %s", [course.pk, lesson.pk])
    assert Course.objects.get(pk=course.pk).lesson_count == 1


def test_a_report_that_goes_is_not_counted_any_longer(course, learner, stranger):
    own = {"organization_id": course.organization_id}
    review = CourseReview.objects.create(course=course, author=learner, stars=4, **own)
    ReviewReport.objects.create(review=review, reporter=stranger, reason="spam", **own)
    review.refresh_from_db()
    assert review.open_report_count == 1
    ReviewReport.objects.all().delete()
    review.refresh_from_db()
    assert review.open_report_count == 0

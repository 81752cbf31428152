"""The lists that join courses with who teaches them and where they stand find their rows by index, on every engine."""

from typing import Any

import pytest

from edusync.courses.models import Category, CourseCategory
from edusync.courses.services import assign_staff
from edusync.courses.testing import make_course
from edusync.courses.tests.test_catalog import used_keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(organization: Any, instructor: Any) -> Category:
    """Courses in a subject, a third of them with a teacher."""
    category: Category = Category.objects.create(name="Biology", slug="biology", kind="subject")
    for number in range(12):
        course = make_course(f"Course {number}", modules=1, lessons=1)
        CourseCategory.objects.create(
            organization_id=organization.pk, course=course, category=category, is_primary=True
        )
        if number % 3 == 0:
            assign_staff(course=course, user_id=instructor.pk, duty="instructor")
    return category


def test_courses_of_a_teacher_by_state(shelf: Category, instructor: Any) -> None:
    keys = used_keys(
        "SELECT c.id FROM courses_course_staff s JOIN courses_course c ON c.id = s.course_id "
        f"WHERE s.user_id = {instructor.pk} AND s.duty = 'instructor' AND c.status = 'published'"
    )
    assert "course_staff_user_idx" in keys


def test_courses_of_a_subject_by_state(shelf: Category) -> None:
    keys = used_keys(
        "SELECT c.id FROM courses_course_category l JOIN courses_course c ON c.id = l.course_id "
        f"WHERE l.category_id = {shelf.pk} AND c.status = 'published'"
    )
    assert keys & {
        "course_category_course_idx",
        "course_category_uniq",
        "courses_course_category_category_id",
    }

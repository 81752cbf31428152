"""Derived columns have an owner and a way to be made anew, and what triggers keep is what a count would find."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command, get_commands
from django.db import connection

from edusync.kernel.schema.derived import derived_columns, recount


def test_declared_columns_exist_and_the_command_that_makes_them_anew_too():
    commands = get_commands()
    for item in derived_columns():
        columns = {field.column for field in apps.get_model(item.label)._meta.local_concrete_fields}
        assert item.column in columns, item
        assert item.owner, item
        if item.rebuild.startswith("`manage.py "):
            assert item.rebuild.strip("`").split()[1] in commands, item


@pytest.fixture
def busy_course(learner, stranger, instructor):
    """A course with seats taken, ratings, votes and lessons."""
    from edusync.courses.models import CourseReview, ReviewVote
    from edusync.courses.testing import make_course
    from edusync.enrollment.testing import make_enrollment

    course = make_course(modules=2, lessons=2)
    for person in (learner, stranger):
        make_enrollment(person, course)
    review = CourseReview.objects.create(course=course, author=learner, stars=4)
    ReviewVote.objects.create(review=review, voter=stranger)
    return course


@pytest.mark.django_db
def test_what_triggers_keep_is_what_a_count_finds(busy_course):
    assert set(recount().values()) == {0}
    busy_course.refresh_from_db()
    assert (busy_course.seats_taken, busy_course.rating_count, busy_course.rating_sum) == (2, 1, 4)
    assert busy_course.lesson_count > 0


@pytest.mark.django_db
def test_a_number_that_is_wrong_is_mended_and_told(busy_course):
    kept = busy_course.lesson_count
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE courses_course SET lesson_count = 99, seats_taken = 7 WHERE id = %s", [busy_course.pk]
        )
    output = StringIO()
    call_command("schema", "recount", stdout=output)
    assert "courses_course.lesson_count: 1 mended" in output.getvalue()
    assert "courses_course.seats_taken: 1 mended" in output.getvalue()
    busy_course.refresh_from_db()
    assert (busy_course.lesson_count, busy_course.seats_taken) == (kept, 2)
    assert set(recount().values()) == {0}

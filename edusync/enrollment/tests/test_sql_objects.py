"""What the database itself keeps true about enrollments, whoever writes."""

import pytest
from django.db import DatabaseError, connection, transaction

from edusync.courses.testing import make_course
from edusync.enrollment.models import EnrollmentTransition
from edusync.enrollment.testing import make_enrollment
from edusync.kernel.sqlobjects import is_refused_by_trigger


def execute(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def seats(course):
    course.refresh_from_db()
    return course.seats_taken


def test_seats_follow_every_status_written_by_plain_sql(learner):
    course = make_course()
    enrollment = make_enrollment(learner, course)
    assert seats(course) == 1
    taken = []
    for status in ("suspended", "active", "withdrawn", "withdrawn", "active"):
        execute("UPDATE enrollment_enrollment SET status = %s WHERE id = %s", status, enrollment.pk)
        taken.append(seats(course))
    assert taken == [0, 1, 0, 0, 1]


def test_completing_keeps_the_seat(learner):
    course = make_course()
    enrollment = make_enrollment(learner, course)
    execute(
        "UPDATE enrollment_enrollment SET status = 'completed', completed_at = enrolled_at WHERE id = %s",
        enrollment.pk,
    )
    assert seats(course) == 1


def test_a_deleted_enrollment_frees_its_seat(learner):
    course = make_course()
    enrollment = make_enrollment(learner, course)
    execute("UPDATE enrollment_enrollment SET deleted_at = enrolled_at WHERE id = %s", enrollment.pk)
    assert seats(course) == 0
    execute("UPDATE enrollment_enrollment SET deleted_at = NULL WHERE id = %s", enrollment.pk)
    assert seats(course) == 1


@pytest.mark.owner("the guard holds for the owner too; the application has not even the right")
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE enrollment_enrollment_transition SET reason = 'forged' WHERE id = %s",
        "DELETE FROM enrollment_enrollment_transition WHERE id = %s",
    ],
)
def test_the_log_cannot_be_changed(learner, sql):
    enrollment = make_enrollment(learner)
    row = EnrollmentTransition.objects.get(enrollment=enrollment)
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        execute(sql, row.pk)
    assert is_refused_by_trigger(refusal.value)
    assert EnrollmentTransition.objects.filter(pk=row.pk, reason="").exists()

"""The states of a course under two writers at once, and against who goes past the services."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from edusync.courses import services
from edusync.courses.models import Course, CourseApprovalRequest, CourseStateChange, CourseVersion
from edusync.courses.testing import make_course
from edusync.kernel.tenancy import organization_context

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(instructor: Any) -> Course:
    return make_course(modules=1, lessons=2, status="draft", created_by_id=instructor.pk)


class TestTheDatabaseDefendsItself:
    def refused(self, statement: str, *values: Any) -> None:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)

    def test_history_is_append_only(self, course: Course, instructor: Any) -> None:
        services.publish_course(course=course, by_id=instructor.pk)
        self.refused("UPDATE courses_state_change SET reason = 'x' WHERE course_id = %s", course.pk)
        self.refused("DELETE FROM courses_state_change WHERE course_id = %s", course.pk)

    def test_submissions_stay_and_keep_what_was_handed_in(self, course: Course, instructor: Any) -> None:
        request = services.submit_course(course=course, by_id=instructor.pk, note="Ready")
        self.refused("DELETE FROM courses_approval_request WHERE id = %s", request.pk)
        for note in ("x", "ready"):
            self.refused("UPDATE courses_approval_request SET note = %s WHERE id = %s", note, request.pk)

    def test_nobody_approves_their_own_past_the_service(self, course: Course, instructor: Any) -> None:
        request = services.submit_course(course=course, by_id=instructor.pk)
        self.refused(
            "UPDATE courses_approval_request SET decided_by_id = submitted_by_id WHERE id = %s", request.pk
        )

    def test_one_submission_waits_at_a_time(self, course: Course, instructor: Any) -> None:
        request = services.submit_course(course=course, by_id=instructor.pk)
        request.pk = None
        with pytest.raises(DatabaseError), transaction.atomic():
            request.save(force_insert=True)

    def test_rows_belong_to_the_organization_of_the_course(
        self, course: Course, other_organization: Any
    ) -> None:
        for model, values in (
            (CourseStateChange, {"act": "x", "from_status": "draft", "to_status": "draft"}),
            (CourseApprovalRequest, {"content_mark": "x"}),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                model.unscoped.create(course=course, organization_id=other_organization.pk, **values)


@pytest.mark.django_db(transaction=True)
def test_two_publishers_at_once_publish_once(organization: Any, instructor: Any) -> None:
    course = make_course(modules=1, lessons=1, status="draft", created_by_id=instructor.pk)

    def publish() -> None:
        try:
            with organization_context(organization.pk):
                services.publish_course(course=Course.objects.get(pk=course.pk), by_id=instructor.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as pool:
        for done in [pool.submit(publish) for _ in range(2)]:
            done.result(timeout=60)
    assert CourseStateChange.objects.get(course=course).act == "published"
    assert CourseVersion.objects.filter(course=course).count() == 1

"""Taking and leaving a course."""

import pytest

from edusync.courses.testing import make_course
from edusync.enrollment import services
from edusync.enrollment.events import LearnerEnrolled
from edusync.enrollment.models import Enrollment, EnrollmentTransition
from edusync.enrollment.problems import (
    AlreadyEnrolled,
    CourseFull,
    CourseNotOpen,
    EnrollmentStateConflict,
    EnrollmentSuspended,
)
from edusync.enrollment.testing import make_enrollment
from edusync.kernel.models import OutboxEvent
from edusync.kernel.problems import NotFound


def test_gives_a_seat_and_knows_the_weight_of_the_course(learner):
    course = make_course(modules=2, lessons=3)
    enrollment = services.enroll_learner(course_id=course.pk, learner_id=learner.pk)
    enrollment.refresh_from_db()
    assert (enrollment.status, enrollment.required_weight, enrollment.percent) == ("active", 6, 0)


def test_announces_the_new_learner(learner):
    enrollment = make_enrollment(learner)
    event = OutboxEvent.objects.get(event_type=LearnerEnrolled.event_name)
    assert event.payload["enrollment_id"] == enrollment.pk
    assert event.payload["is_return"] is False


def test_refuses_a_second_enrollment_and_names_the_first(learner):
    first = make_enrollment(learner)
    with pytest.raises(AlreadyEnrolled) as refusal:
        services.enroll_learner(course_id=first.course_id, learner_id=learner.pk)
    assert refusal.value.facts == {"enrollment_id": first.pk}


def test_refuses_when_the_last_seat_is_taken(learner, stranger):
    course = make_course(capacity=1)
    make_enrollment(learner, course)
    with pytest.raises(CourseFull) as refusal:
        services.enroll_learner(course_id=course.pk, learner_id=stranger.pk)
    assert refusal.value.facts == {"capacity": 1}


def test_a_free_seat_can_be_taken_again(learner, stranger):
    course = make_course(capacity=1)
    first = make_enrollment(learner, course)
    services.withdraw(enrollment=first, by_id=learner.pk)
    assert services.enroll_learner(course_id=course.pk, learner_id=stranger.pk).status == "active"
    with pytest.raises(CourseFull):
        services.enroll_learner(course_id=course.pk, learner_id=learner.pk)


def test_learners_do_not_enter_a_restricted_course_by_themselves(learner):
    course = make_course(access="restricted")
    with pytest.raises(CourseNotOpen):
        services.enroll_learner(course_id=course.pk, learner_id=learner.pk)
    assert not Enrollment.objects.exists()


@pytest.mark.parametrize("access", ["approval", "restricted"])
def test_staff_bring_learners_into_a_closed_course(learner, admin, access):
    course = make_course(access=access)
    row = services.enroll_learner(course_id=course.pk, learner_id=learner.pk, source="staff", by_id=admin.pk)
    assert (row.status, row.approved_by_id) == ("active", admin.pk)
    assert row.approved_at is not None


def test_a_draft_does_not_exist_for_learners(learner):
    course = make_course(status="draft")
    with pytest.raises(NotFound):
        services.enroll_learner(course_id=course.pk, learner_id=learner.pk)


def test_an_archived_course_takes_nobody_new(learner):
    course = make_course(status="archived")
    with pytest.raises(CourseNotOpen):
        services.enroll_learner(course_id=course.pk, learner_id=learner.pk)


def test_coming_back_opens_the_old_enrollment_with_its_progress(learner):
    enrollment = make_enrollment(learner, done_weight=2, seconds=90)
    services.withdraw(enrollment=enrollment, by_id=learner.pk, reason="no time")
    back = services.enroll_learner(course_id=enrollment.course_id, learner_id=learner.pk)
    assert back.pk == enrollment.pk
    assert back.seconds == 90
    assert Enrollment.objects.count() == 1


def test_every_change_of_status_is_logged(learner, admin):
    enrollment = make_enrollment(learner)
    services.withdraw(enrollment=enrollment, by_id=learner.pk, reason="no time")
    services.enroll_learner(course_id=enrollment.course_id, learner_id=learner.pk)
    services.suspend_enrollment(enrollment=enrollment, by_id=admin.pk, reason="unpaid")
    services.resume_enrollment(enrollment=enrollment, by_id=admin.pk)
    log = EnrollmentTransition.objects.order_by("id").values_list(
        "from_status", "to_status", "by_id", "reason"
    )
    assert list(log) == [
        ("", "active", learner.pk, ""),
        ("active", "withdrawn", learner.pk, "no time"),
        ("withdrawn", "active", learner.pk, ""),
        ("active", "suspended", admin.pk, "unpaid"),
        ("suspended", "active", admin.pk, ""),
    ]


def test_a_suspended_learner_cannot_enroll_again(learner, admin):
    enrollment = make_enrollment(learner)
    services.suspend_enrollment(enrollment=enrollment, by_id=admin.pk)
    with pytest.raises(EnrollmentSuspended):
        services.enroll_learner(course_id=enrollment.course_id, learner_id=learner.pk)


def test_a_suspension_is_lifted_only_while_there_is_a_seat(learner, stranger, admin):
    course = make_course(capacity=1)
    enrollment = make_enrollment(learner, course)
    services.suspend_enrollment(enrollment=enrollment, by_id=admin.pk)
    make_enrollment(stranger, course)
    with pytest.raises(CourseFull):
        services.resume_enrollment(enrollment=enrollment, by_id=admin.pk)


def test_leaving_twice_is_refused(learner):
    enrollment = make_enrollment(learner)
    services.withdraw(enrollment=enrollment, by_id=learner.pk)
    with pytest.raises(EnrollmentStateConflict):
        services.withdraw(enrollment=enrollment, by_id=learner.pk)

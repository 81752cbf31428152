"""Enrollments in the administration can be looked at, not changed."""

import pytest

from edusync.courses.testing import make_course
from edusync.enrollment.services import enroll_learner, withdraw
from edusync.enrollment.testing import make_enrollment


@pytest.fixture
def keeper(api, admin):
    admin.is_staff = admin.is_superuser = True
    admin.save()
    return api(admin)


def test_lists_enrollments_without_a_query_per_row(keeper, learner, stranger, django_assert_max_num_queries):
    make_enrollment(learner)
    make_enrollment(stranger)
    keeper.get("/admin/enrollment/enrollment/")
    with django_assert_max_num_queries(8):
        page = keeper.get("/admin/enrollment/enrollment/")
    assert page.status_code == 200
    assert "Lena Example" in page.content.decode()


def test_nothing_can_be_added_changed_or_deleted(keeper, learner):
    enrollment = make_enrollment(learner)
    assert keeper.get("/admin/enrollment/enrollment/add/").status_code == 403
    assert keeper.get(f"/admin/enrollment/enrollment/{enrollment.pk}/change/").status_code == 200
    assert keeper.get(f"/admin/enrollment/enrollment/{enrollment.pk}/delete/").status_code == 403


def test_shows_the_log(keeper, learner):
    make_enrollment(learner)
    assert keeper.get("/admin/enrollment/enrollmenttransition/").status_code == 200


def test_shows_the_line_and_its_offers(keeper, learner, stranger):
    course = make_course(modules=1, lessons=1, capacity=1, is_waitlist_on=True)
    first = make_enrollment(stranger, course)
    enroll_learner(course_id=course.pk, learner_id=learner.pk)
    withdraw(enrollment=first, by_id=stranger.pk)
    line = keeper.get("/admin/enrollment/waitlistentry/").content.decode()
    assert "Lena Example" in line
    assert keeper.get("/admin/enrollment/waitlistoffer/").status_code == 200
    assert keeper.get("/admin/enrollment/waitlistoffer/add/").status_code == 403

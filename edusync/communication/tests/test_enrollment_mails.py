"""Mails about coming into a course, from the act to the letter."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from edusync.courses.testing import make_course
from edusync.enrollment import services
from edusync.enrollment.models import Enrollment, WaitlistOffer
from edusync.enrollment.testing import make_enrollment
from edusync.identity.services import update_settings
from edusync.kernel import clock
from edusync.kernel.testing import run_worker


@pytest.fixture
def school(instructor):
    """Nothing waits in the outbox but what the test does."""
    run_worker()
    mail.outbox.clear()
    return instructor


def sent():
    run_worker()
    letters = [(letter.to[0].split("@")[0], letter.subject) for letter in mail.outbox]
    mail.outbox.clear()
    return letters


def asked(school, learner, message="Please"):
    course = make_course("Weaving", access="approval", created_by_id=school.pk)
    row = services.enroll_learner(course_id=course.pk, learner_id=learner.pk, message=message)
    return course, row


def test_who_teaches_hears_of_a_request_and_the_learner_of_the_yes(school, learner):
    _course, row = asked(school, learner)
    run_worker()
    (letter,) = mail.outbox
    assert letter.to == [school.email]
    assert "What they wrote: Please" in letter.body
    mail.outbox.clear()
    services.approve_enrollment(enrollment=row, by_id=school.pk)
    # One letter, not a welcome besides.
    assert sent() == [("lena", "You are in: Weaving")]


def test_a_no_comes_with_its_reason(school, learner):
    _course, row = asked(school, learner)
    services.reject_enrollment(enrollment=row, by_id=school.pk, reason="The course is for nurses.")
    run_worker()
    letter = mail.outbox[-1]
    assert letter.to == [learner.email]
    assert "The reason: The course is for nurses." in letter.body


def test_a_seat_on_offer_is_told_once_with_its_deadline(school, learner, stranger):
    update_settings(user_id=learner.pk, changes={"language": "ta", "time_zone": "Asia/Kolkata"})
    course = make_course("Weaving", capacity=1, is_waitlist_on=True)
    first = make_enrollment(stranger, course)
    services.enroll_learner(course_id=course.pk, learner_id=learner.pk)
    sent()
    services.withdraw(enrollment=first, by_id=stranger.pk)
    run_worker()
    run_worker()
    (letter,) = mail.outbox
    offer = WaitlistOffer.objects.get()
    assert letter.to == [learner.email]
    local = offer.expires_at.astimezone(ZoneInfo("Asia/Kolkata"))
    assert f"{local:%Y-%m-%d %H:%M} (Asia/Kolkata)" in letter.body
    assert f"/courses/{course.slug}" in letter.body


def test_who_let_an_offer_lapse_is_told_and_the_next_gets_it(school, learner, stranger, make_person):
    course = make_course("Weaving", capacity=1, is_waitlist_on=True)
    first = make_enrollment(make_person("wanda"), course)
    for person in (learner, stranger):
        services.enroll_learner(course_id=course.pk, learner_id=person.pk)
    services.withdraw(enrollment=first, by_id=first.learner_id)
    sent()
    WaitlistOffer.objects.update(expires_at=clock.now() - datetime.timedelta(seconds=1))
    assert services.lapse_due_offers() == 1
    assert sorted(sent()) == sorted(
        [
            (learner.email.split("@")[0], "The seat went to the next: Weaving"),
            (stranger.email.split("@")[0], "A seat is free: Weaving"),
        ]
    )


def test_the_last_week_and_the_end_are_told(school, learner):
    course = make_course("Weaving", access_days=30)
    row = services.enroll_learner(course_id=course.pk, learner_id=learner.pk)
    sent()
    row.refresh_from_db()
    for _ in range(2):
        services.warn_of_expiry(enrollment_id=row.pk, expires_at=row.expires_at.isoformat())
    assert sent() == [("lena", "A week is left: Weaving")]
    # An old plan says nothing any more.
    assert not services.warn_of_expiry(enrollment_id=row.pk, expires_at="2020-01-01T00:00:00+00:00")
    Enrollment.objects.update(expires_at=clock.now())
    assert services.expire_due_enrollments() == 1
    assert sent() == [("lena", "Your access has ended: Weaving")]

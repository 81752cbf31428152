"""Whoever leaves the course leaves the seat of an exam: the line moves at once, and coming back takes nothing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from edusync.assessment.models import ExamRegistration, ExamSitting, ExamWaitlistEntry
from edusync.assessment.services import exams
from edusync.assessment.tests.exam_rows import NOON, check_in, make_exam, make_sitting
from edusync.audit.models import AuditEvent
from edusync.courses.problems import EnrollFirst
from edusync.enrollment.models import Enrollment
from edusync.enrollment.services import (
    enroll_learner,
    pause_enrollment,
    resume_enrollment,
    suspend_enrollment,
    withdraw,
)
from edusync.enrollment.services.upkeep import expire_enrollment
from edusync.kernel.clock import frozen

pytestmark = pytest.mark.django_db
BEFORE = NOON - timedelta(days=7)


@pytest.fixture
def pair(course, make_person, enrollment):
    """Who has the only seat, and who waits for it."""
    other = make_person("bea", roles=("learner",))
    return enrollment, enroll_learner(course_id=course.pk, learner_id=other.pk)


@pytest.fixture
def sitting(quiz, pair):
    """A sitting of one seat that the first has; the second is in line and gets what is free."""
    with frozen(BEFORE):
        exam = make_exam(quiz, is_registration_needed=True)
        made = make_sitting(exam, seats=1)
        ExamSitting.objects.filter(pk=made.pk).update(waitlist="give")
        made.refresh_from_db()
        exams.register(exam=exam, enrollment=pair[0], sitting=made)
        exams.join_line(exam=exam, enrollment=pair[1], sitting=made)
    return made


def expire(enrollment, by):
    Enrollment.objects.filter(pk=enrollment.pk).update(expires_at=BEFORE)
    assert expire_enrollment(enrollment_id=enrollment.pk)


WAYS_OUT = {
    "withdrawn": lambda row, by: withdraw(enrollment=row, by_id=by),
    "suspended": lambda row, by: suspend_enrollment(enrollment=row, by_id=by),
    "expired": expire,
}


@pytest.mark.parametrize("status", WAYS_OUT)
def test_every_way_out_frees_the_seat_for_the_next(sitting, pair, admin, status):
    with frozen(BEFORE):
        WAYS_OUT[status](pair[0], admin.pk)
    places = ExamRegistration.objects.filter(sitting=sitting)
    left = places.get(enrollment=pair[0])
    assert (left.state, left.canceled_because, left.canceled_at) == ("canceled", status, BEFORE)
    assert places.get(enrollment=pair[1]).state == "booked"
    sitting.refresh_from_db()
    assert sitting.seats_taken == 1
    told = AuditEvent.objects.get(action="assessment.exam_seat.freed")
    assert (told.facts["reason"], told.subject_id) == (status, pair[0].learner_id)


def test_a_break_keeps_the_seat(sitting, pair):
    with frozen(BEFORE):
        pause_enrollment(enrollment=pair[0], by_id=pair[0].learner_id)
    assert exams.booked_registration(sitting.exam, pair[0]) is not None


def test_coming_back_takes_no_seat(sitting, pair, admin):
    with frozen(BEFORE):
        suspend_enrollment(enrollment=pair[0], by_id=admin.pk)
        back = resume_enrollment(enrollment=pair[0], by_id=admin.pk)
        assert exams.booked_registration(sitting.exam, back) is None
        assert exams.booked_registration(sitting.exam, pair[1]) is not None
        exams.join_line(exam=sitting.exam, enrollment=back, sitting=sitting)
    assert exams.entry_in_line(sitting.exam, back).state == "waiting"


def test_the_seat_stays_once_the_sitting_has_begun(sitting, pair, admin):
    with frozen(NOON):
        suspend_enrollment(enrollment=pair[0], by_id=admin.pk)
    assert ExamRegistration.objects.get(enrollment=pair[0]).state == "booked"


def test_a_place_without_a_sitting_ends_too_unless_somebody_checked_in(quiz, pair, admin):
    with frozen(BEFORE):
        exam = make_exam(quiz, is_registration_needed=True)
        for one in pair:
            exams.register(exam=exam, enrollment=one)
        check_in(exam, pair[0])
        for one in pair:
            suspend_enrollment(enrollment=one, by_id=admin.pk)
    states = [ExamRegistration.objects.get(enrollment=one).state for one in pair]
    # A session is evidence, and its place with it.
    assert states == ["booked", "canceled"]


def test_a_place_in_line_and_an_offer_end_too(sitting, pair, make_person, course):
    third = enroll_learner(course_id=course.pk, learner_id=make_person("cem", roles=("learner",)).pk)
    with frozen(BEFORE):
        exams.join_line(exam=sitting.exam, enrollment=third, sitting=sitting)
        ExamSitting.objects.filter(pk=sitting.pk).update(waitlist="offer")
        exams.cancel_registration(exam=sitting.exam, enrollment=pair[0])
        assert exams.entry_in_line(sitting.exam, pair[1]).state == "offered"
        withdraw(enrollment=pair[1], by_id=pair[1].learner_id)
    states = ExamWaitlistEntry.objects.order_by("id").values_list("state", flat=True)
    assert list(states) == ["left", "offered"]
    assert ExamRegistration.objects.get(enrollment=pair[1]).canceled_because == "withdrawn"


def test_who_left_meanwhile_books_nothing(sitting, pair, admin):
    with frozen(BEFORE):
        stale = Enrollment.objects.get(pk=pair[0].pk)
        suspend_enrollment(enrollment=pair[0], by_id=admin.pk)
        for act in (exams.register, exams.join_line):
            with pytest.raises(EnrollFirst):
                act(exam=sitting.exam, enrollment=stale, sitting=sitting)


def test_only_what_is_canceled_says_why_and_only_in_known_words(sitting, pair):
    rows = ExamRegistration.objects.filter(enrollment=pair[0])
    for change in ({"canceled_because": "own"}, {"state": "canceled", "canceled_because": "whatever"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(canceled_at=NOON if "state" in change else None, **change)
    # The release before writes no reason.
    assert rows.update(state="canceled", canceled_at=NOON)

"""Requests, the line and offers: who gets which seat, and when."""

import datetime

import pytest

from edusync.courses.models import Course
from edusync.courses.problems import CapacityBelowSeats
from edusync.courses.services import update_course
from edusync.courses.testing import make_course
from edusync.enrollment import queries, services
from edusync.enrollment.events import EnrollmentRequested, OfferLapsed, SeatOffered, WaitlistJoined
from edusync.enrollment.models import Cohort, Enrollment, WaitlistEntry, WaitlistOffer
from edusync.enrollment.problems import (
    AccessEnded,
    AlreadyWaiting,
    CohortNotOpen,
    CourseFull,
    EnrollmentNotOpenNow,
    OfferClosed,
    RequestOpen,
)
from edusync.enrollment.testing import make_enrollment
from edusync.enrollment.tests.told import told
from edusync.identity.models import User
from edusync.kernel import clock
from edusync.kernel.policy import Actor
from edusync.kernel.problems import ValidationProblem


@pytest.fixture
def full(stranger):
    """A course whose only seat the stranger has, with a line."""
    course = make_course(modules=1, lessons=1, capacity=1, is_waitlist_on=True)
    make_enrollment(stranger, course)
    return course


def enroll(course, person, **values):
    return services.enroll_learner(course_id=course.pk, learner_id=person.pk, **values)


def leave(course, person):
    row = queries.enrollment_of(course_id=course.pk, learner_id=person.pk)
    return services.withdraw(enrollment=row, by_id=person.pk)


def offered_to():
    offers = WaitlistOffer.objects.filter(answer="open").order_by("id")
    return list(offers.values_list("entry__learner__first_name", flat=True))


def test_waits_when_the_course_is_full_and_keeps_a_line(full, learner):
    row = enroll(full, learner)
    place = queries.place_in_line(row.pk)
    assert (row.status, place.position, place.offer) == ("waitlisted", 1, None)
    assert told(WaitlistJoined) == [{"enrollment_id": row.pk, "course_id": full.pk, "learner_id": learner.pk}]
    with pytest.raises(AlreadyWaiting):
        enroll(full, learner)


def test_nobody_is_put_in_line_who_did_not_ask_for_it(full, learner):
    with pytest.raises(CourseFull):
        enroll(full, learner, join_waitlist=False)
    assert not Enrollment.objects.filter(learner=learner).exists()


def test_a_freed_seat_is_offered_to_the_first_in_line_once(full, stranger, make_person):
    people = [make_person(name) for name in ("ada", "bob")]
    for person in people:
        enroll(full, person)
    leave(full, stranger)
    assert offered_to() == ["Ada"]
    (event,) = told(SeatOffered)
    offer = WaitlistOffer.objects.get()
    assert (event["learner_id"], event["offer_id"]) == (people[0].pk, offer.pk)
    assert event["expires_at"] == offer.expires_at.isoformat()
    assert offer.expires_at - offer.created_at >= datetime.timedelta(hours=47)
    assert WaitlistEntry.objects.get(learner=people[0]).notified_at is not None
    # The seat is kept: nobody else gets it, and nothing more is offered.
    assert enroll(full, stranger).status == "waitlisted"
    assert services.promote_course(course_id=full.pk) == 0


def test_priority_comes_before_time(full, stranger, admin, make_person):
    for name in ("ada", "bob", "eve"):
        enroll(full, make_person(name))
    entry = WaitlistEntry.objects.get(learner__first_name="Eve")
    services.set_waitlist_priority(entry=entry, priority=1, by_id=admin.pk)
    assert queries.position_of(WaitlistEntry.objects.get(pk=entry.pk)) == 1
    leave(full, stranger)
    assert offered_to() == ["Eve"]


def test_an_accepted_offer_is_a_seat_with_dates_of_that_day(full, stranger, learner):
    update_course(course=Course.objects.get(pk=full.pk), due_days=10, access_days=20)
    row = enroll(full, learner)
    leave(full, stranger)
    row = services.accept_offer(offer=WaitlistOffer.objects.get(), by_id=learner.pk)
    assert row.status == "active"
    assert row.due_at - row.enrolled_at == datetime.timedelta(days=10)
    assert row.expires_at - row.enrolled_at == datetime.timedelta(days=20)
    full.refresh_from_db()
    assert (full.seats_taken, full.seats_offered) == (1, 0)
    with pytest.raises(OfferClosed):
        services.accept_offer(offer=WaitlistOffer.objects.get(), by_id=learner.pk)


@pytest.mark.parametrize("way", ["declined", "lapsed", "left"])
def test_a_seat_not_taken_goes_to_the_next(full, stranger, learner, make_person, way):
    first = enroll(full, learner)
    enroll(full, make_person("next"))
    leave(full, stranger)
    offer = WaitlistOffer.objects.get()
    if way == "declined":
        services.decline_offer(offer=offer, by_id=learner.pk)
    elif way == "left":
        services.withdraw(enrollment=first, by_id=learner.pk)
    else:
        WaitlistOffer.objects.update(expires_at=clock.now())
        assert services.lapse_due_offers() == 1
        assert [event["learner_id"] for event in told(OfferLapsed)] == [learner.pk]
        assert services.lapse_due_offers() == 0
    assert offered_to() == ["Next"]
    first.refresh_from_db()
    assert first.status == "withdrawn"
    # Who comes back stands at the end.
    again = enroll(full, learner)
    assert queries.place_in_line(again.pk).position == 1


def test_an_offer_cannot_be_taken_after_its_time(full, stranger, learner):
    enroll(full, learner)
    leave(full, stranger)
    WaitlistOffer.objects.update(expires_at=clock.now())
    with pytest.raises(OfferClosed) as refusal:
        services.accept_offer(offer=WaitlistOffer.objects.get(), by_id=learner.pk)
    assert refusal.value.facts == {"answer": "lapsed"}


def test_more_capacity_is_offered_at_once_and_less_than_taken_is_refused(full, make_person):
    for name in ("ada", "bob", "eve"):
        enroll(full, make_person(name))
    update_course(course=Course.objects.get(pk=full.pk), capacity=3)
    assert offered_to() == ["Ada", "Bob"]
    with pytest.raises(CapacityBelowSeats) as refusal:
        update_course(course=Course.objects.get(pk=full.pk), capacity=2)
    assert refusal.value.facts == {"seats_taken": 1, "seats_offered": 2}
    update_course(course=Course.objects.get(pk=full.pk), capacity=None)
    assert offered_to() == ["Ada", "Bob", "Eve"]


def test_who_waits_for_a_full_cohort_is_passed_over(stranger, make_person):
    course = make_course(modules=1, lessons=1, capacity=2, is_waitlist_on=True)
    small = Cohort.objects.create(course=course, name="Small", capacity=1)
    enroll(course, stranger, cohort_id=small.pk)
    enroll(course, make_person("ada"), cohort_id=small.pk)
    assert offered_to() == []
    seat = enroll(course, make_person("bob"))
    assert (seat.status, offered_to()) == ("active", [])
    leave(course, stranger)
    assert offered_to() == ["Ada"]
    small.refresh_from_db()
    assert (small.seats_taken, small.seats_offered) == (0, 1)


def test_a_seat_freed_while_nobody_could_offer_it_is_offered_later(full, stranger, learner):
    enroll(full, learner)
    Course.objects.filter(pk=full.pk).update(status="archived")
    leave(full, stranger)
    assert offered_to() == []
    Course.objects.filter(pk=full.pk).update(status="published")
    assert services.promote_due_courses() == 1
    assert services.promote_due_courses() == 0


def test_a_request_waits_for_an_answer(learner, instructor):
    course = make_course(modules=1, lessons=1, access="approval")
    row = enroll(course, learner, message="I teach this.")
    assert (row.status, row.request_message) == ("pending", "I teach this.")
    assert [event["enrollment_id"] for event in told(EnrollmentRequested)] == [row.pk]
    with pytest.raises(RequestOpen):
        enroll(course, learner)
    row = services.approve_enrollment(enrollment=row, by_id=instructor.pk)
    assert (row.status, row.approved_by_id) == ("active", instructor.pk)
    assert row.approved_at == row.enrolled_at


def test_a_refusal_needs_a_reason_and_may_be_asked_again(learner, instructor):
    course = make_course(modules=1, lessons=1, access="approval")
    row = enroll(course, learner)
    with pytest.raises(ValidationProblem):
        services.reject_enrollment(enrollment=row, by_id=instructor.pk, reason="  ")
    services.reject_enrollment(enrollment=row, by_id=instructor.pk, reason="For nurses only.")
    row.refresh_from_db()
    assert (row.status, row.rejection_reason) == ("rejected", "For nurses only.")
    again = enroll(course, learner, message="I am one.")
    assert (again.pk, again.status, again.rejection_reason) == (row.pk, "pending", "")


@pytest.mark.owner("removes the row of an account: the application empties it instead")
def test_an_enrollment_outlives_the_account_of_who_approved_it(learner):
    approver = User.objects.create(username="approver", email="approver@example.com")
    row = make_enrollment(learner, make_course(modules=1, lessons=1))
    # Brought over from elsewhere: the log of this place does not name them (whom it names stays as a number).
    Enrollment.objects.filter(pk=row.pk).update(approved_by=approver, approved_at=clock.now())
    approver.delete()
    row.refresh_from_db()
    assert (row.status, row.approved_by_id) == ("active", None)
    assert row.approved_at is not None


def test_who_is_approved_for_a_full_course_stands_in_line_and_needs_no_second_approval(
    learner, stranger, instructor
):
    course = make_course(modules=1, lessons=1, access="approval", capacity=1, is_waitlist_on=True)
    make_enrollment(stranger, course)
    row = services.approve_enrollment(enrollment=enroll(course, learner), by_id=instructor.pk)
    assert row.status == "waitlisted"
    leave(course, stranger)
    row = services.accept_offer(offer=WaitlistOffer.objects.get(), by_id=learner.pk)
    assert (row.status, row.approved_by_id) == ("active", instructor.pk)


def test_without_a_line_nobody_is_approved_into_a_full_course(learner, stranger, instructor):
    course = make_course(modules=1, lessons=1, access="approval", capacity=1)
    make_enrollment(stranger, course)
    row = enroll(course, learner)
    with pytest.raises(CourseFull):
        services.approve_enrollment(enrollment=row, by_id=instructor.pk)
    row.refresh_from_db()
    assert (row.status, row.approved_by_id) == ("pending", None)


@pytest.mark.parametrize(("opens", "closes"), [(1, None), (None, -1), (1, 2), (-2, -1)])
@pytest.mark.parametrize("place", ["course", "cohort"])
def test_times_of_enrollment_bind_learners_and_not_staff(learner, admin, opens, closes, place):
    now = clock.now()
    dates = {
        "enrollment_opens_at": opens and now + datetime.timedelta(days=opens),
        "enrollment_closes_at": closes and now + datetime.timedelta(days=closes),
    }
    course = make_course(modules=1, lessons=1, **(dates if place == "course" else {}))
    cohort = Cohort.objects.create(course=course, name="Autumn", **(dates if place == "cohort" else {}))
    with pytest.raises(EnrollmentNotOpenNow):
        enroll(course, learner, cohort_id=cohort.pk)
    row = enroll(course, learner, cohort_id=cohort.pk, source="staff", by_id=admin.pk)
    assert row.status == "active"


def test_a_closed_cohort_is_not_chosen(learner):
    course = make_course(modules=1, lessons=1)
    closed = Cohort.objects.create(course=course, name="Closed", is_open=False)
    elsewhere = Cohort.objects.create(course=make_course("B", modules=1, lessons=1), name="Far")
    for cohort in (closed, elsewhere):
        with pytest.raises(CohortNotOpen):
            enroll(course, learner, cohort_id=cohort.pk)


def test_after_the_end_only_staff_give_more_time(learner, admin):
    course = make_course(modules=1, lessons=1, access_days=5)
    row = make_enrollment(learner, course)
    Enrollment.objects.update(expires_at=clock.now())
    assert services.expire_due_enrollments() == 1
    row.refresh_from_db()
    assert row.status == "expired"
    with pytest.raises(AccessEnded):
        enroll(course, learner)
    back = enroll(course, learner, source="staff", by_id=admin.pk)
    assert (back.pk, back.status) == (row.pk, "active")
    assert back.expires_at > clock.now()


def test_a_course_is_taken_anew_when_its_validity_is_over(learner, stranger):
    course = make_course(modules=1, lessons=1, capacity=1, recertify_days=365, is_waitlist_on=True)
    done = clock.now() - datetime.timedelta(days=366)
    old = make_enrollment(learner, course, status="completed", completed_at=done)
    enroll(course, stranger)
    assert services.renew_due_enrollments() == 1
    assert services.renew_due_enrollments() == 0
    old.refresh_from_db()
    new = queries.enrollment_of(course_id=course.pk, learner_id=learner.pk)
    assert (old.status, new.status, new.attempt_number, new.percent) == ("expired", "active", 2, 0)
    # The seat stayed theirs: who waits was not passed over and not served either.
    course.refresh_from_db()
    assert (course.seats_taken, offered_to()) == (1, [])


def test_a_validity_that_is_not_over_changes_nothing(learner):
    course = make_course(modules=1, lessons=1, recertify_days=365)
    make_enrollment(learner, course, status="completed", completed_at=clock.now())
    assert services.renew_due_enrollments() == 0


def test_acts_on_many_say_row_by_row_what_became_of_them(learner, stranger, make_person, admin):
    course = make_course(modules=1, lessons=1, access="approval", capacity=1)
    asked = [enroll(course, person) for person in (learner, stranger)]
    boss = Actor(user_id=admin.pk, organization_id=course.organization_id)
    result = services.change_many(
        course_id=course.pk,
        enrollment_ids=[*(row.pk for row in asked), 999_999],
        act="approve",
        by=boss,
    )
    assert result == {
        "done": [asked[0].pk],
        "refused": [{"id": asked[1].pk, "code": "course-full"}, {"id": 999_999, "code": "not-found"}],
    }

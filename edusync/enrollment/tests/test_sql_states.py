"""States, approvals, seats and offers as the database itself keeps them: everything here goes around the services."""

import itertools

import pytest
from django.db import DatabaseError, connection, transaction

from edusync.courses.models import Course
from edusync.courses.testing import make_course
from edusync.enrollment import services
from edusync.enrollment.models import (
    Cohort,
    Enrollment,
    EnrollmentExtension,
    WaitlistEntry,
    WaitlistOffer,
)
from edusync.enrollment.states import ALLOWED
from edusync.enrollment.testing import make_enrollment
from edusync.kernel import clock
from edusync.kernel.sqlobjects import is_refused_by_trigger


def execute(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def refused(sql, *parameters):
    """Whether a trigger, and nothing else, stops the statement."""
    try:
        with transaction.atomic():
            execute(sql, *parameters)
    except DatabaseError as error:
        if not is_refused_by_trigger(error):
            raise
        return True
    return False


def seats(row):
    row.refresh_from_db()
    return row.seats_taken, row.seats_offered


def test_the_machine_of_the_database_is_that_of_the_code(make_person):
    course = make_course(modules=1, lessons=1)
    statuses = [status for status in ALLOWED if status]
    rows = {
        status: Enrollment.objects.create(
            course=course,
            learner_id=make_person(f"p-{status}").pk,
            status=status,
            enrolled_at=clock.now(),
            completed_at=clock.now(),
            approval_requested_at=clock.now() if status == "pending" else None,
            rejection_reason="full",
        )
        for status in statuses
    }
    for before, after in itertools.permutations(statuses, 2):
        # The facts the checks ask for are there: only the trigger is in the way.
        approved = "approval_requested_at = enrolled_at, approved_at = enrolled_at"
        sql = f"UPDATE enrollment_enrollment SET status = '{after}', {approved} WHERE id = %s"
        sid = transaction.savepoint()
        assert refused(sql, rows[before].pk) == (after not in ALLOWED[before]), (before, after)
        transaction.savepoint_rollback(sid)


def test_nobody_begins_in_a_course_with_approval_without_one(learner, stranger, admin):
    course = make_course(modules=1, lessons=1, access="approval")
    row = services.enroll_learner(course_id=course.pk, learner_id=learner.pk)
    assert row.status == "pending"
    # A date without a person is no approval of a request.
    sql = "UPDATE enrollment_enrollment SET status = 'active', approved_at = enrolled_at"
    assert refused(f"{sql} WHERE id = %s", row.pk)
    assert not refused(f"{sql}, approved_by_id = %s WHERE id = %s", admin.pk, row.pk)
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        Enrollment.objects.create(course=course, learner=stranger, enrolled_at=clock.now())
    assert is_refused_by_trigger(refusal.value)


def test_a_break_in_a_course_that_asks_for_approval_since_then_ends_freely(learner):
    course = make_course(modules=1, lessons=1)
    row = make_enrollment(learner, course, status="paused")
    Course.objects.filter(pk=course.pk).update(access="approval")
    assert not refused("UPDATE enrollment_enrollment SET status = 'active' WHERE id = %s", row.pk)


def test_a_break_keeps_the_seat_and_a_suspension_frees_it(learner):
    course = make_course(modules=1, lessons=1)
    row = make_enrollment(learner, course)
    taken = []
    for status in ("paused", "active", "suspended", "active", "expired"):
        execute("UPDATE enrollment_enrollment SET status = %s WHERE id = %s", status, row.pk)
        taken.append(seats(course)[0])
    assert taken == [1, 1, 0, 1, 0]


def test_no_statement_seats_more_than_the_capacity(learner, stranger):
    course = make_course(modules=1, lessons=1, capacity=1)
    make_enrollment(learner, course)
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        Enrollment.objects.create(course=course, learner=stranger, enrolled_at=clock.now())
    assert is_refused_by_trigger(refusal.value)
    assert refused("UPDATE courses_course SET seats_taken = 2 WHERE id = %s", course.pk)
    assert refused("UPDATE courses_course SET seats_offered = 1 WHERE id = %s", course.pk)
    assert seats(course) == (1, 0)


def test_a_seat_kept_free_is_not_given_to_somebody_else(learner, stranger, make_person):
    course = make_course(modules=1, lessons=1, capacity=1, is_waitlist_on=True)
    first = make_enrollment(learner, course)
    services.enroll_learner(course_id=course.pk, learner_id=stranger.pk)
    services.withdraw(enrollment=first, by_id=learner.pk)
    assert seats(course) == (0, 1)
    assert refused("UPDATE enrollment_enrollment SET status = 'active' WHERE id = %s", first.pk)


def test_the_capacity_does_not_fall_below_the_seats(learner, stranger):
    course = make_course(modules=1, lessons=1)
    for person in (learner, stranger):
        make_enrollment(person, course)
    assert refused("UPDATE courses_course SET capacity = 1 WHERE id = %s", course.pk)
    assert not refused("UPDATE courses_course SET capacity = 2 WHERE id = %s", course.pk)
    # What has nothing to do with seats is never in the way.
    assert not refused("UPDATE courses_course SET tagline = 'x' WHERE id = %s", course.pk)


def cohort_of(course, name="Autumn", **values):
    return Cohort.objects.create(course=course, name=name, **values)


def test_seats_of_a_cohort_follow_status_and_move(learner):
    course = make_course(modules=1, lessons=1)
    one, two = cohort_of(course, "One"), cohort_of(course, "Two", capacity=1)
    row = make_enrollment(learner, course)
    move = "UPDATE enrollment_enrollment SET cohort_id = %s WHERE id = %s"
    execute(move, one.pk, row.pk)
    assert (seats(one)[0], seats(two)[0], seats(course)[0]) == (1, 0, 1)
    execute(move, two.pk, row.pk)
    assert (seats(one)[0], seats(two)[0], seats(course)[0]) == (0, 1, 1)
    execute("UPDATE enrollment_enrollment SET status = 'withdrawn' WHERE id = %s", row.pk)
    assert (seats(two)[0], seats(course)[0]) == (0, 0)
    execute(
        "UPDATE enrollment_enrollment SET status = 'active', cohort_id = %s WHERE id = %s", one.pk, row.pk
    )
    assert (seats(one)[0], seats(two)[0], seats(course)[0]) == (1, 0, 1)


def test_a_full_cohort_takes_nobody_whoever_writes(learner, stranger):
    course = make_course(modules=1, lessons=1)
    cohort = cohort_of(course, capacity=1)
    for person, is_refused in ((learner, False), (stranger, True)):
        row = make_enrollment(person, course)
        sql = "UPDATE enrollment_enrollment SET cohort_id = %s WHERE id = %s"
        assert refused(sql, cohort.pk, row.pk) == is_refused
    assert seats(cohort) == (1, 0)
    assert refused("UPDATE enrollment_cohort SET seats_offered = 1 WHERE id = %s", cohort.pk)


@pytest.fixture
def offer(learner, stranger):
    course = make_course(modules=1, lessons=1, capacity=1, is_waitlist_on=True)
    first = make_enrollment(stranger, course)
    services.enroll_learner(course_id=course.pk, learner_id=learner.pk)
    services.withdraw(enrollment=first, by_id=stranger.pk)
    return WaitlistOffer.objects.select_related("course").get()


def test_open_offers_are_counted_whoever_writes(offer):
    course = offer.course
    assert seats(course) == (0, 1)
    execute(
        "UPDATE enrollment_waitlist_offer SET answer = 'lapsed', answered_at = created_at WHERE id = %s",
        offer.pk,
    )
    assert seats(course) == (0, 0)
    WaitlistOffer.objects.create(
        entry=offer.entry, course=course, expires_at=clock.now(), cohort=offer.cohort
    )
    assert seats(course) == (0, 1)


@pytest.mark.owner("the guard holds for the owner too; the application has not even the right")
def test_an_answer_is_given_once_and_offers_stay(offer):
    assert refused("DELETE FROM enrollment_waitlist_offer WHERE id = %s", offer.pk)
    sql = "UPDATE enrollment_waitlist_offer SET answer = %s, answered_at = {} WHERE id = %s"
    assert not refused(sql.format("created_at"), "declined", offer.pk)
    assert refused(sql.format("created_at"), "accepted", offer.pk)
    assert refused(sql.format("NULL"), "open", offer.pk)
    assert WaitlistEntry.objects.count() == 1


@pytest.mark.owner("the guard holds for the owner too; the application has not even the right")
@pytest.mark.parametrize("act", ["UPDATE {} SET reason = 'x' WHERE id = %s", "DELETE FROM {} WHERE id = %s"])
def test_extensions_are_a_log(learner, admin, act):
    row = make_enrollment(learner)
    extension = services.extend_enrollment(enrollment=row, kind="due", until=None, by_id=admin.pk)
    assert refused(act.format("enrollment_enrollment_extension"), extension.pk)
    assert EnrollmentExtension.objects.filter(pk=extension.pk, reason="").exists()

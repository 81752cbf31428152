"""The line of a full sitting: first come first, never a seat too many, and everybody is told."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from edusync.assessment.exam_problems import (
    ExamOfferOver,
    LineNotKept,
    RegistrationNotOpen,
    SeatHeldAlready,
    SittingCanceled,
    SittingFull,
    SittingInUse,
    SittingNotNow,
)
from edusync.assessment.models import ExamRegistration, ExamSitting, ExamWaitlistEntry
from edusync.assessment.services import exams
from edusync.assessment.tests.exam_rows import NOON, check_in, make_exam, make_sitting
from edusync.enrollment.services import enroll_learner, withdraw
from edusync.kernel.clock import frozen
from edusync.kernel.models import OutboxEvent

pytestmark = pytest.mark.django_db
BEFORE = NOON - timedelta(days=7)


@pytest.fixture
def people(course, make_person, enrollment):
    """Enrollments of five learners; the first is the one of `enrollment`."""
    names = ("bea", "cem", "dan", "eva")
    made = [make_person(name, roles=("learner",)) for name in names]
    return [enrollment, *(enroll_learner(course_id=course.pk, learner_id=one.pk) for one in made)]


def full(quiz, holder, *, waitlist="offer", hours=24, **rules):
    """An exam with a sitting of one seat, which somebody has."""
    exam = make_exam(quiz, is_registration_needed=True, **rules)
    sitting = make_sitting(exam, seats=1)
    ExamSitting.objects.filter(pk=sitting.pk).update(waitlist=waitlist, offer_hours=hours)
    sitting.refresh_from_db()
    exams.register(exam=exam, enrollment=holder, sitting=sitting)
    return exam, sitting


def state_of(exam, enrollment):
    """State of somebody's latest place in line."""
    return ExamWaitlistEntry.objects.filter(exam=exam, enrollment=enrollment).latest("id").state


def seat_of(exam, enrollment):
    """The sitting in which somebody has a place."""
    row = exams.booked_registration(exam, enrollment)
    return row.sitting_id if row else None


def told(kind):
    """Whom an event named, in order."""
    return [row.payload["learner_id"] for row in OutboxEvent.objects.filter(event_type=kind).order_by("id")]


def test_a_freed_seat_is_given_to_who_came_first(quiz, people):
    with frozen(BEFORE):
        exam, sitting = full(quiz, people[0], waitlist="give")
        exams.join_line(exam=exam, enrollment=people[1], sitting=sitting)
        exams.join_line(exam=exam, enrollment=people[2], sitting=sitting)
        exams.cancel_registration(exam=exam, enrollment=people[0])
    assert [state_of(exam, one) for one in people[1:3]] == ["seated", "waiting"]
    assert seat_of(exam, people[1]) == sitting.pk
    sitting.refresh_from_db()
    assert sitting.seats_taken == 1
    assert told("assessment.exam_seat_given") == [people[1].learner_id]


def test_a_seat_on_offer_is_kept_until_it_is_taken(quiz, people):
    with frozen(BEFORE):
        exam, sitting = full(quiz, people[0])
        entry = exams.join_line(exam=exam, enrollment=people[1], sitting=sitting)
        with pytest.raises(ExamOfferOver):
            exams.take_offer(exam=exam, enrollment=people[1])
        exams.cancel_registration(exam=exam, enrollment=people[0])
        with pytest.raises(SittingFull):
            exams.register(exam=exam, enrollment=people[0], sitting=sitting)
        entry.refresh_from_db()
        assert entry.offer_ends_at == BEFORE + timedelta(hours=24)
        assert seat_of(exam, people[1]) is None
        exams.take_offer(exam=exam, enrollment=people[1])
    assert (state_of(exam, people[1]), seat_of(exam, people[1])) == ("seated", sitting.pk)
    assert told("assessment.exam_seat_offered") == [people[1].learner_id]


def test_an_offer_lapses_and_the_next_is_asked(quiz, people):
    with frozen(BEFORE):
        exam, sitting = full(quiz, people[0], hours=2)
        for one in people[1:3]:
            exams.join_line(exam=exam, enrollment=one, sitting=sitting)
        exams.cancel_registration(exam=exam, enrollment=people[0])
    with frozen(BEFORE + timedelta(hours=1)):
        assert exams.tend_lines() == 0
    with frozen(BEFORE + timedelta(hours=2)):
        with pytest.raises(ExamOfferOver):
            exams.take_offer(exam=exam, enrollment=people[1])
        assert exams.tend_lines() == 1
        assert [state_of(exam, one) for one in people[1:3]] == ["lapsed", "offered"]
        exams.leave_line(exam=exam, enrollment=people[2])
    sitting.refresh_from_db()
    assert sitting.seats_taken == 0
    assert told("assessment.exam_offer_lapsed") == [people[1].learner_id]


def test_an_offer_never_outlives_the_beginning_and_then_the_line_is_closed(quiz, people):
    late = NOON - timedelta(hours=3)
    with frozen(late):
        exam, sitting = full(quiz, people[0])
        for one in people[1:3]:
            exams.join_line(exam=exam, enrollment=one, sitting=sitting)
        exams.cancel_registration(exam=exam, enrollment=people[0])
    assert ExamWaitlistEntry.objects.get(state="offered").offer_ends_at == NOON
    with frozen(NOON):
        assert exams.tend_lines() == 1
        assert [state_of(exam, one) for one in people[1:3]] == ["lapsed", "closed"]
        with pytest.raises(SittingNotNow):
            exams.join_line(exam=exam, enrollment=people[3], sitting=sitting)


def test_lines_that_only_wait_do_not_keep_others_from_moving(quiz, people):
    with frozen(BEFORE):
        exam, first = full(quiz, people[0])
        exams.join_line(exam=exam, enrollment=people[1], sitting=first)
        second = make_sitting(exam, seats=1)
        ExamSitting.objects.filter(pk=second.pk).update(waitlist="offer")
        exams.register(exam=exam, enrollment=people[2], sitting=second)
        exams.join_line(exam=exam, enrollment=people[3], sitting=second)
        # As a seat that came in another way than by somebody who gave one back.
        ExamSitting.objects.filter(pk=second.pk).update(seats=2)
        exams.tend_lines(limit=1)
    assert [state_of(exam, one) for one in (people[1], people[3])] == ["waiting", "offered"]


def test_one_line_per_exam_and_the_place_elsewhere_is_kept_until_the_seat_is_taken(quiz, people):
    with frozen(BEFORE):
        exam, early = full(quiz, people[0])
        late = make_sitting(exam, seats=1, starts_at=NOON + timedelta(days=1))
        exams.register(exam=exam, enrollment=people[1], sitting=late)
        with pytest.raises(SeatHeldAlready):
            exams.join_line(exam=exam, enrollment=people[1], sitting=late)
        entry = exams.join_line(exam=exam, enrollment=people[1], sitting=early)
        assert exams.join_line(exam=exam, enrollment=people[1], sitting=early).pk == entry.pk
        # Somebody waits for the seat that the one who moves will leave.
        exams.join_line(exam=exam, enrollment=people[2], sitting=early)
        exams.join_line(exam=exam, enrollment=people[2], sitting=late)
        assert ExamWaitlistEntry.objects.filter(in_line=1, enrollment=people[2]).get().sitting == late
        exams.cancel_registration(exam=exam, enrollment=people[0])
        assert (state_of(exam, people[1]), seat_of(exam, people[1])) == ("offered", late.pk)
        exams.take_offer(exam=exam, enrollment=people[1])
    assert seat_of(exam, people[1]) == early.pk
    assert state_of(exam, people[2]) == "offered"


def test_moving_by_oneself_lets_the_line_move(quiz, people):
    with frozen(BEFORE):
        exam, early = full(quiz, people[0], waitlist="give")
        late = make_sitting(exam, seats=1, starts_at=NOON + timedelta(days=1))
        exams.join_line(exam=exam, enrollment=people[1], sitting=early)
        exams.register(exam=exam, enrollment=people[0], sitting=late)
    assert seat_of(exam, people[1]) == early.pk


def test_more_seats_go_to_the_line_and_who_left_the_course_is_passed_over(quiz, people):
    with frozen(BEFORE):
        exam, sitting = full(quiz, people[0], waitlist="give")
        for one in people[1:4]:
            exams.join_line(exam=exam, enrollment=one, sitting=sitting)
        withdraw(enrollment=people[1], by_id=people[1].learner_id)
        values = {"starts_at": sitting.starts_at, "ends_at": sitting.ends_at, "seats": 2}
        exams.save_sitting(exam=exam, values=values, by_id=0, sitting=sitting)
    assert [state_of(exam, one) for one in people[1:4]] == ["left", "seated", "waiting"]


def test_staff_move_somebody_and_newcomers_come_after(quiz, people, instructor):
    with frozen(BEFORE):
        exam, sitting = full(quiz, people[0], waitlist="give")
        for one in people[1:4]:
            exams.join_line(exam=exam, enrollment=one, sitting=sitting)
        last = ExamWaitlistEntry.objects.get(enrollment=people[3])
        exams.move_in_line(entry=last, position=1, by_id=instructor.pk)
        exams.join_line(exam=exam, enrollment=people[4], sitting=sitting)
        exams.cancel_registration(exam=exam, enrollment=people[0])
        assert state_of(exam, people[3]) == "seated"
        with pytest.raises(ExamOfferOver):
            exams.move_in_line(entry=last, position=1, by_id=instructor.pk)
    line = ExamWaitlistEntry.objects.filter(state="waiting").order_by("rank", "joined_at", "id")
    assert [row.enrollment_id for row in line] == [people[1].pk, people[2].pk, people[4].pk]


def test_a_line_is_kept_only_where_the_sitting_keeps_one_and_registration_is_open(quiz, people):
    with frozen(BEFORE):
        exam, sitting = full(
            quiz, people[0], waitlist="none", registration_closes_at=NOON - timedelta(days=1)
        )
        with pytest.raises(LineNotKept):
            exams.join_line(exam=exam, enrollment=people[1], sitting=sitting)
    with frozen(NOON - timedelta(hours=1)), pytest.raises(RegistrationNotOpen):
        exams.join_line(exam=exam, enrollment=people[1], sitting=sitting)


def test_a_canceled_sitting_tells_everybody_and_takes_nobody(quiz, people, instructor):
    with frozen(BEFORE):
        exam, sitting = full(quiz, people[0])
        exams.join_line(exam=exam, enrollment=people[1], sitting=sitting)
        for _ in range(2):
            exams.cancel_sitting(sitting=sitting, reason=" No heating. ", by_id=instructor.pk)
        for act in (exams.register, exams.join_line):
            with pytest.raises(SittingCanceled):
                act(exam=exam, enrollment=people[2], sitting=sitting)
    sitting.refresh_from_db()
    assert (sitting.cancel_reason, sitting.seats_taken) == ("No heating.", 0)
    assert state_of(exam, people[1]) == "closed"
    event = OutboxEvent.objects.get(event_type="assessment.exam_sitting_canceled")
    assert event.payload["learner_ids"] == sorted(one.learner_id for one in people[:2])
    assert event.payload["reason"] == "No heating."


def test_a_sitting_with_candidates_inside_is_not_canceled(quiz, enrollment, instructor):
    exam = make_exam(quiz, is_registration_needed=True)
    sitting = make_sitting(exam)
    with frozen(NOON):
        exams.register(exam=exam, enrollment=enrollment, sitting=sitting)
        check_in(exam, enrollment)
        with pytest.raises(SittingInUse):
            exams.cancel_sitting(sitting=sitting, reason="Fire", by_id=instructor.pk)


def test_the_database_refuses_a_second_line_an_offer_without_a_seat_and_one_seat_too_many(quiz, people):
    with frozen(BEFORE):
        exam, sitting = full(quiz, people[0])
        entry = exams.join_line(exam=exam, enrollment=people[1], sitting=sitting)
    shared = {"organization_id": exam.organization_id, "exam": exam, "sitting": sitting}
    with pytest.raises(IntegrityError), transaction.atomic():
        ExamWaitlistEntry.objects.create(enrollment=people[1], joined_at=NOON, **shared)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExamWaitlistEntry.objects.filter(pk=entry.pk).update(state="offered")
    with pytest.raises(IntegrityError), transaction.atomic():
        ExamWaitlistEntry.objects.filter(pk=entry.pk).update(state="left")
    with pytest.raises(IntegrityError), transaction.atomic():
        ExamRegistration.objects.create(enrollment=people[1], state="offered", registered_at=NOON, **shared)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExamSitting.objects.filter(pk=sitting.pk).update(offer_hours=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExamSitting.objects.filter(pk=sitting.pk).update(waitlist="maybe")


def test_a_candidate_waits_sees_the_position_takes_the_seat_and_staff_see_the_line(
    api, quiz, people, learner, instructor
):
    place = f"/api/v1/quizzes/{quiz.pk}/exam"
    with frozen(BEFORE):
        exam, sitting = full(quiz, people[1])
        exams.join_line(exam=exam, enrollment=people[2], sitting=sitting)
        mine, staff = api(learner), api(instructor)
        body = {"sitting": str(sitting.uuid)}
        told = mine.put(f"{place}/line", body).json()
        assert (told["line"]["state"], told["line"]["position"]) == ("waiting", 2)
        assert (told["sittings"][0]["waiting"], told["sittings"][0]["seats_left"]) == (2, 0)
        line = f"/api/v1/exam-sittings/{sitting.uuid}/line"
        seen = staff.get(line).json()
        assert [one["position"] for one in seen["results"]] == [1, 2]
        moved = staff.put(f"{line}/{seen['results'][1]['uuid']}", {"position": 1}).json()
        assert moved["results"][0]["name"] == learner.display_name
        mine.problem(mine.post(f"{place}/line/offer"), 409, "exam-offer-over")
        exams.cancel_registration(exam=exam, enrollment=people[1])
        assert mine.get(place).json()["line"]["state"] == "offered"
        taken = mine.post(f"{place}/line/offer").json()
        assert (taken["line"], taken["registration"]["sitting"]["uuid"]) == (None, str(sitting.uuid))
        mine.problem(mine.get(line), 404)
        mine.problem(mine.post(f"/api/v1/exam-sittings/{sitting.uuid}/cancellation", {"reason": "x"}), 403)
        canceled = staff.post(f"/api/v1/exam-sittings/{sitting.uuid}/cancellation", {"reason": "No heating"})
        assert canceled.json()["cancel_reason"] == "No heating"
        assert mine.delete(f"{place}/line").status_code == 204
        assert mine.get(place).json()["sittings"] == []


def test_the_line_of_another_sitting_or_organization_is_not_there(api, quiz, people, instructor, make_person):
    with frozen(BEFORE):
        exam, sitting = full(quiz, people[0])
        other = make_sitting(exam, seats=1, starts_at=NOON + timedelta(days=1))
        entry = exams.join_line(exam=exam, enrollment=people[1], sitting=sitting)
        client = api(instructor)
        client.problem(
            client.put(f"/api/v1/exam-sittings/{other.uuid}/line/{entry.uuid}", {"position": 1}), 404
        )
        stranger = api(make_person("zoe", roles=("instructor",)))
        stranger.problem(stranger.get(f"/api/v1/exam-sittings/{sitting.uuid}/line"), 404)


def test_a_line_costs_the_same_however_long(api, quiz, people, instructor, django_assert_num_queries):
    with frozen(BEFORE):
        exam, sitting = full(quiz, people[0])
        exams.join_line(exam=exam, enrollment=people[1], sitting=sitting)
        client, path = api(instructor), f"/api/v1/exam-sittings/{sitting.uuid}/line"
        client.get(path)
        with CaptureQueriesContext(connection) as one:
            client.get(path)
        for person in people[2:]:
            exams.join_line(exam=exam, enrollment=person, sitting=sitting)
        with django_assert_num_queries(len(one)):
            assert client.get(path).json()["waiting"] == 4

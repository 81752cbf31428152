"""Exams: seats, check-in, what is noticed, and that only people decide."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from edusync.assessment.exam_problems import (
    CheckInNeeded,
    ConsentChanged,
    InvigilatorNeeded,
    NothingToReview,
    RegistrationKept,
    RegistrationNeeded,
    RegistrationNotOpen,
    RetakeNotYet,
    SittingFull,
    SittingNotNow,
    TriesUsedUp,
)
from edusync.assessment.models import (
    ExamConsentText,
    ExamRegistration,
    ExamSitting,
    ProctorEvent,
    ProctorSession,
    QuizAttempt,
)
from edusync.assessment.services import GivenAnswer, exams, record_answers, start_attempt, submit_attempt
from edusync.assessment.services.exams.likeness import Likeness, likeness_of
from edusync.assessment.sheets import sheet_of
from edusync.assessment.tests.exam_rows import DEVICES, NOON, check_in, make_exam, make_sitting
from edusync.enrollment.services import enroll_learner
from edusync.kernel.clock import frozen
from edusync.kernel.problems import ValidationProblem

pytestmark = pytest.mark.django_db
FACTS = {"headers": {"X-Exam-Device": str(DEVICES[0])}}


@pytest.fixture
def other(course, make_person):
    person = make_person("grace", roles=("learner",))
    return enroll_learner(course_id=course.pk, learner_id=person.pk)


def tell(session, *kinds, start=1, client=DEVICES[0]):
    noticed = [exams.Noticed(sequence=start + place, kind=kind) for place, kind in enumerate(kinds)]
    return exams.record_events(session=session, client_id=client, noticed=noticed)


def kinds_of(session):
    return list(ProctorEvent.objects.filter(session=session).order_by("id").values_list("kind", flat=True))


def begin(quiz, exam, enrollment):
    session = check_in(exam, enrollment)
    attempt = start_attempt(quiz=quiz, enrollment=enrollment, facts=FACTS)
    return exams.follow_attempt(session=session), attempt


def choose(attempt, choices, *, seconds=30):
    """Answer the questions in order, one each so many seconds, by the place of the chosen option."""
    start = attempt.started_at
    for place, (slot, choice) in enumerate(
        zip(sheet_of(attempt.edition).slots, choices, strict=False), start=1
    ):
        with frozen(start + timedelta(seconds=place * seconds)):
            given = GivenAnswer(
                sequence=place, slot_id=slot.id, response={"options": [slot.choices[choice].id]}
            )
            record_answers(attempt=attempt, client_id=DEVICES[0], answers=[given])


def test_a_sitting_is_never_oversold(quiz, enrollment, other):
    exam = make_exam(quiz, is_registration_needed=True)
    sitting = make_sitting(exam, seats=1)
    with frozen(NOON - timedelta(days=1)):
        first = exams.register(exam=exam, enrollment=enrollment, sitting=sitting)
        assert exams.register(exam=exam, enrollment=enrollment, sitting=sitting).pk == first.pk
        with pytest.raises(SittingFull):
            exams.register(exam=exam, enrollment=other, sitting=sitting)
        exams.cancel_registration(exam=exam, enrollment=enrollment)
        exams.register(exam=exam, enrollment=other, sitting=sitting)
    sitting.refresh_from_db()
    assert sitting.seats_taken == 1


def test_whatever_writes_the_database_refuses_one_seat_too_many(quiz, enrollment, other):
    exam = make_exam(quiz, is_registration_needed=True)
    sitting = make_sitting(exam, seats=1)
    values = {
        "organization_id": exam.organization_id,
        "exam": exam,
        "sitting": sitting,
        "registered_at": NOON,
    }
    ExamRegistration.objects.create(enrollment=enrollment, **values)
    with pytest.raises(DatabaseError), transaction.atomic():
        ExamRegistration.objects.create(enrollment=other, **values)
    with pytest.raises(DatabaseError), transaction.atomic():
        ExamSitting.objects.filter(pk=sitting.pk).update(seats=0)


def test_moving_to_another_sitting_frees_the_seat_and_leaving_is_possible_until_check_in(quiz, enrollment):
    exam = make_exam(quiz, is_registration_needed=True)
    early, late = make_sitting(exam), make_sitting(exam, starts_at=NOON + timedelta(days=1))
    with frozen(NOON):
        exams.register(exam=exam, enrollment=enrollment, sitting=late)
        exams.register(exam=exam, enrollment=enrollment, sitting=early)
        assert [one.seats_taken for one in ExamSitting.objects.order_by("starts_at")] == [1, 0]
        check_in(exam, enrollment)
        with pytest.raises(RegistrationKept):
            exams.cancel_registration(exam=exam, enrollment=enrollment)
        with pytest.raises(RegistrationKept):
            exams.register(exam=exam, enrollment=enrollment, sitting=late)


def test_registration_keeps_its_window_and_sittings_theirs(quiz, enrollment):
    exam = make_exam(quiz, is_registration_needed=True, registration_closes_at=NOON - timedelta(hours=1))
    sitting = make_sitting(exam)
    with frozen(NOON), pytest.raises(RegistrationNotOpen):
        exams.register(exam=exam, enrollment=enrollment, sitting=sitting)
    with frozen(NOON), pytest.raises(RegistrationNeeded):
        start_attempt(quiz=quiz, enrollment=enrollment, facts=FACTS)
    with frozen(NOON - timedelta(hours=2)):
        exams.register(exam=exam, enrollment=enrollment, sitting=sitting)
        with pytest.raises(SittingNotNow):
            check_in(exam, enrollment)
    with frozen(NOON):
        with pytest.raises(CheckInNeeded):
            start_attempt(quiz=quiz, enrollment=enrollment, facts=FACTS)
        check_in(exam, enrollment)
        assert start_attempt(quiz=quiz, enrollment=enrollment, facts=FACTS).state == "open"


def test_consent_is_kept_by_its_digest_and_a_changed_text_is_read_again(quiz, enrollment, other):
    exam = make_exam(quiz, consent_text="No neighbors.")
    with pytest.raises(ConsentChanged):
        exams.check_in(
            exam=exam,
            enrollment=enrollment,
            device=DEVICES[0],
            consent_text="New words",
            consent_digest=exams.digest_of("Old words"),
        )
    one, two = check_in(exam, enrollment), check_in(exam, other)
    kept = ExamConsentText.objects.get()
    assert one.consent_id == two.consent_id == kept.pk
    assert kept.digest == exams.digest_of(kept.text)
    assert "No neighbors." in kept.text


def test_a_picture_is_looked_at_by_a_person_who_may_also_let_in_without_one(
    quiz, enrollment, other, instructor
):
    exam = make_exam(quiz, identity="picture")
    with pytest.raises(ValidationProblem):
        check_in(exam, enrollment, statement=" ")
    session = check_in(exam, enrollment)
    with pytest.raises(InvigilatorNeeded):
        start_attempt(quiz=quiz, enrollment=enrollment, facts=FACTS)
    exams.ask_to_come_in(session=session)
    exams.admit(session=session, by_id=instructor.pk, is_full_screen_waived=True)
    assert start_attempt(quiz=quiz, enrollment=enrollment, facts=FACTS).state == "open"
    session.refresh_from_db()
    assert (session.admitted_by_id, session.is_full_screen_waived) == (instructor.pk, True)


def test_events_are_kept_once_and_warn_at_the_threshold(quiz, enrollment):
    exam = make_exam(quiz, warn_after={"focus_lost": 2, "nonsense": 1})
    session = check_in(exam, enrollment)
    assert tell(session, "focus_lost", "focus_back") == [1, 2]
    assert tell(session, "focus_lost", "focus_back") == [1, 2]
    assert "warning" not in kinds_of(session)
    tell(session, "focus_lost", start=3)
    session.refresh_from_db()
    assert session.counts == {"focus_lost": 2}
    assert kinds_of(session).count("warning") == 1
    assert session.state == ProctorSession.State.ADMITTED


@pytest.mark.owner("the guard itself is tried")
def test_what_was_noticed_cannot_be_changed_or_removed(quiz, enrollment):
    session = check_in(make_exam(quiz), enrollment)
    tell(session, "paste")
    rows = ProctorEvent.objects.filter(session=session, kind="paste")
    for change in (lambda: rows.update(kind="copy"), rows.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_signals_ask_for_a_review_and_only_a_person_decides(quiz, enrollment, instructor):
    exam = make_exam(quiz, review_after={"paste": 1})
    session, attempt = begin(quiz, exam, enrollment)
    choose(attempt, [1, 1, 1])
    tell(session, "paste")
    with pytest.raises(NothingToReview):
        exams.decide(session=session, by_id=instructor.pk, verdict="set_aside", reason="Seen pasting.")
    submit_attempt(attempt=attempt)
    before = QuizAttempt.objects.get(pk=attempt.pk)
    exams.end_sessions()
    session.refresh_from_db()
    assert (session.state, session.verdict) == ("review", "")
    exams.decide(session=session, by_id=instructor.pk, verdict="set_aside", reason="Seen pasting.")
    session.refresh_from_db()
    after = QuizAttempt.objects.get(pk=attempt.pk)
    assert (session.state, session.verdict_by_id) == ("decided", instructor.pk)
    assert (after.points, after.is_passed) == (before.points, before.is_passed)


@pytest.mark.parametrize("reason", ["", "because"])
def test_the_database_holds_that_a_verdict_names_a_person_and_a_reason(quiz, enrollment, reason):
    session = check_in(make_exam(quiz), enrollment)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProctorSession.objects.filter(pk=session.pk).update(
            state="decided", verdict="set_aside", verdict_reason=reason, verdict_at=NOON
        )


def test_answers_too_fast_to_have_been_read_are_signals_once(quiz, enrollment):
    session, attempt = begin(quiz, make_exam(quiz, fast_seconds=3), enrollment)
    choose(attempt, [1, 1, 1], seconds=1)
    exams.follow_attempt(session=session)
    exams.follow_attempt(session=session)
    session.refresh_from_db()
    assert session.counts == {"fast_answer": 2}


def test_another_device_is_a_signal_and_waits_where_the_exam_wants_one(quiz, enrollment, instructor):
    exam = make_exam(quiz, is_one_device=True)
    session, attempt = begin(quiz, exam, enrollment)
    check_in(exam, enrollment, device=DEVICES[1])
    there = {"headers": {"X-Exam-Device": str(DEVICES[1])}}
    with pytest.raises(InvigilatorNeeded):
        start_attempt(quiz=quiz, enrollment=enrollment, facts=there)
    # The first device goes on meanwhile, and answers are kept whatever they come from.
    assert start_attempt(quiz=quiz, enrollment=enrollment, facts=FACTS).pk == attempt.pk
    exams.let_in_again(session=session, by_id=instructor.pk)
    assert start_attempt(quiz=quiz, enrollment=enrollment, facts=there).pk == attempt.pk
    session.refresh_from_db()
    assert session.counts == {"second_device": 1}


def test_more_time_moves_the_end_of_this_try(quiz, enrollment, instructor):
    quiz.time_limit_seconds = 600
    quiz.save()
    session, attempt = begin(quiz, make_exam(quiz), enrollment)
    exams.add_time(session=session, by_id=instructor.pk, minutes=10, reason="Fire alarm")
    longer = QuizAttempt.objects.get(pk=attempt.pk)
    assert longer.due_at - attempt.due_at == timedelta(minutes=10)


def test_tries_and_the_wait_between_them(quiz, enrollment):
    exam = make_exam(quiz, tries_allowed=2, retake_wait_days=7)
    with frozen(NOON):
        _, attempt = begin(quiz, exam, enrollment)
        submit_attempt(attempt=attempt)
        exams.end_sessions()
        with pytest.raises(RetakeNotYet):
            check_in(exam, enrollment)
    with frozen(NOON + timedelta(days=8)):
        _, attempt = begin(quiz, exam, enrollment)
        submit_attempt(attempt=attempt)
        exams.end_sessions()
    with frozen(NOON + timedelta(days=20)), pytest.raises(TriesUsedUp):
        check_in(exam, enrollment)


def test_a_registration_serves_one_try(quiz, enrollment):
    exam = make_exam(quiz, is_registration_needed=True)
    with frozen(NOON):
        exams.register(exam=exam, enrollment=enrollment)
        _, attempt = begin(quiz, exam, enrollment)
        submit_attempt(attempt=attempt)
        exams.end_sessions()
        assert ExamRegistration.objects.get().state == "used"
        with pytest.raises(RegistrationNeeded):
            check_in(exam, enrollment)


def test_likeness_is_same_wrong_answers_over_different_answers():
    first = {
        1: ("a", False),
        2: ("b", False),
        3: ("c", True),
        4: ("d", False),
        5: ("e", False),
        6: ("f", True),
    }
    second = {
        1: ("a", False),
        2: ("b", False),
        3: ("c", True),
        4: ("d", False),
        5: ("e", False),
        6: ("x", False),
    }
    found = likeness_of(first, second)
    assert (found, found.ratio, found.is_signal) == (Likeness(4, 1), 4.0, True)
    assert not Likeness(3, 0).is_signal
    assert not Likeness(9, 10).is_signal
    assert likeness_of(first, {}) == Likeness(0, 0)


def test_same_wrong_answers_are_noted_for_both_once(course, learner, other):
    from edusync.assessment.testing import choice_draft, make_quiz

    quiz = make_quiz(course=course, questions=[choice_draft(f"Question {number}") for number in range(5)])
    enrollment = enroll_learner(course_id=course.pk, learner_id=learner.pk)
    exam = make_exam(quiz, review_after={"similar_answers": 1})
    sessions = []
    for one in (enrollment, other):
        session, attempt = begin(quiz, exam, one)
        choose(attempt, [0, 2, 0, 2, 1])
        submit_attempt(attempt=attempt)
        sessions.append(session)
    ended = exams.end_sessions()
    assert [exams.compare_session(one) for one in ended] == [1, 1]
    for session in sessions:
        session.refresh_from_db()
        assert session.counts == {"similar_answers": 1}
        assert session.state == "review"
        assert session.verdict == ""
    facts = ProctorEvent.objects.get(session=sessions[0], kind="similar_answers").facts
    assert uuid.UUID(facts["other"]) == sessions[1].uuid

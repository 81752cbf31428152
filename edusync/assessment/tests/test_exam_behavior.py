"""Ways of writing in the site: kept with consent, compared from twenty on, told to staff alone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from edusync.assessment.exam_consent import consent_text_of
from edusync.assessment.models import Exam, ExamBehavior, ProctorSession
from edusync.assessment.services import GivenAnswer, exams, record_answers, start_attempt, submit_attempt
from edusync.assessment.services.exams import behaving
from edusync.assessment.sheets import sheet_of
from edusync.assessment.testing import choice_draft, make_quiz
from edusync.assessment.tests.exam_rows import DEVICES, NOON, check_in, make_exam
from edusync.enrollment.services import enroll_learner
from edusync.kernel.clock import frozen

pytestmark = pytest.mark.django_db
FACTS = {"headers": {"X-Exam-Device": str(DEVICES[0])}}
PLACES = 8


@pytest.fixture
def quiz(course):
    """A quiz of eight single choices; the second option is right."""
    return make_quiz(
        course=course, questions=[choice_draft(f"Question {number}") for number in range(PLACES)]
    )


def write(quiz, exam, enrollment, *, seconds=30, choices=None):
    """One candidate, who answers each question after so many seconds, and hands in."""
    with frozen(NOON):
        session = check_in(exam, enrollment)
        attempt = start_attempt(quiz=quiz, enrollment=enrollment, facts=FACTS)
        exams.follow_attempt(session=session)
    at = NOON
    for place, slot in enumerate(sheet_of(attempt.edition).slots, start=1):
        at += timedelta(seconds=seconds)
        with frozen(at):
            choice = slot.choices[(choices or [1] * PLACES)[place - 1]].id
            given = GivenAnswer(sequence=place, slot_id=slot.id, response={"options": [choice]})
            record_answers(attempt=attempt, client_id=DEVICES[0], answers=[given])
    with frozen(at + timedelta(seconds=5)):
        submit_attempt(attempt=attempt)
        exams.end_sessions()
    session.refresh_from_db()
    return session


def rows_like(row, many):
    """The same way of writing by many others, a little slower and quicker, in the order of `many`."""
    made = []
    for number in range(many):
        session = ProctorSession.objects.get(pk=row.session_id)
        session.pk = session.registration_id = session.attempt_id = None
        session.uuid, session._state.adding = ProctorSession._meta.get_field("uuid").get_default(), True
        session.save(force_insert=True)
        paces = [
            [version, place, 30 + (number * 7 + place * 3) % 11, (number + place) % 3 != 0 or place < 3]
            for version, place, _, _ in row.paces
        ]
        made.append(
            ExamBehavior.objects.create(
                organization_id=row.organization_id, exam=row.exam, session=session, paces=paces,
                measures={"away_share": 0, "pastes": 0, "likeness": 0, "devices": 0},
            )
        )  # fmt: skip
    return made


def test_times_and_right_answers_are_kept_when_a_candidate_is_done(quiz, course, learner):
    enrollment = enroll_learner(course_id=course.pk, learner_id=learner.pk)
    session = write(quiz, make_exam(quiz), enrollment, seconds=12, choices=[1, 0, 1, 1, 1, 1, 1, 1])
    row = exams.keep_behavior(session)
    assert [one[1:] for one in row.paces[:2]] == [[1, 12.0, True], [2, 12.0, False]]
    assert exams.keep_behavior(session).pk == row.pk
    assert (row.compared_at, row.is_marked) == (None, False)


def test_without_consent_or_switched_off_nothing_is_kept_and_what_was_found_goes(quiz, course, learner):
    exam = make_exam(quiz)
    session = write(quiz, exam, enroll_learner(course_id=course.pk, learner_id=learner.pk))
    ProctorSession.objects.filter(pk=session.pk).update(is_comparing_agreed=False)
    session.refresh_from_db()
    assert exams.keep_behavior(session) is None
    ProctorSession.objects.filter(pk=session.pk).update(is_comparing_agreed=True)
    session.refresh_from_db()
    assert exams.keep_behavior(session) is not None
    assert "program compares" in consent_text_of(exam, "en")
    saved = exams.save_exam(quiz=quiz, values={"is_behavior_compared": False}, base_version=1, by_id=0)
    assert not ExamBehavior.objects.exists()
    assert "program compares" not in consent_text_of(saved, "en")
    session.exam = saved
    assert exams.keep_behavior(session) is None


def test_who_wrote_unlike_all_others_is_ranked_first_with_reasons_and_only_staff_are_told(
    api, quiz, course, learner, instructor
):
    exam = make_exam(quiz)
    session = write(quiz, exam, enroll_learner(course_id=course.pk, learner_id=learner.pk), seconds=30)
    row = exams.keep_behavior(session)
    rows_like(row, 18)
    assert exams.compare_waiting() == 1
    staff, path = api(instructor), f"/api/v1/quizzes/{quiz.pk}/exam"
    few = staff.get(f"{path}/behavior").json()
    assert (few["people"], few["needed"]) == (0, 20)
    rows_like(row, 5)
    # Pasted, was away, and answered three questions in three seconds each.
    row.refresh_from_db()
    row.paces = [[version, place, 3 if place > 5 else 33, True] for version, place, _, _ in row.paces]
    row.measures = {"away_share": 0.4, "pastes": 6, "likeness": 0, "devices": 0}
    row.compared_at = None
    row.save()
    assert exams.compare_waiting() == 1
    assert exams.compare_waiting() == 0
    row.refresh_from_db()
    assert (row.is_marked, row.compared) == (True, 24)
    session.refresh_from_db()
    assert (session.state, session.verdict) == ("ended", "")
    queue = staff.get(f"{path}/sessions?state=review").json()["results"]
    assert [(one["uuid"], one["is_unusual"]) for one in queue] == [(str(session.uuid), True)]
    told = staff.get(f"/api/v1/proctor-sessions/{session.uuid}").json()["behavior"]
    assert "away_share" in {one["name"] for one in told["measures"]}
    assert sorted(one["number"] for one in told["answers"] if one["is_fast"]) == [6, 7, 8]
    assert staff.get(f"{path}/behavior").json()["marked"] == 1
    mine = api(learner).get(path)
    assert b"unusual" not in mine.content
    assert b"behavior" not in mine.content
    api(learner).problem(api(learner).get(f"{path}/behavior"), 403)


def test_the_database_holds_that_nobody_is_marked_among_few(quiz, course, learner):
    exam = make_exam(quiz)
    session = check_in(exam, enroll_learner(course_id=course.pk, learner_id=learner.pk))
    with pytest.raises(IntegrityError), transaction.atomic():
        ExamBehavior.objects.create(
            organization_id=exam.organization_id, exam=exam, session=session, is_marked=True, distance=90, compared=19
        )  # fmt: skip


def test_who_stands_aside_of_a_very_large_class_is_not_waited_for(quiz, course, learner, monkeypatch):
    monkeypatch.setattr(behaving, "MOST_PEOPLE", 2)
    enrollment = enroll_learner(course_id=course.pk, learner_id=learner.pk)
    first = exams.keep_behavior(write(quiz, make_exam(quiz), enrollment))
    rows_like(first, 2)
    assert (exams.compare_waiting(), exams.compare_waiting()) == (1, 0)
    first.refresh_from_db()
    assert (first.distance, first.compared) == (None, 0)


def test_who_has_more_time_is_known(quiz, course, learner, instructor):
    quiz.time_limit_seconds = 6000
    quiz.save()
    exam = make_exam(quiz)
    enrollment = enroll_learner(course_id=course.pk, learner_id=learner.pk)
    with frozen(NOON):
        session = check_in(exam, enrollment)
        attempt = start_attempt(quiz=quiz, enrollment=enrollment, facts=FACTS)
        session = exams.follow_attempt(session=session)
        exams.add_time(session=session, by_id=instructor.pk, minutes=10, reason="Alarm")
    with frozen(NOON + timedelta(minutes=5)):
        submit_attempt(attempt=attempt)
    session.exam = Exam.objects.get(pk=exam.pk)
    assert exams.keep_behavior(session).has_more_time

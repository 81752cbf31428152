"""Attempts from start to submission, through services."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edusync.assessment.events import QuizSubmitted
from edusync.assessment.models import QuizAnswer, QuizAttempt
from edusync.assessment.problems import AttemptClosed, AttemptsUsedUp, QuizEmpty
from edusync.assessment.queries import percent_of
from edusync.assessment.services import (
    close_expired_attempts,
    close_if_expired,
    create_quiz,
    save_answer,
    start_attempt,
    submit_attempt,
    update_quiz,
)
from edusync.assessment.services.attempts import begin_attempt
from edusync.assessment.sheets import sheet_of
from edusync.assessment.testing import (
    answer_rightly,
    choice_draft,
    drafts_of_every_kind,
    make_quiz,
    right_response,
)
from edusync.courses.problems import EnrollFirst
from edusync.enrollment.services import enroll_learner, withdraw
from edusync.kernel import events
from edusync.kernel.clock import frozen
from edusync.kernel.problems import NotFound, ValidationProblem
from edusync.kernel.tasks import periodic_jobs
from edusync.kernel.tenancy import organization_context
from edusync.kernel.testing import run_worker
from edusync.progress.models import LessonProgress
from edusync.progress.services import record_view

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def lesson_state(enrollment, quiz):
    row = LessonProgress.objects.filter(enrollment=enrollment, lesson=quiz.lesson).first()
    return row.state if row else None


def slots_of(attempt):
    return sheet_of(attempt.edition).slots


def test_starting_twice_gives_the_same_open_attempt(quiz, enrollment):
    first = start_attempt(quiz=quiz, enrollment=enrollment)
    assert start_attempt(quiz=quiz, enrollment=enrollment).pk == first.pk
    assert (first.number, first.state, first.max_points) == (1, "open", Decimal(3))


def test_the_database_lets_only_one_attempt_be_open(quiz, enrollment):
    from django.db import IntegrityError, transaction

    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    twin = QuizAttempt.objects.get(pk=attempt.pk)
    twin.pk, twin.uuid, twin.number = None, None, 2
    twin.uuid = QuizAttempt._meta.get_field("uuid").get_default()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_the_slower_of_two_starts_at_once_gets_the_attempt_of_the_faster(quiz, enrollment):
    # Both saw no attempt; the faster one has begun number 1 before the slower one writes its own.
    first = start_attempt(quiz=quiz, enrollment=enrollment)
    assert begin_attempt(quiz, enrollment, number=1).pk == first.pk
    assert begin_attempt(quiz, enrollment, number=2).pk == first.pk
    assert QuizAttempt.objects.filter(quiz=quiz).count() == 1


def test_no_attempt_without_an_open_enrollment_or_without_questions(course, quiz, enrollment):
    empty = make_quiz(course=course, questions=[])
    with pytest.raises(QuizEmpty):
        start_attempt(quiz=empty, enrollment=enrollment)
    withdraw(enrollment=enrollment, by_id=None)
    enrollment.refresh_from_db()
    with pytest.raises(EnrollFirst):
        start_attempt(quiz=quiz, enrollment=enrollment)


def test_attempts_are_counted(quiz, enrollment):
    update_quiz(quiz=quiz, attempts_allowed=2)
    for number in (1, 2):
        attempt = start_attempt(quiz=quiz, enrollment=enrollment)
        assert attempt.number == number
        submit_attempt(attempt=attempt)
    with pytest.raises(AttemptsUsedUp):
        start_attempt(quiz=quiz, enrollment=enrollment)


def test_the_latest_answer_counts(quiz, enrollment):
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    slot = slots_of(attempt)[0]
    for choice in slot.choices:
        save_answer(attempt=attempt, slot_id=slot.id, response={"options": [choice.id]})
    save_answer(attempt=attempt, slot_id=slot.id, response=right_response(slot))
    submitted = submit_attempt(attempt=attempt)
    assert submitted.points == Decimal(1)
    assert QuizAnswer.objects.filter(attempt=attempt).count() == 3


def test_all_right_answers_of_every_kind_earn_everything_and_complete_the_lesson(course, learner):
    quiz = make_quiz(course=course, questions=drafts_of_every_kind())
    enrollment = enroll_learner(course_id=course.pk, learner_id=learner.pk)
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    answer_rightly(attempt)
    submitted = submit_attempt(attempt=attempt)
    assert (submitted.points, submitted.is_passed, percent_of(submitted)) == (Decimal(15), True, 100)
    assert lesson_state(enrollment, quiz) == "completed"
    enrollment.refresh_from_db()
    assert enrollment.done_weight == 1


def test_listeners_hear_of_a_submission_once(quiz, enrollment, monkeypatch):
    heard = []
    monkeypatch.setitem(
        events._handlers, QuizSubmitted.event_name, [lambda payload, _id: heard.append(payload)]
    )
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    answer_rightly(attempt)
    submit_attempt(attempt=attempt)
    submit_attempt(attempt=attempt)
    run_worker()
    assert heard == [
        {
            "attempt_id": attempt.pk,
            "quiz_id": quiz.pk,
            "lesson_id": quiz.lesson_id,
            "enrollment_id": enrollment.pk,
            "percent": 100,
            "is_passed": True,
            "needs_marking": 0,
        }
    ]


def test_the_best_score_stays(quiz, enrollment):
    for count in (3, 2):
        attempt = start_attempt(quiz=quiz, enrollment=enrollment)
        answer_rightly(attempt, count=count)
        submit_attempt(attempt=attempt)
    row = LessonProgress.objects.get(enrollment=enrollment, lesson=quiz.lesson)
    assert (row.best_score, row.state, row.method) == (Decimal(100), "completed", "score")


def test_a_lesson_that_was_opened_before_is_completed_too(quiz, enrollment):
    record_view(enrollment=enrollment, lesson=quiz.lesson, seconds=10)
    assert lesson_state(enrollment, quiz) == "started"
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    answer_rightly(attempt)
    submit_attempt(attempt=attempt)
    assert lesson_state(enrollment, quiz) == "completed"


def test_a_failed_attempt_leaves_the_lesson_open(quiz, enrollment):
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    answer_rightly(attempt, count=1)
    submitted = submit_attempt(attempt=attempt)
    assert (submitted.points, submitted.is_passed, percent_of(submitted)) == (Decimal(1), False, 33)
    assert lesson_state(enrollment, quiz) != "completed"


def test_an_empty_attempt_earns_nothing_even_where_choosing_nothing_is_right(course, learner):
    nothing_right = choice_draft(kind="multiple_choice", options=[("a", 0, ""), ("b", 0, "")])
    quiz = make_quiz(course=course, questions=[nothing_right, choice_draft()])
    enrollment = enroll_learner(course_id=course.pk, learner_id=learner.pk)
    first = start_attempt(quiz=quiz, enrollment=enrollment)
    assert submit_attempt(attempt=first).points == 0
    second = start_attempt(quiz=quiz, enrollment=enrollment)
    save_answer(attempt=second, slot_id=slots_of(second)[0].id, response={"options": []})
    assert submit_attempt(attempt=second).points == Decimal(1)


def test_submitting_twice_changes_nothing(quiz, enrollment):
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    answer_rightly(attempt)
    with frozen(NOON):
        first = submit_attempt(attempt=attempt)
    with frozen(NOON + timedelta(hours=1)):
        second = submit_attempt(attempt=attempt)
    assert (first.points, first.submitted_at) == (second.points, second.submitted_at)


def test_no_answer_after_submission(quiz, enrollment):
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    slot = slots_of(attempt)[0]
    submit_attempt(attempt=QuizAttempt.objects.get(pk=attempt.pk))
    # The other tab still believes the attempt is open.
    with pytest.raises(AttemptClosed):
        save_answer(attempt=attempt, slot_id=slot.id, response=right_response(slot))
    assert not QuizAnswer.objects.filter(attempt=attempt, points__gt=0).exists()


def test_answers_are_refused_five_seconds_after_the_time_is_up(quiz, enrollment):
    update_quiz(quiz=quiz, time_limit_seconds=600)
    with frozen(NOON):
        attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    slot = slots_of(attempt)[0]
    with frozen(NOON + timedelta(seconds=605)):
        save_answer(attempt=attempt, slot_id=slot.id, response=right_response(slot))
    with frozen(NOON + timedelta(seconds=606)), pytest.raises(AttemptClosed):
        save_answer(attempt=attempt, slot_id=slot.id, response=right_response(slot))


def test_an_expired_attempt_is_submitted_by_the_clock_with_its_answers(quiz, enrollment):
    update_quiz(quiz=quiz, time_limit_seconds=600)
    with frozen(NOON):
        attempt = start_attempt(quiz=quiz, enrollment=enrollment)
        answer_rightly(attempt)
    with frozen(NOON + timedelta(seconds=604)):
        assert close_expired_attempts() == 0
        assert close_if_expired(attempt).state == "open"
    with frozen(NOON + timedelta(seconds=700)):
        assert close_expired_attempts() == 1
        assert close_expired_attempts() == 0
    attempt.refresh_from_db()
    assert (attempt.state, attempt.is_passed) == ("submitted", True)
    assert attempt.submitted_at == NOON + timedelta(seconds=600)
    assert lesson_state(enrollment, quiz) == "completed"


def test_the_periodic_job_closes_attempts_of_all_organizations(quiz, enrollment):
    update_quiz(quiz=quiz, time_limit_seconds=600)
    with frozen(NOON):
        attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    with frozen(NOON + timedelta(hours=1)), organization_context(None):
        periodic_jobs()["assessment.close_expired_attempts"].run()
    attempt.refresh_from_db()
    assert (attempt.state, attempt.points) == ("submitted", Decimal(0))


def test_an_expired_attempt_is_submitted_when_the_next_one_starts(quiz, enrollment):
    update_quiz(quiz=quiz, time_limit_seconds=600)
    with frozen(NOON):
        first = start_attempt(quiz=quiz, enrollment=enrollment)
    with frozen(NOON + timedelta(hours=1)):
        second = start_attempt(quiz=quiz, enrollment=enrollment)
    first.refresh_from_db()
    assert (first.state, second.number, second.state) == ("submitted", 2, "open")


def test_withdrawing_in_the_middle_does_not_stop_the_submission(quiz, enrollment):
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    answer_rightly(attempt)
    withdraw(enrollment=enrollment, by_id=None)
    assert submit_attempt(attempt=attempt).is_passed
    assert lesson_state(enrollment, quiz) is None


def test_slots_and_options_of_others_are_refused(course, quiz, enrollment):
    other = make_quiz(course=course, questions=[choice_draft("Elsewhere")])
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    strange = sheet_of(other.edition).slots[0]
    with pytest.raises(NotFound):
        save_answer(attempt=attempt, slot_id=strange.id, response={"options": []})
    with pytest.raises(ValidationProblem) as refused:
        save_answer(attempt=attempt, slot_id=slots_of(attempt)[0].id, response=right_response(strange))
    assert [(error.pointer, error.code) for error in refused.value.errors] == [
        ("/response", "unknown-option")
    ]


def test_feedback_is_kept_with_the_answer(course, learner):
    quiz = make_quiz(course=course, questions=[choice_draft(feedback_incorrect="<p>Look again.</p>")])
    enrollment = enroll_learner(course_id=course.pk, learner_id=learner.pk)
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    slot = slots_of(attempt)[0]
    save_answer(attempt=attempt, slot_id=slot.id, response={"options": [slot.choices[0].id]})
    submit_attempt(attempt=attempt)
    answer = QuizAnswer.objects.get(attempt=attempt)
    assert answer.feedback == "<p>The largest city is not the capital.</p><p>Look again.</p>"
    assert answer.is_correct is False


def test_submitting_costs_the_same_for_few_and_for_many_questions(
    course, learner, django_assert_max_num_queries
):
    enrollment = enroll_learner(course_id=course.pk, learner_id=learner.pk)
    for count in (1, 150):
        quiz = make_quiz(course=course, questions=[choice_draft(f"Q{number}") for number in range(count)])
        attempt = start_attempt(quiz=quiz, enrollment=enrollment)
        answer_rightly(attempt)
        # Eight statements, and four for savepoints; session and actor come on top.
        with django_assert_max_num_queries(12):
            submit_attempt(attempt=attempt)


acts = st.lists(
    st.tuples(st.sampled_from(["start", "answer", "wrong", "submit", "replace"]), st.integers(0, 2)),
    max_size=12,
)


@settings(
    derandomize=True,
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(script=acts)
def test_any_order_of_acts_keeps_the_invariants(course, learner, script):
    from django.db import transaction

    with transaction.atomic():
        quiz = make_quiz(course=course)
        enrollment = enroll_learner(course_id=course.pk, learner_id=learner.pk)
        attempt = start_attempt(quiz=quiz, enrollment=enrollment)
        for act, number in script:
            attempt = _play(act, number, quiz, enrollment, attempt)
        for row in QuizAttempt.objects.filter(quiz=quiz):
            total = sum(answer.points or 0 for answer in QuizAnswer.objects.filter(attempt=row))
            assert row.points is None or row.points == total
            assert total <= row.max_points
        assert QuizAttempt.objects.filter(quiz=quiz, state="open").count() <= 1
        transaction.set_rollback(True)


def _play(act, number, quiz, enrollment, attempt):
    slot = slots_of(attempt)[min(number, len(slots_of(attempt)) - 1)]
    response = right_response(slot) if act == "answer" else {"options": [slot.choices[0].id]}
    if act == "start":
        return start_attempt(quiz=quiz, enrollment=enrollment)
    if act == "submit":
        submit_attempt(attempt=attempt)
    elif act == "replace":
        create_quiz(lesson=quiz.lesson, questions=[choice_draft(f"New {number}")])
        quiz.refresh_from_db()
    elif QuizAttempt.objects.get(pk=attempt.pk).state == "open":
        save_answer(attempt=attempt, slot_id=slot.id, response=response)
    else:
        with pytest.raises(AttemptClosed):
            save_answer(attempt=attempt, slot_id=slot.id, response=response)
    return attempt

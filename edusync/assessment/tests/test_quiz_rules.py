"""Windows, passwords, waits and accommodations: who may begin when, and until when."""

from datetime import UTC, datetime, timedelta

import pytest

from edusync.assessment.models import Accommodation
from edusync.assessment.problems import (
    AttemptsUsedUp,
    QuizClosed,
    QuizNotOpen,
    QuizPasswordNeeded,
    RetakeTooSoon,
)
from edusync.assessment.quiz_terms import terms_for
from edusync.assessment.services import (
    close_expired_attempts,
    close_if_expired,
    start_attempt,
    submit_attempt,
    update_quiz,
)
from edusync.courses.services import update_course
from edusync.enrollment.models import LearnerGroup, LearnerGroupMember
from edusync.kernel.clock import frozen
from edusync.kernel.problems import RateLimited, ValidationProblem

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def grant(enrollment, quiz=None, **rules):
    return Accommodation.objects.create(
        organization_id=enrollment.organization_id,
        course_id=enrollment.course_id,
        quiz=quiz,
        enrollment=enrollment,
        **rules,
    )


def test_a_quiz_is_taken_in_its_window_and_never_beyond_it(quiz, enrollment):
    update_quiz(quiz=quiz, opens_at=NOON, closes_at=NOON + HOUR, time_limit_seconds=1800)
    with frozen(NOON - timedelta(seconds=1)), pytest.raises(QuizNotOpen) as early:
        start_attempt(quiz=quiz, enrollment=enrollment)
    assert early.value.facts == {"opens_at": NOON}
    with frozen(NOON + HOUR), pytest.raises(QuizClosed):
        start_attempt(quiz=quiz, enrollment=enrollment)
    with frozen(NOON + timedelta(minutes=50)):
        attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    # Ten of thirty minutes: the window ends first.
    assert attempt.due_at == NOON + HOUR


def test_the_grace_of_the_quiz_decides_when_an_attempt_is_closed(quiz, enrollment):
    update_quiz(quiz=quiz, time_limit_seconds=60, grace_seconds=30)
    with frozen(NOON):
        attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    with frozen(NOON + timedelta(seconds=89)):
        assert close_if_expired(attempt).state == "open"
        assert close_expired_attempts() == 0
    with frozen(NOON + timedelta(seconds=91)):
        assert close_expired_attempts() == 1


def test_the_next_attempt_waits(quiz, enrollment):
    update_quiz(quiz=quiz, retake_wait_minutes=60)
    with frozen(NOON):
        submit_attempt(attempt=start_attempt(quiz=quiz, enrollment=enrollment))
    with frozen(NOON + timedelta(minutes=59)), pytest.raises(RetakeTooSoon) as soon:
        start_attempt(quiz=quiz, enrollment=enrollment)
    assert soon.value.facts == {"available_at": NOON + HOUR}
    with frozen(NOON + HOUR):
        assert start_attempt(quiz=quiz, enrollment=enrollment).number == 2


def test_a_password_is_asked_once_and_guessing_ends(quiz, enrollment, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    update_quiz(quiz=quiz, password="open sesame")
    with frozen(NOON):
        with pytest.raises(QuizPasswordNeeded):
            start_attempt(quiz=quiz, enrollment=enrollment)
        for _ in range(9):
            with pytest.raises(ValidationProblem) as wrong:
                start_attempt(quiz=quiz, enrollment=enrollment, facts={"password": "melon"})
        assert [(error.pointer, error.code) for error in wrong.value.errors] == [
            ("/password", "wrong-password")
        ]
        attempt = start_attempt(quiz=quiz, enrollment=enrollment, facts={"password": " open sesame "})
        # Whoever is inside goes on without it.
        assert start_attempt(quiz=quiz, enrollment=enrollment).pk == attempt.pk
        submit_attempt(attempt=attempt)
        with pytest.raises(RateLimited):
            start_attempt(quiz=quiz, enrollment=enrollment, facts={"password": "open sesame"})


def test_a_password_is_sealed(quiz):
    from django.db import connection

    update_quiz(quiz=quiz, password="open sesame")
    with connection.cursor() as cursor:
        cursor.execute("SELECT password FROM assessment_quiz WHERE id = %s", [quiz.pk])
        assert "sesame" not in cursor.fetchone()[0]


def test_of_several_accommodations_the_most_favorable_holds_each_rule_for_itself(
    quiz, enrollment, organization
):
    update_quiz(quiz=quiz, time_limit_seconds=601, attempts_allowed=1, opens_at=NOON, closes_at=NOON + HOUR)
    assert not terms_for(quiz, enrollment).is_accommodated
    group = LearnerGroup.objects.create(
        organization=organization, course_id=enrollment.course_id, name="Evening"
    )
    LearnerGroupMember.objects.create(organization=organization, group=group, enrollment=enrollment)
    grant(enrollment, extra_time_percent=25, closes_at=NOON + 3 * HOUR)
    Accommodation.objects.create(
        organization=organization,
        course_id=enrollment.course_id,
        quiz=quiz,
        group=group,
        extra_time_percent=50,
        extra_attempts=1,
        opens_at=NOON - HOUR,
        closes_at=NOON + 2 * HOUR,
    )
    terms = terms_for(quiz, enrollment)
    assert (terms.time_limit_seconds, terms.attempts_allowed) == (902, 2)
    assert (terms.opens_at, terms.closes_at) == (NOON - HOUR, NOON + 3 * HOUR)
    with frozen(NOON - HOUR):
        attempt = start_attempt(quiz=quiz, enrollment=enrollment)
        assert attempt.due_at == NOON - HOUR + timedelta(seconds=902)
        submit_attempt(attempt=attempt)
        submit_attempt(attempt=start_attempt(quiz=quiz, enrollment=enrollment))
        with pytest.raises(AttemptsUsedUp):
            start_attempt(quiz=quiz, enrollment=enrollment)


def test_what_was_granted_to_others_or_for_another_quiz_changes_nothing(
    course, quiz, enrollment, make_person
):
    from edusync.assessment.testing import make_quiz
    from edusync.enrollment.services import enroll_learner

    update_quiz(quiz=quiz, time_limit_seconds=600)
    other = enroll_learner(course_id=course.pk, learner_id=make_person("ben").pk)
    grant(other, extra_time_percent=100)
    grant(enrollment, quiz=make_quiz(course=course), extra_time_percent=100)
    assert terms_for(quiz, enrollment).time_limit_seconds == 600


@pytest.mark.parametrize(
    ("allow_retake", "max_attempts", "own", "tries"),
    [(False, 5, None, 1), (True, 2, None, 2), (False, 1, 3, 3)],
)
def test_the_course_says_how_often_where_the_quiz_says_nothing(
    quiz, enrollment, allow_retake, max_attempts, own, tries
):
    course = quiz.lesson.course
    update_course(course=course, allow_retake=allow_retake, max_attempts=max_attempts)
    update_quiz(quiz=quiz, attempts_allowed=own)
    quiz.lesson.course = course
    for _ in range(tries):
        submit_attempt(attempt=start_attempt(quiz=quiz, enrollment=enrollment))
    with pytest.raises(AttemptsUsedUp):
        start_attempt(quiz=quiz, enrollment=enrollment)

"""Submitting attempts: all slots are scored together, and the lesson completed with them."""

import uuid
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction

from edusync.assessment.asked import corrections_for, wrong_checks_of
from edusync.assessment.attempt_scoring import score_attempt
from edusync.assessment.deadlines import is_over
from edusync.assessment.events import QuizSubmitted
from edusync.assessment.models import QuizAnswer, QuizAttempt
from edusync.assessment.queries import Terms, answers_with_terms, expired_attempts, percent_of
from edusync.assessment.services.answers import put_answers
from edusync.assessment.sheets import sheet_of
from edusync.kernel import clock
from edusync.kernel.events import publish
from edusync.kernel.problems import NotFound
from edusync.kernel.tenancy import organization_context
from edusync.kernel.transactions import retry_deadlocks
from edusync.progress.services import complete_lesson

OPEN_STATUSES = frozenset({"active", "completed"})
SCORED = [
    "state", "submitted_at", "points", "max_points", "is_passed", "needs_marking", "updated_at",
]  # fmt: skip


class Submission(NamedTuple):
    """A submitted attempt with its enrollment, and its answers by slot id."""

    attempt: QuizAttempt
    answers: dict[int, QuizAnswer]


@retry_deadlocks
@transaction.atomic
def submit_attempt(*, attempt: QuizAttempt) -> QuizAttempt:
    """Score every slot, close the attempt and complete the lesson when it is passed. Doing it twice changes nothing."""
    return _submit(QuizAttempt.unscoped.filter(pk=attempt.pk)).attempt


@retry_deadlocks
@transaction.atomic
def submit_own_attempt(*, uuid: uuid.UUID, learner_id: int) -> Submission:
    """`submit_attempt` of an attempt by this learner, with its answers. Raises NotFound for anybody else's."""
    return _submit(QuizAttempt.objects.filter(uuid=uuid, enrollment__learner_id=learner_id))


def close_if_expired(attempt: QuizAttempt) -> QuizAttempt:
    """The attempt, submitted when its time is up."""
    if attempt.state == QuizAttempt.State.OPEN and is_over(attempt):
        return submit_attempt(attempt=attempt)
    return attempt


def close_expired_attempts(*, limit: int = 500) -> int:
    """Submit the attempts of all organizations whose time is up; returns how many."""
    closed = 0
    for attempt in expired_attempts(now=clock.now(), limit=limit):
        with organization_context(attempt.organization_id):
            submit_attempt(attempt=attempt)
        closed += 1
    return closed


def _submit(found: Any) -> Submission:
    """Lock the attempt and its enrollment, score what is there, write everything."""
    attempt = found.select_for_update().select_related("enrollment").first()
    if attempt is None:
        raise NotFound
    answers, terms = answers_with_terms(attempt)
    attempt.quiz = terms.quiz
    if attempt.state == QuizAttempt.State.OPEN:
        now = clock.now()
        attempt.state = QuizAttempt.State.SUBMITTED
        attempt.submitted_at = min(now, attempt.due_at) if attempt.due_at else now
        _finish(attempt, answers, terms)
    return Submission(attempt, answers)


def score_again(attempt: QuizAttempt) -> QuizAttempt:
    """Score a submitted attempt by its answers as they are now. Needs a transaction in which the attempt is locked."""
    answers, terms = answers_with_terms(attempt)
    attempt.quiz = terms.quiz
    _finish(attempt, answers, terms)
    return attempt


def _finish(attempt: QuizAttempt, answers: dict[int, QuizAnswer], terms: Terms) -> None:
    """Write what the attempt is worth and let it have its effects."""
    wrong_checks = wrong_checks_of(attempt.quiz, attempt.pk)
    score_attempt(attempt, sheet_of(attempt.edition), answers, corrections_for(attempt.quiz), wrong_checks)
    attempt.save(update_fields=SCORED)
    put_answers(list(answers.values()), ["points", "is_correct", "feedback"], now=clock.now())
    _announce(attempt, terms)


def _announce(attempt: QuizAttempt, terms: Terms) -> None:
    percent = percent_of(attempt)
    enrollment = attempt.enrollment
    # Below the lesson's own value only the score is noted; a withdrawn learner's progress stays as it is.
    is_noted = attempt.is_passed or percent < terms.lesson.completion_value
    # While a person still marks, nothing is noted: it might complete the lesson, or not.
    is_noted = is_noted and not attempt.needs_marking
    if is_noted and enrollment.status in OPEN_STATUSES:
        complete_lesson(
            enrollment=enrollment,
            lesson=terms.lesson,
            method="score",
            score=Decimal(percent),
            is_locked=True,
            is_begun=terms.is_begun,
        )
    publish(
        QuizSubmitted(
            attempt_id=attempt.pk,
            quiz_id=attempt.quiz_id,
            lesson_id=terms.lesson.id,
            enrollment_id=enrollment.pk,
            percent=percent,
            is_passed=bool(attempt.is_passed),
            needs_marking=attempt.needs_marking,
        ),
        needs_listener=True,
    )

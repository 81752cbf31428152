"""Submitting attempts: all slots are scored together, and the lesson completed with them."""

import uuid
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, NamedTuple

from django.db import transaction

from edusync.assessment.deadlines import is_over
from edusync.assessment.events import QuizSubmitted
from edusync.assessment.feedback import feedback_html, outcome_of
from edusync.assessment.models import QuizAnswer, QuizAttempt
from edusync.assessment.queries import Terms, answers_with_terms, expired_attempts, percent_of
from edusync.assessment.services.answers import put_answers
from edusync.assessment.sheets import Slot, sheet_of
from edusync.kernel import clock
from edusync.kernel.events import publish
from edusync.kernel.problems import NotFound
from edusync.kernel.tenancy import organization_context
from edusync.kernel.transactions import retry_deadlocks
from edusync.progress.services import complete_lesson

OPEN_STATUSES = frozenset({"active", "completed"})
MILLI = Decimal("0.001")
NOTHING = Decimal(0)


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
    _score_all(attempt, answers)
    attempt.save(update_fields=["state", "submitted_at", "points", "is_passed", "updated_at"])
    put_answers(list(answers.values()), ["points", "is_correct", "feedback"], now=clock.now())
    _announce(attempt, terms)


def _score_all(attempt: QuizAttempt, answers: dict[int, QuizAnswer]) -> None:
    """Score the answers, adding those never given, and add them up."""
    for slot in sheet_of(attempt.edition).slots:
        answer = answers.get(slot.id)
        if answer is None:
            answer = answers[slot.id] = QuizAnswer(attempt_id=attempt.pk, slot_id=slot.id)
        _score(answer, slot)
    attempt.points = sum((answer.points or NOTHING for answer in answers.values()), NOTHING)
    attempt.is_passed = attempt.points * 100 >= attempt.max_points * attempt.quiz.pass_percent


def _score(answer: QuizAnswer, slot: Slot) -> None:
    """Points, verdict and feedback of one answer."""
    outcome = outcome_of(slot, answer)
    share = Decimal(outcome.share.numerator) / Decimal(outcome.share.denominator)
    answer.points = (slot.points * share).quantize(MILLI, ROUND_HALF_EVEN)
    answer.is_correct = outcome.is_correct
    answer.feedback = feedback_html(slot, outcome)


def _announce(attempt: QuizAttempt, terms: Terms) -> None:
    percent = percent_of(attempt)
    enrollment = attempt.enrollment
    # Below the lesson's own value only the score is noted; a withdrawn learner's progress stays as it is.
    is_noted = attempt.is_passed or percent < terms.lesson.completion_value
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
        ),
        needs_listener=True,
    )

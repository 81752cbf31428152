"""Starting attempts and keeping answers."""

import secrets
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from edusync.assessment.deadlines import is_over
from edusync.assessment.drawing import plan_of
from edusync.assessment.gates import pass_gates
from edusync.assessment.models import Quiz, QuizAnswer, QuizAttempt
from edusync.assessment.problems import AttemptClosed, QuizEmpty
from edusync.assessment.quiz_gates import check_terms
from edusync.assessment.quiz_terms import QuizTerms, terms_for
from edusync.assessment.services.answer_log import GivenAnswer, new_client_id, record_answers
from edusync.assessment.services.drawn_editions import store_drawn
from edusync.assessment.services.submitting import submit_attempt
from edusync.assessment.sheets import sheet_of
from edusync.courses.problems import EnrollFirst
from edusync.enrollment.models import Enrollment
from edusync.kernel import clock
from edusync.kernel.ids import uuid7
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem

OPEN_STATUSES = frozenset({"active", "completed"})


def start_attempt(
    *, quiz: Quiz, enrollment: Enrollment, facts: Mapping[str, Any] | None = None
) -> QuizAttempt:
    """The open attempt of the enrollment, or a new one. `facts` are what the gates ask for, see `gates`.

    Two starts at once give the same attempt. Raises EnrollFirst, QuizNotOpen, QuizClosed, AttemptsUsedUp,
    RetakeTooSoon, QuizEmpty, TooFewQuestions and whatever a gate raises.
    """
    if enrollment.status not in OPEN_STATUSES:
        raise EnrollFirst
    attempts = list(QuizAttempt.unscoped.filter(quiz=quiz, enrollment=enrollment).order_by("-number"))
    for place, attempt in enumerate(attempts):
        if attempt.state == QuizAttempt.State.OPEN:
            attempt.quiz = quiz
            if not is_over(attempt):
                pass_gates(quiz, enrollment, {**(facts or {}), "is_resuming": True})
                return attempt
            attempts[place] = submit_attempt(attempt=attempt)
    terms = terms_for(quiz, enrollment)
    check_terms(terms, attempts)
    # Outside the transaction below: what a gate counts stays counted when it refuses.
    pass_gates(quiz, enrollment, {**(facts or {}), "is_resuming": False})
    return begin_attempt(quiz, enrollment, number=attempts[0].number + 1 if attempts else 1, terms=terms)


def begin_attempt(
    quiz: Quiz, enrollment: Enrollment, *, number: int, terms: QuizTerms | None = None
) -> QuizAttempt:
    """A new attempt of that number, or the one that another request began meanwhile.

    Raises QuizEmpty, TooFewQuestions.
    """
    now = clock.now()
    plan, sheet = plan_of(quiz.edition), sheet_of(quiz.edition)
    if not sheet.slots and not plan.draws:
        raise QuizEmpty
    is_shuffled = quiz.is_shuffled or any(slot.part and slot.part.is_shuffled for slot in sheet.slots)
    is_shuffled = is_shuffled or any(draw.part and draw.part.is_shuffled for draw in plan.draws)
    attempt = QuizAttempt(
        organization_id=quiz.organization_id,
        quiz=quiz,
        enrollment=enrollment,
        edition=uuid7() if plan.draws else quiz.edition,
        number=number,
        seed=1 + secrets.randbelow(2**31 - 1) if is_shuffled else 0,
        started_at=now,
        due_at=(terms or terms_for(quiz, enrollment)).due_at(now),
        max_points=sheet.max_points + sum((draw.count * draw.points for draw in plan.draws), Decimal(0)),
    )
    try:
        with transaction.atomic():
            if plan.draws:
                store_drawn(quiz, plan, attempt.edition)
            attempt.save(force_insert=True)
    except IntegrityError:
        # Another tab was faster: the unique keys let one of the two through.
        running = QuizAttempt.unscoped.filter(
            quiz=quiz, enrollment=enrollment, state=QuizAttempt.State.OPEN
        ).first()
        if running is None:
            raise
        return running
    return attempt


@transaction.atomic
def save_answer(
    *, attempt: QuizAttempt, slot_id: int, response: Any, certainty: int | None = None
) -> QuizAnswer:
    """Keep an answer given right now, as a device of its own. What this returns is on disk.

    Raises NotFound for a slot of another quiz, ValidationProblem for a response of the wrong shape, AttemptClosed
    after the attempt was submitted or its time is up.
    """
    if sheet_of(attempt.edition).slot(slot_id) is None:
        raise NotFound
    given = GivenAnswer(sequence=1, slot_id=slot_id, response=response, certainty=certainty)
    (receipt,) = record_answers(attempt=attempt, client_id=new_client_id(), answers=[given])
    event = receipt.event
    if event is None:
        raise ValidationProblem(
            errors=[FieldError(pointer="/response", code=receipt.refusal, detail=receipt.detail)]
        )
    if not event.is_counted:
        raise AttemptClosed
    return QuizAnswer(
        attempt_id=attempt.pk, slot_id=slot_id, response=event.response, answered_at=event.answered_at
    )

"""What a quiz itself asks before an attempt: its window, its wait between attempts, its password."""

import hmac
from collections.abc import Mapping, Sequence
from typing import Any

from edusync.assessment.gates import register_gate
from edusync.assessment.models import Quiz, QuizAttempt
from edusync.assessment.problems import (
    AttemptsUsedUp,
    QuizClosed,
    QuizNotOpen,
    QuizPasswordNeeded,
    RetakeTooSoon,
)
from edusync.assessment.quiz_terms import QuizTerms, next_attempt_at
from edusync.enrollment.models import Enrollment
from edusync.kernel import clock, rate_limits
from edusync.kernel.problems import FieldError, ValidationProblem

# Tries of one learner at the password of one quiz, right ones included.
PASSWORD_TRIES = rate_limits.Limit("quiz-password", 10, 600)


def check_terms(terms: QuizTerms, attempts: Sequence[QuizAttempt]) -> None:
    """Raise what stands in the way of another attempt after these, the newest first.

    Raises QuizNotOpen, QuizClosed, AttemptsUsedUp, RetakeTooSoon.
    """
    now = clock.now()
    if terms.opens_at is not None and now < terms.opens_at:
        raise QuizNotOpen(opens_at=terms.opens_at)
    if terms.closes_at is not None and now >= terms.closes_at:
        raise QuizClosed(closes_at=terms.closes_at)
    if terms.attempts_allowed is not None and len(attempts) >= terms.attempts_allowed:
        raise AttemptsUsedUp(attempts_allowed=terms.attempts_allowed)
    available_at = next_attempt_at(terms, attempts)
    if available_at is not None and now < available_at:
        raise RetakeTooSoon(available_at=available_at)


def check_password(quiz: Quiz, enrollment: Enrollment, facts: Mapping[str, Any]) -> None:
    """The gate of quizzes with a password. Whoever is inside is not asked again.

    Raises QuizPasswordNeeded, ValidationProblem (`/password`), RateLimited after ten tries in ten minutes.
    """
    if not quiz.password or facts.get("is_resuming"):
        return
    given = str(facts.get("password") or "").strip()
    if not given:
        raise QuizPasswordNeeded
    usage = rate_limits.use(PASSWORD_TRIES, f"q:{quiz.pk}:u:{enrollment.learner_id}")
    if usage.is_over:
        raise rate_limits.refusal(usage)
    if not hmac.compare_digest(given.encode(), quiz.password.encode()):
        wrong = FieldError("/password", "wrong-password", "This is not the password of the quiz.")
        raise ValidationProblem(errors=[wrong])


register_gate(check_password)

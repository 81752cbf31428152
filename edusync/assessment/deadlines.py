"""When an attempt is over."""

import datetime
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from edusync.assessment.models import Exam, Quiz, QuizAttempt
from edusync.kernel import clock


def with_quiz_rules(attempts: Any) -> Any:
    """The attempts with `grace_seconds` and `navigation` of their quiz, and whether an exam asks for its own browser.

    Read beside the attempt instead of joined: a row of the quiz that is locked would make a whole class wait.
    """
    quizzes = Quiz.unscoped.filter(pk=OuterRef("quiz_id"))
    return attempts.annotate(
        grace_seconds=Subquery(quizzes.values("grace_seconds")[:1]),
        navigation=Subquery(quizzes.values("navigation")[:1]),
        is_browser_checked=Exists(
            Exam.unscoped.filter(quiz_id=OuterRef("quiz_id"), is_safe_browser_needed=True)
        ),
    )


def grace_of(attempt: QuizAttempt) -> timedelta:
    """How long answers on their way are taken after the end."""
    known = getattr(attempt, "grace_seconds", None)
    return timedelta(seconds=attempt.quiz.grace_seconds if known is None else known)


def navigation_of(attempt: QuizAttempt) -> str:
    """How the learner goes through the questions."""
    known = getattr(attempt, "navigation", None)
    return str(attempt.quiz.navigation if known is None else known)


def is_over(attempt: QuizAttempt) -> bool:
    """Whether the time of the attempt is up, grace included."""
    return attempt.due_at is not None and clock.now() > attempt.due_at + grace_of(attempt)


def is_late(attempt: QuizAttempt, instant: datetime.datetime) -> bool:
    """Whether the time was up at the instant, grace or not."""
    return attempt.due_at is not None and instant > attempt.due_at

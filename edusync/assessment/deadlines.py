"""When an attempt is over."""

import datetime
from datetime import timedelta

from edusync.assessment.models import QuizAttempt
from edusync.kernel import clock

# An answer sent in time may arrive late.
GRACE = timedelta(seconds=5)


def is_over(attempt: QuizAttempt) -> bool:
    """Whether the time of the attempt is up, grace included."""
    return attempt.due_at is not None and clock.now() > attempt.due_at + GRACE


def is_late(attempt: QuizAttempt, instant: datetime.datetime) -> bool:
    """Whether the time was up at the instant, grace or not."""
    return attempt.due_at is not None and instant > attempt.due_at

"""Every change of quizzes and attempts."""

from edusync.assessment.deadlines import GRACE
from edusync.assessment.drafts import OptionDraft, QuestionDraft
from edusync.assessment.services.attempts import save_answer, start_attempt
from edusync.assessment.services.authoring import create_quiz, update_quiz
from edusync.assessment.services.submitting import (
    close_expired_attempts,
    close_if_expired,
    submit_attempt,
    submit_own_attempt,
)

__all__ = [
    "GRACE",
    "OptionDraft",
    "QuestionDraft",
    "close_expired_attempts",
    "close_if_expired",
    "create_quiz",
    "save_answer",
    "start_attempt",
    "submit_attempt",
    "submit_own_attempt",
    "update_quiz",
]

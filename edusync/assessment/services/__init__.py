"""Every change of quizzes and attempts."""

from edusync.assessment.drafts import OptionDraft, QuestionDraft
from edusync.assessment.services.answer_log import GivenAnswer, Receipt, new_client_id, record_answers
from edusync.assessment.services.attempts import save_answer, start_attempt
from edusync.assessment.services.authoring import create_quiz, update_quiz
from edusync.assessment.services.late_answers import accept_late_answers
from edusync.assessment.services.navigating import advance_attempt
from edusync.assessment.services.submitting import (
    close_expired_attempts,
    close_if_expired,
    submit_attempt,
    submit_own_attempt,
)

__all__ = [
    "GivenAnswer",
    "OptionDraft",
    "QuestionDraft",
    "Receipt",
    "accept_late_answers",
    "advance_attempt",
    "close_expired_attempts",
    "close_if_expired",
    "create_quiz",
    "new_client_id",
    "record_answers",
    "save_answer",
    "start_attempt",
    "submit_attempt",
    "submit_own_attempt",
    "update_quiz",
]

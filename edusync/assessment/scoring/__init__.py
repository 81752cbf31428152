"""Scoring of responses: pure functions over plain data, one module a kind of question."""

from edusync.assessment.scoring.dispatch import (
    check_settings,
    clean_response,
    notice,
    score_response,
    solution,
)
from edusync.assessment.scoring.outcome import Choice, Outcome, ResponseRefused, SettingsFault, Solution

__all__ = [
    "Choice",
    "Outcome",
    "ResponseRefused",
    "SettingsFault",
    "Solution",
    "check_settings",
    "clean_response",
    "notice",
    "score_response",
    "solution",
]

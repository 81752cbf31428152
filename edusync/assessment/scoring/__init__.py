"""Scoring of responses: pure functions over plain data, one module a kind of question."""

from edusync.assessment.scoring.dispatch import (
    check_settings,
    clean_response,
    learner_inputs,
    map_texts,
    notice,
    score_response,
    solution,
    stored_settings,
)
from edusync.assessment.scoring.kinds import forget_kind, kind_names, register_kind
from edusync.assessment.scoring.outcome import Choice, Outcome, ResponseRefused, SettingsFault, Solution

__all__ = [
    "Choice",
    "Outcome",
    "ResponseRefused",
    "SettingsFault",
    "Solution",
    "check_settings",
    "clean_response",
    "forget_kind",
    "kind_names",
    "learner_inputs",
    "map_texts",
    "notice",
    "register_kind",
    "score_response",
    "solution",
    "stored_settings",
]

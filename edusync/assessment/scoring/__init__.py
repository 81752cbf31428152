"""Scoring of responses: pure functions over plain data, one module a kind of question."""

from edusync.assessment.scoring.dispatch import (
    check_settings,
    clean_response,
    instance,
    is_marked_by_hand,
    is_scored,
    kinds_by_hand,
    learner_inputs,
    map_texts,
    notice,
    presented,
    score_response,
    solution,
    stem_faults,
    stored_settings,
    unscored_kinds,
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
    "instance",
    "is_marked_by_hand",
    "is_scored",
    "kind_names",
    "kinds_by_hand",
    "learner_inputs",
    "map_texts",
    "notice",
    "presented",
    "register_kind",
    "score_response",
    "solution",
    "stem_faults",
    "stored_settings",
    "unscored_kinds",
]

"""When lessons open: rule trees are read, checked and evaluated here, without the database.

A tree is JSON: `{"type": "all" | "any" | "not", "of": [...]}` over conditions such as
`{"type": "lesson-done", "lesson_id": 7}`; `reading.KINDS` names them all.
"""

from edusync.courses.rules.conditions import Condition, Names, RuleFacts, RuleNeeds
from edusync.courses.rules.locks import NOTHING_LOCKED, Lock, Locks, compile_locks
from edusync.courses.rules.reach import unreachable_lessons
from edusync.courses.rules.reading import (
    KINDS,
    MAX_CONDITIONS,
    MAX_DEPTH,
    NO_RULE,
    clean_tree,
    leaves_of,
    map_leaves,
)
from edusync.courses.rules.told import ALL_SHOWN, NO_GRADES, GradeFacts, ShownScores

__all__ = [
    "ALL_SHOWN",
    "KINDS",
    "MAX_CONDITIONS",
    "MAX_DEPTH",
    "NOTHING_LOCKED",
    "NO_GRADES",
    "NO_RULE",
    "Condition",
    "GradeFacts",
    "Lock",
    "Locks",
    "Names",
    "RuleFacts",
    "RuleNeeds",
    "ShownScores",
    "clean_tree",
    "compile_locks",
    "leaves_of",
    "map_leaves",
    "unreachable_lessons",
]

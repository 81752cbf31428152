"""The rules of a course, compiled once per version of its outline: which lessons they lock, for whom and why."""

import dataclasses
import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from edusync.courses.rules.conditions import Condition, Names, Reason, RuleFacts, RuleNeeds, compiled
from edusync.courses.rules.reading import leaves_of


@dataclasses.dataclass(frozen=True, slots=True)
class Lock:
    """What stands before one lesson: the rule of its module, its own, or both; each with whether it hides."""

    parts: tuple[tuple[Condition, bool], ...]

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions alone."""
        return tuple(condition for condition, _ in self.parts)

    def for_learner(self, facts: RuleFacts, now: datetime.datetime) -> dict[str, Any] | None:
        """What is missing; None when the lesson is open."""
        reasons: list[Reason] = []
        is_hidden = False
        for condition, hides in self.parts:
            if not condition.is_met(facts, now):
                reasons.extend(_flat(condition.reason(facts, now)))
                is_hidden = is_hidden or hides
        return {"is_enforced": True, "is_hidden": is_hidden, "reasons": reasons} if reasons else None

    def for_staff(self) -> dict[str, Any]:
        """Everything it asks for: staff enter all the same."""
        reasons = [reason for condition, _ in self.parts for reason in _flat(condition.description())]
        is_hidden = any(hides for _, hides in self.parts)
        return {"is_enforced": False, "is_hidden": is_hidden, "reasons": reasons}


def _flat(reason: Reason) -> list[Reason]:
    return reason["of"] if reason["kind"] == "all" else [reason]


@dataclasses.dataclass(frozen=True, slots=True)
class Locks:
    """The locks of a course by lesson id, and what must be known of a learner to open them."""

    by_lesson: Mapping[int, Lock]
    needs: RuleNeeds
    has_hidden: bool

    def __bool__(self) -> bool:
        return bool(self.by_lesson)

    def hides(self, lesson_id: int) -> bool:
        """Whether the lesson is out of sight for those who do not meet its rules."""
        lock = self.by_lesson.get(lesson_id)
        return lock is not None and any(hides for _, hides in lock.parts)

    def for_learner(self, facts: RuleFacts, now: datetime.datetime) -> dict[int, dict[str, Any]]:
        """The locked lessons, each with `reasons`, `is_enforced` and `is_hidden`."""
        found = ((lesson_id, lock.for_learner(facts, now)) for lesson_id, lock in self.by_lesson.items())
        return {lesson_id: lock for lesson_id, lock in found if lock is not None}

    def for_staff(self) -> dict[int, dict[str, Any]]:
        """Every lesson with a rule."""
        return {lesson_id: lock.for_staff() for lesson_id, lock in self.by_lesson.items()}


NOTHING_LOCKED = Locks({}, RuleNeeds(), has_hidden=False)


def compile_locks(rules: Iterable[tuple[tuple[int, ...], Mapping[str, Any], bool]], names: Names) -> Locks:
    """The locks made of rules, each given as the lessons it stands before, its tree and whether it hides."""
    parts: dict[int, list[tuple[Condition, bool]]] = {}
    trees = []
    has_hidden = False
    for lesson_ids, tree, is_hidden in rules:
        condition = compiled(tree, names)
        if condition is None:
            continue
        trees.append(tree)
        has_hidden = has_hidden or is_hidden
        for lesson_id in lesson_ids:
            parts.setdefault(lesson_id, []).append((condition, is_hidden))
    if not parts:
        return NOTHING_LOCKED
    by_lesson = {lesson_id: Lock(tuple(found)) for lesson_id, found in parts.items()}
    return Locks(by_lesson, needs_of(trees, names), has_hidden=has_hidden)


def needs_of(trees: Iterable[Mapping[str, Any]], names: Names) -> RuleNeeds:
    """What must be known of a learner to evaluate these trees."""
    lessons: set[int] = set()
    groups: set[int] = set()
    courses: set[int] = set()
    for tree in trees:
        for _, leaf in leaves_of(dict(tree)):
            if "lesson_id" in leaf:
                lessons.add(leaf["lesson_id"])
            elif "module_id" in leaf:
                lessons.update(names.modules.get(leaf["module_id"], ("", ()))[1])
            elif "group_id" in leaf:
                groups.add(leaf["group_id"])
            elif "course_id" in leaf:
                courses.add(leaf["course_id"])
    return RuleNeeds(tuple(sorted(lessons)), tuple(sorted(groups)), tuple(sorted(courses)))

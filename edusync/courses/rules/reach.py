"""Finds lessons that nobody could ever open, because rules wait for each other."""

from collections.abc import Collection, Mapping

from edusync.courses.rules.conditions import (
    All,
    AnyOf,
    Condition,
    LessonDone,
    LessonGrade,
    LessonScore,
    ModuleDone,
)
from edusync.courses.rules.locks import Lock


def unreachable_lessons(lesson_ids: Collection[int], locks: Mapping[int, Lock]) -> list[int]:
    """Lessons that stay closed even for a learner who does everything that is open, whenever and in whatever group.

    Opens what can be opened, again and again, until nothing more opens: exact also where rules leave a choice.
    """
    waiting = {lesson_id: locks[lesson_id] for lesson_id in lesson_ids if lesson_id in locks}
    done = set(lesson_ids) - waiting.keys()
    while True:
        opened = [
            lesson_id
            for lesson_id, lock in waiting.items()
            if all(_can_be_met(condition, done) for condition in lock.conditions)
        ]
        if not opened:
            return [lesson_id for lesson_id in lesson_ids if lesson_id in waiting]
        done.update(opened)
        for lesson_id in opened:
            del waiting[lesson_id]


def _can_be_met(condition: Condition, done: Collection[int]) -> bool:
    if isinstance(condition, All):
        return all(_can_be_met(child, done) for child in condition.of)
    if isinstance(condition, AnyOf):
        return any(_can_be_met(child, done) for child in condition.of)
    if isinstance(condition, LessonDone | LessonScore | LessonGrade):
        return condition.lesson_id in done
    if isinstance(condition, ModuleDone):
        return all(lesson_id in done for lesson_id in condition.lesson_ids)
    # Dates, groups, other courses, and what must not be the case: there is a learner and a moment for each.
    return True

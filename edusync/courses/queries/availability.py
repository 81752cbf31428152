"""What locks lessons for a learner, asked outside outline and lesson view: by files, quizzes, progress."""

import uuid
from collections.abc import Collection
from typing import Any

from edusync.courses import learner_facts
from edusync.courses.models import Lesson
from edusync.courses.queries.outline import outline, outlines
from edusync.kernel import clock


def lock_before(
    *, course_id: int, lesson_id: int, user_id: int | None, known: tuple[uuid.UUID, int] | None = None
) -> dict[str, Any] | None:
    """What locks the lesson for this learner; None when it is open.

    No query while the outline is kept (with the course's UUID and version in `known`) and no rule stands before the
    lesson; else one.
    """
    static = outline(course_id, known=known)
    lock = static.locks.by_lesson.get(lesson_id)
    if lock is None:
        return None
    facts = learner_facts.outline_facts(course_id=course_id, user_id=user_id, needs=static.locks.needs)
    return lock.for_learner(facts.rule_facts, clock.now())


def locked_among(
    lesson_ids: Collection[int], *, user_id: int | None, open_courses: Collection[int] = ()
) -> set[int]:
    """Which of these lessons are locked for the learner. Courses in `open_courses` lock nothing."""
    rows = Lesson.unscoped.filter(pk__in=lesson_ids).exclude(course_id__in=open_courses)
    by_course: dict[int, list[int]] = {}
    known = {}
    for lesson_id, course_id, key, version in rows.values_list(
        "id", "course_id", "course__uuid", "course__outline_version"
    ):
        by_course.setdefault(course_id, []).append(lesson_id)
        known[course_id] = (key, version)
    found: set[int] = set()
    for course_id, static in outlines(known).items():
        ruled = [lesson_id for lesson_id in by_course[course_id] if lesson_id in static.locks.by_lesson]
        if ruled:
            facts = learner_facts.outline_facts(
                course_id=course_id, user_id=user_id, needs=static.locks.needs
            )
            locks = static.locks.for_learner(facts.rule_facts, clock.now())
            found.update(lesson_id for lesson_id in ruled if lesson_id in locks)
    return found

"""What locks lessons for a learner, asked outside outline and lesson view: by files, quizzes, progress."""

import uuid
from collections.abc import Collection, Mapping
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
    locks = locks_in(known, user_id=user_id)
    return {
        lesson_id
        for course_id, found in by_course.items()
        for lesson_id in found
        if lesson_id in locks[course_id]
    }


def locks_in(
    known: Mapping[int, tuple[uuid.UUID, int]], *, user_id: int | None
) -> dict[int, Mapping[int, dict[str, Any]]]:
    """The locked lessons of several courses for this learner, by course and lesson, each as `Lock.for_learner` says it.

    `known` has UUID and version of the outline of each course. One query, and what outlines cost that are not kept.
    """
    ruled = {course_id: one.locks for course_id, one in outlines(known).items() if one.locks}
    needs = {course_id: locks.needs for course_id, locks in ruled.items()}
    facts = learner_facts.rule_facts_of(needs=needs, user_id=user_id)
    now = clock.now()
    return {
        course_id: ruled[course_id].for_learner(facts.get(course_id, learner_facts.NO_RULE_FACTS), now)
        if course_id in ruled
        else {}
        for course_id in known
    }

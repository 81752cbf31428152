"""Which practice questions somebody may see: those that stand in a page they may open, and no other question.

Quizzes ask questions of the same bank, so that a question belongs to the course says nothing: it must stand in the page.
"""

import uuid
from typing import Any

from edusync.courses import learner_facts
from edusync.courses.blocks import questions_of
from edusync.courses.models import Lesson
from edusync.courses.policy import LessonPolicy, is_staff, refuse_locked
from edusync.courses.queries import outline, page_rows
from edusync.courses.services import authored_document
from edusync.kernel import clock
from edusync.kernel.policy import Actor
from edusync.kernel.problems import NotFound


def page_lesson(actor: Actor, lesson_id: int) -> Lesson:
    """The page lesson if the actor may open it now. Raises NotFound, and what rules that lock it say."""
    lesson: Lesson | None = LessonPolicy().visible(page_rows(), actor).filter(pk=lesson_id).first()
    if lesson is None:
        raise NotFound
    if not is_staff(actor, lesson.course_id):
        _refuse_locked(actor, lesson)
    return lesson


def _refuse_locked(actor: Actor, lesson: Lesson) -> None:
    static = outline(lesson.course_id, known=(lesson.course.uuid, lesson.course.outline_version))
    if lesson.pk not in static.locks.by_lesson:
        return
    facts = learner_facts.lesson_facts(
        course_id=lesson.course_id,
        lesson_id=lesson.pk,
        user_id=actor.user_id,
        needs=static.locks.needs,
    )
    refuse_locked(static.locks.for_learner(facts.rule_facts, clock.now()).get(lesson.pk))


def shown_questions(actor: Actor, lesson: Lesson) -> list[uuid.UUID]:
    """Public ids of the questions that the actor reads in the page: authors read the draft as well."""
    page: Any = getattr(lesson, "page", None)
    if page is None:
        return []
    found = questions_of(page.document or {})
    if is_staff(actor, lesson.course_id):
        found += questions_of(authored_document(page))
    return list(dict.fromkeys(found))

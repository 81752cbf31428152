"""Which practice questions a page may hold: the app that owns questions says it here, for courses imports none."""

import uuid
from collections.abc import Collection
from typing import Protocol

from edusync.courses.models import Lesson


class QuestionKeeper(Protocol):
    """Implemented by the assessment app."""

    def __call__(self, *, course_id: int, questions: Collection[uuid.UUID]) -> set[uuid.UUID]:
        """Those of the questions that no page of the course may hold, in one query."""
        ...


class QuestionCopier(Protocol):
    """Implemented by the assessment app."""

    def __call__(self, *, questions: Collection[uuid.UUID], lesson: Lesson) -> dict[str, str]:
        """Copies of the questions in the lesson's course: their public ids by those of the originals."""
        ...


_keepers: list[QuestionKeeper] = []
_copiers: list[QuestionCopier] = []


def register_questions(keeper: QuestionKeeper) -> None:
    """Take the answers of the app that owns questions."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def register_copier(copier: QuestionCopier) -> None:
    """Let the app that owns questions copy them with pages that go to another course."""
    if copier not in _copiers:
        _copiers.append(copier)


def copied_questions(*, questions: Collection[uuid.UUID], lesson: Lesson) -> dict[str, str]:
    """Copies of the questions for a page of another course: public ids by those of the originals."""
    return {
        old: new
        for copier in _copiers
        if questions
        for old, new in copier(questions=questions, lesson=lesson).items()
    }


def unknown_questions(*, course_id: int, questions: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the questions that no page of the course may hold; all of them while no app owns questions."""
    unknown = set(questions)
    for keeper in _keepers:
        if unknown:
            unknown &= keeper(course_id=course_id, questions=unknown)
    return unknown

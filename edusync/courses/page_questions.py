"""Which practice questions a page may hold: the app that owns questions says it here, for courses imports none."""

import uuid
from collections.abc import Collection
from typing import Protocol


class QuestionKeeper(Protocol):
    """Implemented by the assessment app."""

    def __call__(self, *, course_id: int, questions: Collection[uuid.UUID]) -> set[uuid.UUID]:
        """Those of the questions that no page of the course may hold, in one query."""
        ...


_keepers: list[QuestionKeeper] = []


def register_questions(keeper: QuestionKeeper) -> None:
    """Take the answers of the app that owns questions."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def unknown_questions(*, course_id: int, questions: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the questions that no page of the course may hold; all of them while no app owns questions."""
    unknown = set(questions)
    for keeper in _keepers:
        if unknown:
            unknown &= keeper(course_id=course_id, questions=unknown)
    return unknown

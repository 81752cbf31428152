"""What tests of this app tell it in place of the apps above."""

from typing import Any

import pytest

from edusync.courses import learner_facts
from edusync.courses.learner_facts import EnrollmentFacts, LessonFacts, LessonProgressFacts, OutlineFacts
from edusync.courses.models import Course


class ToldFacts:
    """Says of each learner what the test told it: stands where enrollment and progress stand, above this app."""

    def __init__(self) -> None:
        self.enrollments: dict[tuple[int, int], EnrollmentFacts] = {}
        self.states: dict[tuple[int, int], str] = {}

    def enroll(self, course: Course, user: Any, *, status: str = "active", percent: int = 40) -> None:
        self.enrollments[course.pk, user.pk] = EnrollmentFacts(
            id=7, status=status, percent=percent, last_lesson_id=None
        )

    def enrollments_of(self, *, course_ids: Any, user_id: int) -> dict[int, EnrollmentFacts]:
        found = {course_id: self.enrollments.get((course_id, user_id)) for course_id in course_ids}
        return {course_id: facts for course_id, facts in found.items() if facts}

    def enrolled_course_ids(self, *, user_id: int) -> list[int]:
        return [
            course_id
            for (course_id, owner), facts in self.enrollments.items()
            if owner == user_id and facts.opens_content
        ]

    def outline_facts(self, *, course_id: int, user_id: int) -> OutlineFacts:
        states = {lesson: state for (owner, lesson), state in self.states.items() if owner == user_id}
        return OutlineFacts(self.enrollments.get((course_id, user_id)), states)

    def lesson_facts(self, *, course_id: int, lesson_id: int, user_id: int) -> LessonFacts:
        state = self.states.get((user_id, lesson_id))
        progress = LessonProgressFacts(state, 12, 30, 45, None) if state else None
        return LessonFacts(self.enrollments.get((course_id, user_id)), progress)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> ToldFacts:
    facts = ToldFacts()
    monkeypatch.setattr(learner_facts, "_enrollments", facts)
    monkeypatch.setattr(learner_facts, "_progress", facts)
    return facts

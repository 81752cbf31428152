"""What tests of this app tell it in place of the apps above."""

from typing import Any

import pytest

from edusync.courses import learner_facts
from edusync.courses.learner_facts import EnrollmentFacts, LessonFacts, LessonProgressFacts, OutlineFacts
from edusync.courses.models import Course
from edusync.courses.rules import RuleFacts


class ToldFacts:
    """Says of each learner what the test told it: stands where enrollment and progress stand, above this app."""

    def __init__(self) -> None:
        self.enrollments: dict[tuple[int, int], EnrollmentFacts] = {}
        self.states: dict[tuple[int, int], str] = {}
        # What else rules ask, by learner: `enrolled_at`, `scores`, `group_ids`, `course_percents`.
        self.more: dict[int, dict[str, Any]] = {}

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

    def outline_facts(self, *, course_id: int, user_id: int, needs: Any = None) -> OutlineFacts:
        states = {lesson: state for (owner, lesson), state in self.states.items() if owner == user_id}
        facts = RuleFacts(states=states, **self.more.get(user_id, {}))
        return OutlineFacts(self.enrollments.get((course_id, user_id)), states, facts)

    def lesson_facts(self, *, course_id: int, lesson_id: int, user_id: int, needs: Any = None) -> LessonFacts:
        state = self.states.get((user_id, lesson_id))
        progress = LessonProgressFacts(state, 12, 30, 45, None) if state else None
        facts = self.outline_facts(course_id=course_id, user_id=user_id).rule_facts
        return LessonFacts(self.enrollments.get((course_id, user_id)), progress, facts)

    def rule_facts_of(self, *, needs: Any, user_id: int) -> dict[int, RuleFacts]:
        return {
            course_id: self.outline_facts(course_id=course_id, user_id=user_id).rule_facts
            for course_id in needs
        }


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> ToldFacts:
    facts = ToldFacts()
    monkeypatch.setattr(learner_facts, "_enrollments", facts)
    monkeypatch.setattr(learner_facts, "_progress", facts)
    return facts

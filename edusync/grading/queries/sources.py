"""What earns points in a course, and what was earned there."""

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from edusync.assessment.models import Assignment, Quiz, QuizAttempt, Submission
from edusync.assessment.queries import quizzes_with_totals


@dataclasses.dataclass(frozen=True, slots=True)
class Gradable:
    """A quiz or an assignment as a column of the book. `is_told`: learners see what they got."""

    source_id: int
    organization_id: int
    course_id: int
    lesson_id: int
    max_points: Decimal
    due_at: datetime.datetime | None
    is_told: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Work:
    """One scored or waiting piece of work of an enrollment."""

    enrollment_id: int
    number: int
    points: Decimal | None
    max_points: Decimal

    @property
    def share(self) -> Decimal:
        """Points of 0 to 1."""
        return (self.points or Decimal(0)) / self.max_points


def quizzes(ids: Sequence[int]) -> list[Gradable]:
    """Quizzes with points; one without questions earns none yet, practice never does."""
    rows = (
        quizzes_with_totals()
        .exclude(mode=Quiz.Mode.PRACTICE)
        .filter(pk__in=ids, total_points__gte=Decimal("0.01"))
    )
    return [
        Gradable(quiz_id, organization_id, course_id, lesson_id, total, None, feedback != "none")
        for quiz_id, organization_id, course_id, lesson_id, total, feedback in rows.values_list(
            "pk", "organization_id", "lesson__course_id", "lesson_id", "total_points", "feedback"
        )
    ]


def assignments(ids: Sequence[int]) -> list[Gradable]:
    """Assignments. Their marks reach the book when they are posted there."""
    rows = Assignment.objects.filter(pk__in=ids, points__gte=Decimal("0.01"))
    return [
        Gradable(assignment_id, organization_id, course_id, lesson_id, points, due_at, True)
        for assignment_id, organization_id, course_id, lesson_id, points, due_at in rows.values_list(
            "pk", "organization_id", "course_id", "lesson_id", "points", "due_at"
        )
    ]


def attempts_at(quiz_id: int) -> Iterable[Work]:
    """Submitted attempts at a quiz, by learner and number."""
    rows = QuizAttempt.objects.filter(
        quiz_id=quiz_id, state="submitted", points__isnull=False, max_points__gte=Decimal("0.01")
    ).order_by("enrollment_id", "number")
    values = rows.values_list("enrollment_id", "number", "points", "max_points", "needs_marking")
    return [
        Work(enrollment_id, number, None if waiting else points, most)
        for enrollment_id, number, points, most, waiting in values
    ]


def submissions_to(assignment_id: int) -> Iterable[Work]:
    """The submissions that count, waiting or marked."""
    rows = Submission.objects.filter(
        assignment_id=assignment_id, is_current=True, max_points__gte=Decimal("0.01")
    ).exclude(state="draft")
    return [Work(*row) for row in rows.values_list("enrollment_id", "number", "points", "max_points")]


GRADABLES: dict[str, Callable[[Sequence[int]], list[Gradable]]] = {
    "quiz": quizzes,
    "assignment": assignments,
}
WORKS: dict[str, Callable[[int], Iterable[Work]]] = {"quiz": attempts_at, "assignment": submissions_to}


def organizations_of(kind: str, ids: Sequence[int]) -> dict[int, list[int]]:
    """The sources by the organization they belong to."""
    model: Any = Quiz if kind == "quiz" else Assignment
    found: dict[int, list[int]] = {}
    for organization_id, key in model.unscoped.filter(pk__in=ids).values_list("organization_id", "pk"):
        found.setdefault(organization_id, []).append(key)
    return found

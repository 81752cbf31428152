"""Which courses come before which, and what of that a person still has to do."""

import dataclasses
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from edusync.courses import learner_facts
from edusync.courses.learner_facts import EnrollmentFacts
from edusync.courses.models import Course, CoursePrerequisite
from edusync.courses.rules.conditions import told_percent


@dataclasses.dataclass(frozen=True, slots=True)
class Prerequisite:
    """A course that comes first. `own_percent` is None for who never took it.

    `minimum_grade` in percent, None where none is asked; `own_grade` by the marks that are posted.
    """

    id: int
    course_id: int
    slug: str
    title: str
    status: str
    minimum_percent: int
    minimum_grade: Decimal | None = None
    own_percent: int | None = None
    own_grade: float | None = None

    @property
    def is_met(self) -> bool:
        """Whether the person has done enough of it. A course that nobody can take any more asks for nothing."""
        is_gone = self.status != Course.Status.PUBLISHED and self.own_percent is None
        return is_gone or (self.is_share_done and self.is_grade_reached)

    @property
    def is_share_done(self) -> bool:
        """Whether the person did enough of it."""
        return (self.own_percent or 0) >= self.minimum_percent

    @property
    def is_grade_reached(self) -> bool:
        """Whether the grade that the person sees is good enough; one that is not posted is none."""
        if self.minimum_grade is None:
            return True
        return self.own_grade is not None and self.own_grade >= self.minimum_grade

    def as_reason(self) -> dict[str, Any]:
        """As problems and pages tell it: the share first, then the grade."""
        course = {"id": self.course_id, "slug": self.slug, "title": self.title}
        if self.minimum_grade is not None and self.is_share_done:
            own = told_percent(self.own_grade)
            return {
                "kind": "course-grade",
                "course": course,
                "percent": float(self.minimum_grade),
                "own_percent": own,
            }
        return {
            "kind": "course-done",
            "course": course,
            "percent": self.minimum_percent,
            "own_percent": self.own_percent,
        }


def prerequisites_of(course_id: int, *, user_id: int | None = None) -> list[Prerequisite]:
    """What comes before a course, with the person's own state; two queries, one where nothing comes before.

    Three more at least where a grade is asked for.
    """
    rows = (
        CoursePrerequisite.objects.filter(course_id=course_id, required_course__deleted_at=None)
        .order_by("id")
        .values_list(
            "id",
            "required_course_id",
            "required_course__slug",
            "required_course__title",
            "required_course__status",
            "minimum_percent",
            "minimum_grade",
        )
    )
    found = [Prerequisite(*row) for row in rows]
    if not found or user_id is None:
        return found
    own = learner_facts.enrollments_of(course_ids=[row.course_id for row in found], user_id=user_id)
    grades = learner_facts.grades_of(user_id)
    return [
        dataclasses.replace(
            row,
            own_percent=_percent(own.get(row.course_id)),
            own_grade=None if row.minimum_grade is None else grades.of_course(row.course_id),
        )
        for row in found
    ]


def unmet_prerequisites(*, course_id: int, user_id: int) -> list[Prerequisite]:
    """What the person still has to do before the course."""
    return [row for row in prerequisites_of(course_id, user_id=user_id) if not row.is_met]


def _percent(facts: EnrollmentFacts | None) -> int | None:
    if facts is None:
        return None
    # Lessons added since do not take away that the course was completed.
    return 100 if facts.status == "completed" else facts.percent


def prerequisite_graph(course_id: int | None = None) -> dict[str, list[dict[str, Any]]]:
    """Courses and the arrows between them: of the whole organization, or what leads to and from one course.

    Two queries. `edges` point from the course that comes first to the one that needs it.
    """
    edges = list(
        CoursePrerequisite.objects.filter(course__deleted_at=None, required_course__deleted_at=None)
        .order_by("id")
        .values_list("required_course_id", "course_id", "minimum_percent")
    )
    if course_id is not None:
        related = reached(edges, course_id) | reached([(b, a, p) for a, b, p in edges], course_id)
        edges = [edge for edge in edges if edge[0] in related and edge[1] in related]
        wanted = {course_id, *related}
    else:
        wanted = {end for edge in edges for end in edge[:2]}
    rows = Course.objects.filter(pk__in=wanted, deleted_at=None).order_by("title", "id")
    nodes = list(rows.values("id", "slug", "title", "status"))
    return {
        "nodes": nodes,
        "edges": [{"from": first, "to": then, "percent": percent} for first, then, percent in edges],
    }


def reached(edges: Iterable[tuple[int, int, int]], start: int) -> set[int]:
    """The courses that the arrows lead to from `start`, itself included."""
    following: dict[int, list[int]] = {}
    for first, then, _ in edges:
        following.setdefault(first, []).append(then)
    found, waiting = {start}, [start]
    while waiting:
        for then in following.get(waiting.pop(), ()):
            if then not in found:
                found.add(then)
                waiting.append(then)
    return found


def path_between(edges: Iterable[tuple[int, int, int]], start: int, end: int) -> list[int]:
    """The shortest way along the arrows from `start` to `end`; empty where there is none."""
    following: dict[int, list[int]] = {}
    for first, then, _ in edges:
        following.setdefault(first, []).append(then)
    came_from: dict[int, int] = {start: start}
    waiting = [start]
    while waiting and end not in came_from:
        here = waiting.pop(0)
        for then in following.get(here, ()):
            if then not in came_from:
                came_from[then] = here
                waiting.append(then)
    if end not in came_from:
        return []
    way = [end]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return way[::-1]

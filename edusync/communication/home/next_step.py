"""The next best step and why: fixed rules in a fixed order, so that everybody can follow the advice.

1. A seat is kept for you: it lapses. 2. A quiz is running: its time is counted. 3. A course is overdue, the longest
overdue first. 4. A course is due within seven days, the earliest first. 5. A course needs one or two lessons more.
6. Go on where you stopped last. 7. Begin a course you took. 8. Nothing can be learned now: look for a course.
"""

import dataclasses
import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from edusync.communication.calendar.facts import LearnerFacts, Taken
from edusync.courses.queries import Outline, OutlineLesson

SOON = datetime.timedelta(days=7)
NEARLY = 2


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """Where a learner stands in one course: the lesson to go on with, and how many required ones are left."""

    row: Taken
    lesson: OutlineLesson | None
    lessons_left: int
    is_begun: bool
    position_seconds: int


def standing_in(row: Taken, outline: Outline, facts: LearnerFacts) -> Standing:
    """The lesson left unfinished last, else the first unfinished one after it, else the first at all; locked ones never."""
    states = facts.states(row)
    locked: Mapping[int, Any] = (
        outline.locks.for_learner(facts.rule_facts(row), facts.now) if outline.locks else {}
    )
    place = outline.places.get(row.last_lesson_id, 0) if row.last_lesson_id else 0
    in_order = [*outline.sequence[place:], *outline.sequence[:place]]
    lesson = next(
        (one for one in in_order if states.get(one.id) != "completed" and one.id not in locked), None
    )
    left = sum(one.is_required and states.get(one.id) != "completed" for one in outline.sequence)
    touched = facts.touched.get(row.id, ())
    position = next((one.position_seconds for one in touched if lesson and one.lesson_id == lesson.id), 0)
    return Standing(row, lesson, left, bool(touched), position)


def next_step(facts: LearnerFacts, standings: list[Standing]) -> dict[str, Any]:
    """The first rule that says something. `standings` of active courses, the one used last first."""
    for rule in RULES:
        for step in rule(facts, standings):
            return step
    return _step("find")


def _seat(facts: LearnerFacts, _standings: list[Standing]) -> Iterator[dict[str, Any]]:
    offered = [row for row in facts.taken if row.offer_until is not None and row.offer_until > facts.now]
    for row in sorted(offered, key=lambda row: (row.offer_until, row.id)):
        yield _step("offer", course=row.course, at=row.offer_until)


def _quiz(facts: LearnerFacts, _standings: list[Standing]) -> Iterator[dict[str, Any]]:
    courses = {row.id: row.course for row in facts.taken}
    for quiz in facts.quizzes:
        if quiz.due_at > facts.now and quiz.enrollment_id in courses:
            lesson = {"id": quiz.lesson_id, "title": quiz.lesson_title, "kind": "quiz"}
            yield _step("quiz", course=courses[quiz.enrollment_id], lesson=lesson, at=quiz.due_at)


def _overdue(facts: LearnerFacts, standings: list[Standing]) -> Iterator[dict[str, Any]]:
    late = [one for one in _to_learn(standings) if one.row.due_at and one.row.due_at <= facts.now]
    for one in sorted(late, key=lambda one: (one.row.due_at, one.row.id)):
        yield _lesson_step("overdue", one, at=one.row.due_at)


def _due_soon(facts: LearnerFacts, standings: list[Standing]) -> Iterator[dict[str, Any]]:
    end = facts.now + SOON
    near = [one for one in _to_learn(standings) if one.row.due_at and facts.now < one.row.due_at <= end]
    for one in sorted(near, key=lambda one: (one.row.due_at, one.row.id)):
        yield _lesson_step("due-soon", one, at=one.row.due_at)


def _nearly_done(_facts: LearnerFacts, standings: list[Standing]) -> Iterator[dict[str, Any]]:
    near = [one for one in _to_learn(standings) if one.is_begun and 0 < one.lessons_left <= NEARLY]
    for one in sorted(near, key=lambda one: (one.lessons_left, one.row.id)):
        yield _lesson_step("nearly-done", one)


def _go_on(_facts: LearnerFacts, standings: list[Standing]) -> Iterator[dict[str, Any]]:
    yield from (_lesson_step("go-on", one) for one in _to_learn(standings) if one.is_begun)


def _begin(_facts: LearnerFacts, standings: list[Standing]) -> Iterator[dict[str, Any]]:
    yield from (_lesson_step("begin", one) for one in _to_learn(standings))


RULES: tuple[Callable[[LearnerFacts, list[Standing]], Iterator[dict[str, Any]]], ...] = (
    _seat,
    _quiz,
    _overdue,
    _due_soon,
    _nearly_done,
    _go_on,
    _begin,
)


def _to_learn(standings: list[Standing]) -> list[Standing]:
    return [one for one in standings if one.lesson is not None]


def lesson_json(lesson: OutlineLesson | None) -> dict[str, Any] | None:
    """The lesson as lists name it."""
    return None if lesson is None else {"id": lesson.id, "title": lesson.title, "kind": lesson.kind}


def _lesson_step(reason: str, one: Standing, *, at: datetime.datetime | None = None) -> dict[str, Any]:
    return _step(
        reason,
        course=one.row.course,
        lesson=lesson_json(one.lesson),
        at=at,
        percent=one.row.percent,
        lessons_left=one.lessons_left,
        minutes=one.lesson.estimated_minutes if one.lesson else 0,
    )


def _step(reason: str, **values: Any) -> dict[str, Any]:
    nothing = {"course": None, "lesson": None, "at": None, "percent": 0, "lessons_left": 0, "minutes": 0}
    return {"reason": reason, **nothing, **values}

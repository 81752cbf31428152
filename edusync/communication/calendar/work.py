"""Dates of assignments, quizzes and exams that stand in a learner's calendar: only of lessons in their sight."""

import dataclasses
import datetime
from collections.abc import Iterator

from edusync.assessment.queries import LearnerDate
from edusync.communication.calendar.facts import LearnerFacts, Taken
from edusync.courses.queries import Outline


@dataclasses.dataclass(frozen=True, slots=True)
class WorkDate:
    """One date of a piece of work. `kind` as calendars name it; `until` of an exam that lasts."""

    kind: str
    at: datetime.datetime
    date: LearnerDate
    until: datetime.datetime | None = None
    is_awaited: bool = False


def dates_in_sight(row: Taken, outline: Outline, facts: LearnerFacts) -> list[LearnerDate]:
    """Dates of lessons that the learner finds in the course: published, and not out of sight by a rule."""
    found = [one for one in facts.dates.get(row.id, ()) if one.lesson_id in outline.places]
    if not found or not outline.locks:
        return found
    locks = outline.locks.for_learner(facts.rule_facts(row), facts.now)
    return [one for one in found if not locks.get(one.lesson_id, {}).get("is_hidden")]


def work_dates(row: Taken, outline: Outline, facts: LearnerFacts) -> Iterator[WorkDate]:
    """What of it stands in a calendar: when work is due, when a quiz opens and closes, and the sitting of an exam."""
    for one in dates_in_sight(row, outline, facts):
        if one.kind == "sitting" and one.opens_at is not None:
            yield WorkDate("exam", one.opens_at, one, until=one.closes_at)
        elif one.kind == "quiz":
            if one.opens_at is not None:
                yield WorkDate("quiz-opens", one.opens_at, one)
            if one.closes_at is not None:
                yield WorkDate("quiz-closes", one.closes_at, one)
        elif one.ends_at is not None:
            yield WorkDate("assignment", one.ends_at, one, is_awaited=is_awaited(one, facts.now))


def is_awaited(one: LearnerDate, now: datetime.datetime) -> bool:
    """Whether work is still to be handed in, and still taken."""
    return one.done_at is None and not one.is_over(now)

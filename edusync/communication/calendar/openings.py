"""When lessons open and close for one learner, found by asking the rules of the course just before and just after."""

import dataclasses
import datetime
from collections.abc import Iterator

from edusync.communication.calendar.facts import LearnerFacts, Taken
from edusync.courses.queries import Outline, OutlineLesson
from edusync.courses.rules import Condition, Lock, RuleFacts
from edusync.courses.rules.conditions import All, AnyOf, Dates, DaysAfterEnrollment, Not

INSTANT = datetime.timedelta(microseconds=1)


@dataclasses.dataclass(frozen=True, slots=True)
class Turn:
    """Lessons of one course that open, or close, at one moment."""

    at: datetime.datetime
    is_opening: bool
    lessons: tuple[OutlineLesson, ...]


def turns_of(
    row: Taken, outline: Outline, facts: LearnerFacts, *, since: datetime.datetime, until: datetime.datetime
) -> list[Turn]:
    """Openings and closings in [since, until), as of what the learner has done by now, in order.

    A lesson that is out of sight until it opens is not announced. One that is done closes without a word.
    """
    known = facts.rule_facts(row)
    found: dict[tuple[datetime.datetime, bool], list[OutlineLesson]] = {}
    for lesson_id, lock in outline.locks.by_lesson.items():
        lesson = outline.sequence[outline.places[lesson_id]]
        for at in moments_of(lock, known):
            if not since <= at < until:
                continue
            before, after = lock.for_learner(known, at - INSTANT), lock.for_learner(known, at)
            if (before is None) == (after is None) or (before and before["is_hidden"]):
                continue
            is_opening = after is None
            if is_opening or known.states.get(lesson_id) != "completed":
                found.setdefault((at, is_opening), []).append(lesson)
    turns = [Turn(at, is_opening, tuple(lessons)) for (at, is_opening), lessons in found.items()]
    return sorted(turns, key=lambda turn: (turn.at, turn.is_opening))


def moments_of(lock: Lock, facts: RuleFacts) -> set[datetime.datetime]:
    """Every instant that the rules before a lesson speak of."""
    return {at for condition in lock.conditions for at in _moments(condition, facts)}


def _moments(condition: Condition, facts: RuleFacts) -> Iterator[datetime.datetime]:
    if isinstance(condition, All | AnyOf):
        for child in condition.of:
            yield from _moments(child, facts)
    elif isinstance(condition, Not):
        yield from _moments(condition.of, facts)
    elif isinstance(condition, Dates):
        yield from (at for at in (condition.start, condition.end) if at is not None)
    elif isinstance(condition, DaysAfterEnrollment):
        opens = condition.opens_at(facts)
        if opens is not None:
            yield opens

"""Dates of work of one learner, told as what they are: for the outline of a course, and for a guardian."""

import datetime
from collections.abc import Iterator
from typing import Any

from edusync.assessment.queries import LearnerDate
from edusync.communication.calendar.facts import LearnerFacts, Taken, learner_facts
from edusync.communication.calendar.work import dates_in_sight, is_awaited

BACK = datetime.timedelta(days=30)
AHEAD = datetime.timedelta(days=90)
MOST = 200


def course_dates(*, learner_id: int, organization_id: int, course_id: int) -> list[dict[str, Any]]:
    """The learner's dates in one course by lesson; four statements."""
    facts = learner_facts(learner_id=learner_id, organization_id=organization_id)
    return [
        {
            "lesson_id": one.lesson_id,
            "kind": one.kind,
            "opens_at": one.opens_at,
            "ends_at": one.ends_at,
            "closes_at": one.closes_at,
            "place": one.place,
            "is_own_date": one.is_own,
            "state": state_of(one, facts.now),
        }
        for row, one in _dates(facts)
        if row.course_id == course_id
    ]


def child_deadlines(*, learner_id: int, organization_id: int) -> list[dict[str, Any]]:
    """What the learner had to hand in in the last 30 days and has to in the next 90, earliest first; four statements.

    Only what the learner finds in their courses themselves; of exams the sitting in which they hold a place.
    """
    facts = learner_facts(learner_id=learner_id, organization_id=organization_id)
    since, until = facts.now - BACK, facts.now + AHEAD
    found = [
        (at, row, one)
        for row, one in _dates(facts)
        if (at := deadline_of(one)) is not None and since <= at < until
    ]
    found.sort(key=lambda each: (each[0], each[2].enrollment_id, each[2].lesson_id))
    return [_child_json(at, row, one, facts.now) for at, row, one in found[:MOST]]


def _child_json(
    at: datetime.datetime, row: Taken, one: LearnerDate, now: datetime.datetime
) -> dict[str, Any]:
    return {
        "id": f"{one.kind}-{row.id}-{one.key}",
        "kind": "exam" if one.kind == "sitting" else one.kind,
        "title": one.title,
        "course_title": row.title,
        "at": at,
        "ends_at": one.closes_at if one.kind == "sitting" else None,
        "place": one.place,
        "is_own_date": one.is_own,
        "state": state_of(one, now),
        "done_at": one.done_at,
    }


def _dates(facts: LearnerFacts) -> Iterator[tuple[Taken, LearnerDate]]:
    rows = [row for row in facts.active() if row.id in facts.dates]
    outlines = facts.outlines(rows)
    for row in rows:
        for one in dates_in_sight(row, outlines[row.course_id], facts):
            yield row, one


def deadline_of(one: LearnerDate) -> datetime.datetime | None:
    """The instant to be kept: the beginning of an exam, else when it is due."""
    return one.opens_at if one.kind == "sitting" else one.ends_at


def state_of(one: LearnerDate, now: datetime.datetime) -> str:
    """`done`, `done-late`, `missed` (nothing is taken any more), `overdue`, `not-open` or `open`."""
    if one.done_at is not None:
        return "done-late" if one.is_late else "done"
    if one.is_over(now):
        return "missed"
    if one.kind != "sitting" and one.ends_at is not None and one.ends_at < now and is_awaited(one, now):
        return "overdue"
    return "not-open" if one.opens_at is not None and one.opens_at > now else "open"

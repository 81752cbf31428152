"""The learner's home in one answer: eight queries with those of the session, whatever the number of courses."""

import dataclasses
import datetime
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import connection

from edusync.communication.calendar.agenda import Item, agenda, course_items, work_item
from edusync.communication.calendar.entries import entries_within
from edusync.communication.calendar.facts import LearnerFacts, Taken, learner_facts
from edusync.communication.calendar.work import work_dates
from edusync.communication.home.next_step import Standing, lesson_json, next_step, standing_in
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.waiting import is_waited_for
from edusync.progress.time_queries import Day, midnight, streak_of

DUE_DAYS = 14
SHOWN_DUE = 12
SHOWN_COURSES = 12
SHOWN_FINISHED = 3
FINISHED_WITHIN = datetime.timedelta(days=90)
WAITING = ("invited", "pending", "waitlisted")
ONE_DAY = datetime.timedelta(days=1)


def home_of(actor: Actor, zone: datetime.tzinfo) -> dict[str, Any]:
    """As HomeSerializer describes it. `zone` is the person's: their days begin at its midnights."""
    facts = learner_facts(learner_id=actor.user_id or 0, organization_id=actor.organization_id or 0)
    today = facts.now.astimezone(zone).date()
    monday = today - datetime.timedelta(days=today.weekday())
    since = midnight(monday, zone)
    until = midnight(max(today + datetime.timedelta(days=DUE_DAYS), monday + 7 * ONE_DAY), zone)
    items = agenda(facts, entries_within(actor, since=since, until=until), since=since, until=until)
    active = facts.active()
    outlines = facts.outlines(active)
    standings = [standing_in(row, outlines[row.course_id], facts) for row in active]
    days = days_of(facts, actor.user_id or 0, zone)
    due = due_items(facts, items)
    return {
        "now": facts.now,
        "today": today,
        "resume": resume_of(standings),
        "next_step": next_step(facts, standings),
        "due": [item.as_json(facts.now) for item in due[:SHOWN_DUE]],
        "due_count": len(due),
        "week": week_of(days, items, facts, monday=monday, zone=zone),
        "streak": dataclasses.asdict(streak_of(days.values(), today)),
        "courses": [course_json(one) for one in standings[:SHOWN_COURSES]],
        "course_count": len(active),
        "waiting": waiting_of(facts),
        "finished": finished_of(facts),
        "staff": staff_of(actor),
    }


def resume_of(standings: Sequence[Standing]) -> dict[str, Any] | None:
    """The course used last that has something left to learn."""
    for one in standings:
        if one.is_begun and one.lesson is not None:
            return {
                **course_json(one),
                "position_seconds": one.position_seconds,
                "last_access_at": one.row.last_access_at,
            }
    return None


def course_json(one: Standing) -> dict[str, Any]:
    """A course with how far one is."""
    return {
        "course": one.row.course,
        "percent": one.row.percent,
        "due_at": one.row.due_at,
        "lesson": lesson_json(one.lesson),
        "lessons_left": one.lessons_left,
        "is_begun": one.is_begun,
    }


def due_items(facts: LearnerFacts, items: Sequence[Item]) -> list[Item]:
    """What is overdue, the longest first; then what comes within 14 days. Own entries stand in the week instead."""
    rows = facts.active()
    outlines = facts.outlines(rows)
    dated = [item for row in rows for item in course_items(row)]
    for row in rows:
        dated.extend(work_item(one, row) for one in work_dates(row, outlines[row.course_id], facts))
    late = [item for item in dated if item.is_overdue(facts.now)]
    coming = [
        item for item in items if item.kind != "own" and not item.is_done and item.starts_at >= facts.now
    ]
    return [*sorted(late, key=lambda item: (item.starts_at, item.id)), *coming]


def days_of(facts: LearnerFacts, learner_id: int, zone: datetime.tzinfo) -> dict[datetime.date, Day]:
    """Every day with learning, as `progress.time_queries.learning_days` counts them; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT day, seconds FROM progress_learning_day WHERE learner_id = %s", [learner_id])
        seconds = {_as_date(day): spent for day, spent in cursor.fetchall()}
    done = Counter(
        one.completed_at.astimezone(zone).date()
        for touched in facts.touched.values()
        for one in touched
        if one.completed_at is not None
    )
    return {day: Day(day, seconds.get(day, 0), done[day]) for day in {*seconds, *done}}


def _as_date(value: Any) -> datetime.date:
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value


def week_of(
    days: dict[datetime.date, Day],
    items: Sequence[Item],
    facts: LearnerFacts,
    *,
    monday: datetime.date,
    zone: datetime.tzinfo,
) -> dict[str, Any]:
    """Seven days from Monday: what was learned, what was meant to be, and what falls on each."""
    shown = []
    for place in range(7):
        day = monday + place * ONE_DAY
        known = days.get(day) or Day(day)
        shown.append(
            {
                "day": day,
                "seconds": known.seconds,
                "lessons_completed": known.lessons_completed,
                "goal_minutes": facts.goal[place],
                "items": [item.as_json(facts.now) for item in items if falls_on(item, day, zone)],
            }
        )
    return {
        "starts_on": monday,
        "seconds": sum(day["seconds"] for day in shown),
        "goal_minutes": sum(facts.goal),
        "days": shown,
    }


def falls_on(item: Item, day: datetime.date, zone: datetime.tzinfo) -> bool:
    """Whether an item stands on that day of the person's calendar; one that lasts stands on each of its days."""
    if item.is_all_day:
        last = (item.ends_at or item.starts_at).date()
        return item.starts_at.date() <= day < last
    first = item.starts_at.astimezone(zone).date()
    if item.ends_at is None or item.ends_at == item.starts_at:
        return first == day
    # What ends at midnight does not touch the day that begins there.
    last_moment = item.ends_at - datetime.timedelta(microseconds=1)
    return first <= day <= last_moment.astimezone(zone).date()


def waiting_of(facts: LearnerFacts) -> list[dict[str, Any]]:
    """Seats kept free, then invitations, requests and lines."""
    order = ("offered", *WAITING)
    found = [
        {
            "kind": "offered" if row.offer_until else row.status,
            "enrollment_id": row.id,
            "course": row.course,
            "until": row.offer_until,
        }
        for row in facts.taken
        if row.status in WAITING
    ]
    return sorted(found, key=lambda one: (order.index(one["kind"]), one["enrollment_id"]))


def finished_of(facts: LearnerFacts) -> list[dict[str, Any]]:
    """Courses completed in the last three months, the latest first."""
    done: list[tuple[datetime.datetime, Taken]] = [
        (row.completed_at, row)
        for row in facts.taken
        if row.status == "completed" and row.completed_at and row.completed_at > facts.now - FINISHED_WITHIN
    ]
    done.sort(key=lambda pair: (pair[0], pair[1].id), reverse=True)
    return [
        {"course": row.course, "completed_at": at, "certificate_code": row.certificate_code}
        for at, row in done[:SHOWN_FINISHED]
    ]


def staff_of(actor: Actor) -> dict[str, bool]:
    """Which doors of the staff stand open to the person."""
    teaches = actor.has(Permission.COURSE_CREATE) or bool(actor.courses_with(Permission.COURSE_UPDATE))
    return {
        "teaches": teaches,
        "sees_people": actor.has(Permission.PERSON_READ),
        "sees_waiting": teaches or is_waited_for(actor),
    }

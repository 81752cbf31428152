"""Reads what engagement scores are made of, for many enrollments at once: six queries for any number."""
# ruff: noqa: S608 - only placeholders and constants are put in

import dataclasses
import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from edusync.kernel.tenancy import current_organization_id
from edusync.progress import engagement
from edusync.progress.engagement import EngagementFacts
from edusync.progress.queries import COUNTED, as_instant
from edusync.progress.time_zones import zone_of

PRACTICE = "l.kind IN ({})".format(", ".join(f"'{kind}'" for kind in sorted(engagement.PRACTICE_KINDS)))
OPEN = "e.deleted_at IS NULL AND e.status IN ('active', 'completed')"


@dataclasses.dataclass(frozen=True, slots=True)
class Scored:
    """An enrollment with the facts of its score."""

    enrollment_id: int
    organization_id: int
    learner_id: int
    zone: datetime.tzinfo
    facts: EngagementFacts


def due_enrollment_ids(
    *, now: datetime.datetime, course_id: int | None, limit: int, after_id: int
) -> list[int]:
    """Open enrollments of the organization whose score is older than what was done since, or than a day.

    With `course_id` or `limit` 0 all of them. Who never began is judged a week after enrolling.
    """
    sql = f"""
        SELECT e.id FROM enrollment_enrollment e
        LEFT JOIN progress_engagement g ON g.enrollment_id = e.id
        WHERE {OPEN} AND e.organization_id = %s AND e.id > %s
          AND (e.last_access_at IS NOT NULL OR e.enrolled_at < %s)
    """
    parameters: list[Any] = [current_organization_id(), after_id, _stored(now - datetime.timedelta(days=7))]
    if course_id is not None:
        sql += " AND e.course_id = %s"
        parameters.append(course_id)
    if limit:
        sql += """ AND (g.id IS NULL OR g.computed_at < e.last_access_at
            OR (e.status = 'active' AND g.computed_at < %s))"""
        parameters.append(_stored(now - datetime.timedelta(days=1)))
    sql += " ORDER BY e.id"
    if limit:
        sql += f" LIMIT {limit}"
    return [row[0] for row in _rows(sql, parameters)]


def scored(enrollment_ids: Sequence[int], *, now: datetime.datetime) -> list[Scored]:
    """The facts of these enrollments as they are now."""
    if not enrollment_ids:
        return []
    rows = _enrollments(enrollment_ids)
    zones = {row[0]: zone_of(row[9]) for row in rows}
    days, watched = _sessions(enrollment_ids, zones, now)
    for enrollment_id, at in _completions(enrollment_ids, now):
        days[enrollment_id].add(_day(at, zones[enrollment_id]))
    totals = _lesson_totals({row[1] for row in rows})
    done = _lessons_done(enrollment_ids)
    return [
        Scored(row[0], row[8], row[2], zones[row[0]], _facts(row, days, watched, totals, done, now))
        for row in rows
    ]


def _facts(
    row: Sequence[Any], days: Any, watched: Any, totals: Any, done: Any, now: datetime.datetime
) -> EngagementFacts:
    enrollment_id, course_id, _, status, done_weight, required_weight, enrolled_at, due_at, *_ = row
    enrolled, due = as_instant(enrolled_at), as_instant(due_at)
    begun = enrolled or now
    seconds, focus = watched[enrollment_id]
    return EngagementFacts(
        elapsed_days=max(0.0, (now - begun).total_seconds() / 86_400),
        percent=min(100, done_weight * 100 // required_weight) if required_weight else 0,
        is_completed=status == "completed",
        planned_days=None if due is None else (due - begun).total_seconds() / 86_400,
        active_days=len(days[enrollment_id]),
        watched_seconds=seconds,
        focus_seconds=focus,
        practice_lessons=totals[course_id, 1],
        practice_done=done[enrollment_id, 1],
        other_lessons=totals[course_id, 0],
        other_done=done[enrollment_id, 0],
    )


def _enrollments(ids: Sequence[int]) -> list[Any]:
    return _rows(
        f"""SELECT e.id, e.course_id, e.learner_id, e.status, e.done_weight, e.required_weight, e.enrolled_at, e.due_at,
              e.organization_id, s.time_zone
            FROM enrollment_enrollment e LEFT JOIN identity_user_setting s ON s.user_id = e.learner_id
            WHERE e.id IN ({_marks(ids)}) ORDER BY e.id""",
        ids,
    )


def _sessions(ids: Sequence[int], zones: Any, now: datetime.datetime) -> tuple[Any, Any]:
    """Days with enough time of the short window; by enrollment, time whose attention is known and attentive time."""
    since = now - datetime.timedelta(days=engagement.ATTENTION_WINDOW_DAYS)
    rows = _rows(
        f"""SELECT enrollment_id, started_at, seconds, focus_seconds, focus_seconds + idle_seconds + interactions
            FROM progress_learning_session WHERE enrollment_id IN ({_marks(ids)}) AND started_at >= %s""",
        [*ids, _stored(since)],
    )
    spent: dict[tuple[int, datetime.date], int] = defaultdict(int)
    watched: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for enrollment_id, started_at, seconds, focus, known in rows:
        spent[enrollment_id, _day(started_at, zones[enrollment_id])] += seconds
        if known:
            watched[enrollment_id][0] += seconds
            watched[enrollment_id][1] += focus
    days: dict[int, set[datetime.date]] = defaultdict(set)
    for (enrollment_id, day), seconds in spent.items():
        first = (now.astimezone(zones[enrollment_id])).date() - datetime.timedelta(
            days=engagement.REGULAR_WINDOW_DAYS - 1
        )
        if seconds >= engagement.ACTIVE_DAY_SECONDS and day >= first:
            days[enrollment_id].add(day)
    return days, watched


def _completions(ids: Sequence[int], now: datetime.datetime) -> list[Any]:
    since = now - datetime.timedelta(days=engagement.REGULAR_WINDOW_DAYS - 1)
    return _rows(
        f"""SELECT enrollment_id, completed_at FROM progress_lesson_progress
            WHERE enrollment_id IN ({_marks(ids)}) AND completed_at >= %s""",
        [*ids, _stored(since)],
    )


def _lesson_totals(course_ids: Iterable[int]) -> dict[tuple[int, int], int]:
    ids = sorted(course_ids)
    rows = _rows(
        f"""SELECT l.course_id, CASE WHEN {PRACTICE} THEN 1 ELSE 0 END AS is_practice, COUNT(*)
            FROM courses_lesson l JOIN courses_module m ON m.id = l.module_id
            WHERE l.course_id IN ({_marks(ids)}) AND {COUNTED} GROUP BY l.course_id, is_practice""",
        ids,
    )
    return defaultdict(int, {(course_id, kind): number for course_id, kind, number in rows})


def _lessons_done(ids: Sequence[int]) -> dict[tuple[int, int], int]:
    rows = _rows(
        f"""SELECT p.enrollment_id, CASE WHEN {PRACTICE} THEN 1 ELSE 0 END AS is_practice, COUNT(*)
            FROM progress_lesson_progress p JOIN courses_lesson l ON l.id = p.lesson_id
            JOIN courses_module m ON m.id = l.module_id
            WHERE p.enrollment_id IN ({_marks(ids)}) AND p.state = 'completed' AND {COUNTED}
            GROUP BY p.enrollment_id, is_practice""",
        ids,
    )
    return defaultdict(int, {(enrollment_id, kind): number for enrollment_id, kind, number in rows})


def _day(at: Any, zone: datetime.tzinfo) -> datetime.date:
    instant = as_instant(at)
    if instant is None:
        raise ValueError("an instant is needed")
    return instant.astimezone(zone).date()


def _stored(instant: datetime.datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(instant)


def _marks(values: Sequence[int]) -> str:
    return ", ".join(["%s"] * len(values))


def _rows(sql: str, parameters: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters))
        return list(cursor.fetchall())

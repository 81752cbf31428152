"""Totals of learners over all their courses, their place among those with quizzes, and numbers for dashboards."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Sum

from edusync.progress.time_queries import Day, streak_of
from edusync.progress.time_zones import zone_of
from edusync.reports.arithmetic import mean
from edusync.reports.models import DashboardMetric, PersonFigure, UserDailyActivity
from edusync.reports.queries import facts
from edusync.reports.services.summaries.metrics import write_metrics
from edusync.reports.services.summaries.writing import bring_in_line

Metric = DashboardMetric.Metric
Values = dict[str, Any]


def follow_people(user_ids: Collection[int], *, now: datetime.datetime) -> None:
    """Bring the totals of these people in line. Their days must be in line already."""
    for chunk in facts.chunks(user_ids):
        totals = _totals(chunk, now)
        bring_in_line(
            PersonFigure.objects.filter(user_id__in=chunk),
            {(user_id,): values for user_id, (values, _) in totals.items()},
            keys=("user_id",),
        )
        _follow_metrics(chunk, totals, now)


def people_whose_streak_runs() -> set[int]:
    """Those whose streak a day without learning would end."""
    return set(PersonFigure.objects.filter(streak_days__gt=0).values_list("user_id", flat=True))


def _totals(ids: Collection[int], now: datetime.datetime) -> dict[int, tuple[Values, dict[int, int]]]:
    """Totals, and percent by course, of those who are enrolled anywhere."""
    alive = facts.people_alive(ids)
    enrolled: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in facts.enrollments_of_people(alive):
        enrolled[row[0]].append(row)
    sums = _sums(alive)
    quizzes = best_by_quiz(facts.quiz_points_of(alive))
    streaks = _streaks(alive, now)
    found = {}
    for user_id, rows in enrolled.items():
        shares = quizzes.get(user_id, {})
        values = {
            "enrolled": len(rows),
            "completed": sum(row[6] is not None for row in rows),
            **sums.get(user_id, {"sessions": 0, "seconds": 0, "focus_seconds": 0}),
            "engagement_percent": _engagement(rows),
            "last_active_at": max((row[5] for row in rows if row[5] is not None), default=None),
            "quizzes": len(shares),
            "quiz_percent": mean(shares.values()),
            "streak_days": streaks[user_id][0],
            "longest_streak_days": streaks[user_id][1],
        }
        # The latest attempt at a course stands last.
        found[user_id] = (values, {row[1]: int(row[3]) for row in rows})
    return found


def _engagement(rows: Iterable[tuple[Any, ...]]) -> Decimal | None:
    """Mean score of the open enrollments in percent."""
    return mean(Fraction(row[4]) * 100 for row in rows if row[2] in facts.OPEN and row[4] is not None)


def _sums(ids: Collection[int]) -> dict[int, Values]:
    rows = UserDailyActivity.objects.filter(user_id__in=ids).order_by().values("user_id")
    totals = rows.annotate(a=Sum("sessions"), b=Sum("seconds"), c=Sum("focus_seconds"))
    return {
        row["user_id"]: {"sessions": int(row["a"]), "seconds": int(row["b"]), "focus_seconds": int(row["c"])}
        for row in totals
    }


def best_by_quiz(attempts: Iterable[tuple[int, int, Any, Any]]) -> dict[int, dict[int, Fraction]]:
    """Best attempt of each person at each quiz in percent of its points."""
    found: dict[int, dict[int, Fraction]] = defaultdict(dict)
    for user_id, quiz_id, points, most in attempts:
        share = Fraction(points) * 100 / Fraction(most)
        found[user_id][quiz_id] = max(share, found[user_id].get(quiz_id, share))
    return found


def _streaks(ids: Collection[int], now: datetime.datetime) -> dict[int, tuple[int, int]]:
    """Present and longest streak of each, as their own page of learning time counts them."""
    zones = facts.zones_of(ids)
    days: dict[int, dict[datetime.date, Day]] = {user_id: {} for user_id in ids}
    for user_id, day, seconds in facts.learning_days_of(ids):
        days[user_id][day] = Day(day, seconds)
    for user_id, at in facts.lessons_done_by_people(ids):
        day = at.astimezone(zone_of(zones.get(user_id))).date()
        known = days[user_id].get(day, Day(day))
        days[user_id][day] = Day(day, known.seconds, known.lessons_completed + 1)
    found = {}
    for user_id in ids:
        streak = streak_of(days[user_id].values(), now.astimezone(zone_of(zones.get(user_id))).date())
        found[user_id] = (streak.current_days, streak.longest_days)
    return found


def _follow_metrics(
    ids: Collection[int], totals: Mapping[int, tuple[Values, dict[int, int]]], now: datetime.datetime
) -> None:
    wanted: dict[tuple[Any, ...], Values] = {}
    for user_id, (values, percents) in totals.items():
        for course_id, percent in percents.items():
            wanted[user_id, str(Metric.COURSE_PROGRESS), course_id] = {"value": Decimal(percent)}
        wanted[user_id, str(Metric.LOGIN_STREAK), 0] = {"value": Decimal(values["streak_days"])}
    present = DashboardMetric.objects.filter(
        user_id__in=ids, metric__in=[Metric.COURSE_PROGRESS, Metric.LOGIN_STREAK]
    )
    write_metrics(present, wanted, now=now)


def rank_people() -> None:
    """Give everybody with a quiz their place: by mean, then number of quizzes, then longest streak; equals share it."""
    rows = list(
        PersonFigure.objects.filter(quiz_percent__isnull=False)
        .order_by("-quiz_percent", "-quizzes", "-longest_streak_days", "user_id")
        .values_list("user_id", "quiz_percent", "quizzes", "longest_streak_days", "quiz_rank")
    )
    PersonFigure.objects.filter(quiz_percent__isnull=True, quiz_rank__isnull=False).update(quiz_rank=None)
    moved: dict[int, int] = {}
    rank, before = 0, None
    for place, (user_id, *merits, present) in enumerate(rows, start=1):
        if merits != before:
            rank, before = place, merits
        if present != rank:
            moved[user_id] = rank
    for chunk in facts.chunks(moved):
        bring_in_line(
            PersonFigure.objects.filter(user_id__in=chunk),
            {(user_id,): {"quiz_rank": moved[user_id]} for user_id in chunk},
            keys=("user_id",),
        )

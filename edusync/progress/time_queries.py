"""Reads about learning time: days, streak, sessions. Times in seconds, days of the person's own calendar."""

import dataclasses
import datetime
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Count, Sum

from edusync.courses.queries import outline
from edusync.enrollment.queries import live_enrollments, percent_of
from edusync.progress.engagement import ACTIVE_DAY_SECONDS
from edusync.progress.models import LearningDay, LearningSession, LessonProgress, ModuleProgress
from edusync.progress.time_zones import zone_of

ONE_DAY = datetime.timedelta(days=1)


@dataclasses.dataclass(frozen=True, slots=True)
class TimeSettings:
    """What a person has set about their time."""

    time_zone: str = "UTC"
    is_session_detail_on: bool = True

    @property
    def zone(self) -> datetime.tzinfo:
        """The zone itself."""
        return zone_of(self.time_zone)


@dataclasses.dataclass(frozen=True, slots=True)
class Day:
    """One day of learning."""

    day: datetime.date
    seconds: int = 0
    lessons_completed: int = 0

    @property
    def is_active(self) -> bool:
        """Whether it counts for a streak: five minutes, or a lesson completed."""
        return self.seconds >= ACTIVE_DAY_SECONDS or self.lessons_completed > 0


@dataclasses.dataclass(frozen=True, slots=True)
class Streak:
    """Active days in a row: up to today (or yesterday, as long as today may still bring one), and the most ever."""

    current_days: int
    longest_days: int
    is_today_done: bool


def time_settings(learner_id: int) -> TimeSettings:
    """The person's settings, or what holds without any."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT time_zone, is_session_detail_on FROM identity_user_setting WHERE user_id = %s",
            [learner_id],
        )
        row = cursor.fetchone()
    return TimeSettings(row[0] or "UTC", bool(row[1])) if row else TimeSettings()


def learning_days(learner_id: int, zone: datetime.tzinfo) -> dict[datetime.date, Day]:
    """All days on which the person learned something, over all courses; two queries."""
    done = LessonProgress.unscoped.filter(enrollment__learner_id=learner_id, completed_at__isnull=False)
    lessons = Counter(at.astimezone(zone).date() for at in done.values_list("completed_at", flat=True))
    rows = LearningDay.unscoped.filter(learner_id=learner_id).values_list("day", "seconds")
    seconds = dict(rows)
    return {day: Day(day, seconds.get(day, 0), lessons[day]) for day in {*seconds, *lessons}}


def streak_of(days: Iterable[Day], today: datetime.date) -> Streak:
    """The streak that these days make."""
    active = sorted(day.day for day in days if day.is_active and day.day <= today)
    longest = length = 0
    before: datetime.date | None = None
    for day in active:
        length = length + 1 if before is not None and day - before == ONE_DAY else 1
        longest = max(longest, length)
        before = day
    is_alive = before is not None and today - before <= ONE_DAY
    return Streak(length if is_alive else 0, longest, before == today)


def weeks_of(days: dict[datetime.date, Day], today: datetime.date, number: int) -> list[dict[str, Any]]:
    """The last weeks up to the present one, each with its seven days from Monday."""
    monday = today - datetime.timedelta(days=today.weekday())
    weeks = []
    for back in reversed(range(number)):
        first = monday - datetime.timedelta(weeks=back)
        found = [days.get(first + place * ONE_DAY) or Day(first + place * ONE_DAY) for place in range(7)]
        weeks.append(
            {
                "starts_on": first,
                "seconds": sum(day.seconds for day in found),
                "days": [dataclasses.asdict(day) for day in found],
            }
        )
    return weeks


def courses_with_time(learner_id: int) -> list[Any]:
    """The person's enrollments that took time, the longest first."""
    rows = live_enrollments(learner_id).filter(seconds__gt=0)
    return list(rows.select_related("course").order_by("-seconds", "id"))


def course_time_json(row: Any) -> dict[str, Any]:
    """An enrollment of `courses_with_time`."""
    return {
        "title": row.course.title,
        "slug": row.course.slug,
        "seconds": row.seconds,
        "percent": percent_of(row),
        "engagement_score": None if row.engagement_score is None else float(row.engagement_score),
    }


def lessons_with_time(enrollment_id: int) -> list[dict[str, Any]]:
    """Time by lesson of one enrollment, in the order of the course."""
    rows = LessonProgress.objects.filter(enrollment_id=enrollment_id).order_by(
        "lesson__module__position", "lesson__position", "lesson_id"
    )
    names = ("lesson_id", "lesson__title", "state", "seconds", "views", "position_seconds", "last_viewed_at")
    return [{**row, "title": row.pop("lesson__title")} for row in rows.values(*names)]


def sessions_of_learner(learner_id: int) -> Any:
    """The person's sessions in the organization in context."""
    return LearningSession.objects.filter(enrollment__learner_id=learner_id).select_related(
        "enrollment__course", "lesson"
    )


def sessions_of_enrollment(
    enrollment_id: int, *, since: datetime.datetime | None = None, until: datetime.datetime | None = None
) -> Any:
    """Sessions of one enrollment that began in [since, until)."""
    rows = LearningSession.objects.filter(enrollment_id=enrollment_id).select_related("lesson")
    if since is not None:
        rows = rows.filter(started_at__gte=since)
    if until is not None:
        rows = rows.filter(started_at__lt=until)
    return rows


def session_totals(rows: Any) -> dict[str, int]:
    """How many sessions, and their seconds."""
    found = rows.order_by().aggregate(
        sessions=Count("id"),
        seconds=Sum("seconds"),
        focus_seconds=Sum("focus_seconds"),
        idle_seconds=Sum("idle_seconds"),
        late_seconds=Sum("late_seconds"),
    )
    return {name: int(value or 0) for name, value in found.items()}


def midnight(day: datetime.date, zone: datetime.tzinfo) -> datetime.datetime:
    """The instant at which a day of that zone begins."""
    return datetime.datetime.combine(day, datetime.time.min, tzinfo=zone)


def modules_of(enrollment: Any) -> dict[str, int]:
    """How many of the course's modules an enrollment has done: `modules_done`, `module_count`."""
    ids = [module.id for module in outline(enrollment.course_id).modules]
    done = ModuleProgress.objects.filter(
        enrollment_id=enrollment.pk, module_id__in=ids, completed_at__isnull=False
    )
    return {"modules_done": done.count(), "module_count": len(ids)}

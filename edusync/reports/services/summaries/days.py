"""What enrollments, people and courses did on each day of the organization's calendar."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from django.db.models import Sum

from edusync.reports.models import CourseStatistic, EnrollmentDay, UserDailyActivity
from edusync.reports.queries import facts
from edusync.reports.services.summaries.writing import bring_in_line

DAY = datetime.timedelta(days=1)
WEEK, MONTH = 7, 30
SUMS = ("sessions", "seconds", "focus_seconds", "lessons_completed", "attempts_submitted")
NO_SUMS = dict.fromkeys(SUMS, 0)
DAILY = ("enrolled", "withdrawn", "completed", "certified")
ACTIVITY = ("active_learners", "active_in_week", "active_in_month", "sessions", "seconds")


def follow_enrollment_days(
    enrollments: Mapping[int, tuple[int, int]], zone: datetime.tzinfo
) -> dict[int, datetime.date]:
    """Bring the days of these enrollments (course and learner by id) in line with the facts.

    Returns the earliest day that changed by course.
    """
    earliest: dict[int, datetime.date] = {}
    for chunk in facts.chunks(enrollments):
        wanted = {
            key: {"course_id": enrollments[key[0]][0], "user_id": enrollments[key[0]][1], **sums}
            for key, sums in _sums_by_day(facts.live_enrollment_ids(chunk), zone).items()
        }
        present = EnrollmentDay.objects.filter(enrollment_id__in=chunk)
        for enrollment_id, day in bring_in_line(present, wanted, keys=("enrollment_id", "day")):
            course_id = enrollments[enrollment_id][0]
            earliest[course_id] = min(day, earliest.get(course_id, day))
    return earliest


def _sums_by_day(
    ids: Collection[int], zone: datetime.tzinfo
) -> dict[tuple[int, datetime.date], dict[str, int]]:
    """A session counts for the day on which it began, a lesson and an attempt for that on which they ended."""
    found: dict[tuple[int, datetime.date], dict[str, int]] = defaultdict(lambda: dict(NO_SUMS))
    for enrollment_id, at, seconds, focus in facts.sessions_of(ids):
        sums = found[enrollment_id, at.astimezone(zone).date()]
        sums["sessions"] += 1
        sums["seconds"] += seconds
        sums["focus_seconds"] += focus
    for name, rows in (
        ("lessons_completed", facts.lessons_done_by(ids)),
        ("attempts_submitted", facts.attempts_of(ids)),
    ):
        for enrollment_id, at in rows:
            found[enrollment_id, at.astimezone(zone).date()][name] += 1
    return found


def follow_user_days(user_ids: Collection[int]) -> None:
    """Add up the days of these people over their courses."""
    for chunk in facts.chunks(user_ids):
        rows = EnrollmentDay.objects.filter(user_id__in=facts.people_alive(chunk))
        totals = (
            rows.order_by().values("user_id", "day").annotate(**{f"sum_{name}": Sum(name) for name in SUMS})
        )
        wanted = {
            (row["user_id"], row["day"]): {name: int(row[f"sum_{name}"]) for name in SUMS} for row in totals
        }
        bring_in_line(UserDailyActivity.objects.filter(user_id__in=chunk), wanted, keys=("user_id", "day"))


def follow_course_days(
    course_id: int,
    *,
    daily: Mapping[datetime.date, Mapping[str, int]],
    since: datetime.date | None,
    today: datetime.date,
) -> None:
    """Bring a course's days in line: `daily` counts of all days, activity from `since` on (None: it did not change)."""
    present = CourseStatistic.objects.filter(course_id=course_id)
    stored = {row.day: {name: getattr(row, name) for name in ACTIVITY} for row in present}
    activity = {day: values for day, values in stored.items() if since is None or day < since}
    if since is not None:
        activity |= dict(_activity(course_id, since, today))
    wanted = {}
    for day in activity.keys() | daily.keys():
        values = {**_nothing(), **activity.get(day, {}), **daily.get(day, {})}
        if any(values.values()):
            wanted[course_id, day] = values
    bring_in_line(present, wanted, keys=("course_id", "day"))


def _nothing() -> dict[str, int]:
    return dict.fromkeys((*DAILY, *ACTIVITY), 0)


def _activity(
    course_id: int, since: datetime.date, today: datetime.date
) -> Iterator[tuple[datetime.date, dict[str, int]]]:
    """Activity of every day from `since` to today, also of days on which only the windows reach back to some."""
    begin = since - (MONTH - 1) * DAY if since > datetime.date.min + MONTH * DAY else datetime.date.min
    rows = EnrollmentDay.objects.filter(course_id=course_id, day__gte=begin, day__lte=today).order_by()
    people: dict[datetime.date, set[int]] = defaultdict(set)
    for day, user_id in rows.values_list("day", "user_id"):
        people[day].add(user_id)
    sums = {
        row["day"]: (row["total_sessions"], row["total_seconds"])
        for row in rows.values("day").annotate(total_sessions=Sum("sessions"), total_seconds=Sum("seconds"))
    }
    if not people:
        return
    week, month = Window(WEEK), Window(MONTH)
    day = min(people)
    while day <= today:
        week.enter(people.get(day, ()))
        month.enter(people.get(day, ()))
        if day >= since and month.count:
            sessions, seconds = sums.get(day, (0, 0))
            yield (
                day,
                {
                    "active_learners": len(people.get(day, ())),
                    "active_in_week": week.count,
                    "active_in_month": month.count,
                    "sessions": int(sessions),
                    "seconds": int(seconds),
                },
            )
        day += DAY


class Window:
    """Counts different people over the last so many days."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._days: list[Collection[int]] = []
        self._seen: dict[int, int] = {}

    @property
    def count(self) -> int:
        """Different people in the window."""
        return len(self._seen)

    def enter(self, people: Collection[int]) -> None:
        """Move on by a day."""
        self._days.append(people)
        for user_id in people:
            self._seen[user_id] = self._seen.get(user_id, 0) + 1
        if len(self._days) > self._length:
            for user_id in self._days.pop(0):
                self._seen[user_id] -= 1
                if not self._seen[user_id]:
                    del self._seen[user_id]


def courses_behind(before: datetime.date, today: datetime.date) -> dict[int, datetime.date]:
    """First missing day of the courses whose windows reach into days that have no row yet.

    `before` is the day up to which the last run wrote rows: a course without one had nobody in its windows then.
    """
    rows = CourseStatistic.objects.filter(day__gte=before - DAY, active_in_month__gt=0)
    last: dict[int, datetime.date] = dict(rows.order_by("day").values_list("course_id", "day"))
    return {course_id: day + DAY for course_id, day in last.items() if day < today}


def counts_by_day(
    zone: datetime.tzinfo, **instants: Iterable[datetime.datetime | None]
) -> dict[datetime.date, dict[str, int]]:
    """How many instants of each name fall on each day."""
    found: dict[datetime.date, dict[str, int]] = defaultdict(lambda: dict.fromkeys(DAILY, 0))
    for name, values in instants.items():
        for at in values:
            if at is not None:
                found[at.astimezone(zone).date()][name] += 1
    return found

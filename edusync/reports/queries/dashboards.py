"""Dashboards by role: the last thirty days beside the thirty before, courses that need somebody, metrics and their trend."""

import dataclasses
import datetime
from collections.abc import Collection
from typing import Any

from django.db.models import Count, Max, Q, Sum

from edusync.courses.models import Course
from edusync.identity.models import OrganizationMembership
from edusync.identity.queries import time_zone_of_organization
from edusync.kernel import clock
from edusync.kernel.tenancy import current_organization_id
from edusync.progress.queries import attention_by_course
from edusync.progress.time_queries import midnight
from edusync.progress.time_zones import zone_of
from edusync.reports.models import (
    CourseFigure,
    CourseStatistic,
    DashboardMetric,
    DashboardMetricDay,
    EnrollmentDay,
    UserDailyActivity,
)
from edusync.reports.queries.facts import counted_enrollments

DAYS = 30
TREND_DAYS = 90
MOST_COURSES = 100
MOST_OF_ORGANIZATION = 10
DAY = datetime.timedelta(days=1)
# Where the bands of a metric begin; the last one is open.
BANDS = {
    DashboardMetric.Metric.COURSE_PROGRESS: (0, 1, 25, 50, 75, 100),
    DashboardMetric.Metric.ASSIGNMENT_DUE: (0, 1, 2, 3, 5),
    DashboardMetric.Metric.GRADE_AVERAGE: (0, 50, 60, 70, 80, 90),
    DashboardMetric.Metric.LOGIN_STREAK: (0, 1, 3, 7, 14, 30),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Period:
    """Whole days of the organization's calendar, both ends included."""

    begin: datetime.date
    end: datetime.date


def admin_figures() -> dict[str, Any]:
    """Sign-ups, active people, enrollments and completions of both periods; today is the last day. Seven queries."""
    now, before = periods()
    zone = _zone()
    figures = [_figures(period, zone) for period in (now, before)]
    return {
        "begins_on": now.begin,
        "ends_on": now.end,
        "days": DAYS,
        **{name: {"now": figures[0][name], "before": figures[1][name]} for name in figures[0]},
    }


def organization_figures() -> dict[str, Any]:
    """What `admin_figures` has, day by day, with the courses where most learners need somebody and what people think."""
    now, _ = periods()
    live = Course.objects.filter(deleted_at__isnull=True, is_template=False)
    attention = attention_by_course(live.values("pk"), clock.now())
    pressing = sorted(attention, key=lambda course_id: (-attention[course_id], course_id))
    stars = live.aggregate(number=Sum("rating_count"), sum=Sum("rating_sum"))
    active = UserDailyActivity.objects.filter(day__gte=now.begin, day__lte=now.end).order_by()
    return {
        **admin_figures(),
        "attention": sum(attention.values()),
        "rating": _rating(stars["number"] or 0, stars["sum"] or 0),
        "rating_count": int(stars["number"] or 0),
        "trend": _trend(now, active, CourseStatistic.objects.all()),
        "courses": _courses(pressing[:MOST_OF_ORGANIZATION], attention),
    }


def teaching_figures(course_ids: Collection[int]) -> dict[str, Any]:
    """The same of some courses: totals, day by day, and each course. Learners who need somebody are counted once a course."""
    now, _ = periods()
    attention = attention_by_course(course_ids, clock.now())
    courses = _courses(course_ids, attention)
    ids = [course["id"] for course in courses]
    active = EnrollmentDay.objects.filter(course_id__in=ids, day__gte=now.begin, day__lte=now.end)
    return {
        "begins_on": now.begin,
        "ends_on": now.end,
        "learners": _learners(ids),
        "completed": sum(course["completed"] for course in courses),
        "attention": sum(course["attention"] for course in courses),
        "trend": _trend(now, active.order_by(), CourseStatistic.objects.filter(course_id__in=ids)),
        "courses": courses,
    }


def metric_figures() -> list[dict[str, Any]]:
    """Each metric of people: mean, how it is spread, when it was calculated, and how its mean went. Two queries each."""
    since = clock.now().astimezone(_zone()).date() - datetime.timedelta(days=TREND_DAYS - 1)
    return [_metric(metric, starts, since) for metric, starts in BANDS.items()]


def periods() -> tuple[Period, Period]:
    """The thirty days that end today, and those before, in the organization's calendar."""
    today = clock.now().astimezone(_zone()).date()
    length = datetime.timedelta(days=DAYS)
    return Period(today - length + DAY, today), Period(today - 2 * length + DAY, today - length)


def _zone() -> datetime.tzinfo:
    return zone_of(time_zone_of_organization(current_organization_id()))


def _figures(period: Period, zone: datetime.tzinfo) -> dict[str, int]:
    statistics = CourseStatistic.objects.filter(day__gte=period.begin, day__lte=period.end)
    sums = statistics.aggregate(enrollments=Sum("enrolled"), completions=Sum("completed"))
    activity = UserDailyActivity.objects.filter(day__gte=period.begin, day__lte=period.end)
    joined = OrganizationMembership.objects.filter(
        created_at__gte=midnight(period.begin, zone),
        created_at__lt=midnight(period.end + DAY, zone),
    )
    return {
        "sign_ups": joined.count(),
        "active": int(activity.aggregate(number=Count("user_id", distinct=True))["number"]),
        "enrollments": int(sums["enrollments"] or 0),
        "completions": int(sums["completions"] or 0),
    }


def _trend(period: Period, active: Any, statistics: Any) -> list[dict[str, Any]]:
    """Every day of the period: different people who learned, enrollments, completions."""
    people = dict(active.values_list("day").annotate(number=Count("user_id", distinct=True)))
    rows = statistics.filter(day__gte=period.begin, day__lte=period.end).order_by().values_list("day")
    sums = {day: (enrolled, done) for day, enrolled, done in rows.annotate(Sum("enrolled"), Sum("completed"))}
    days = [period.begin + DAY * number for number in range((period.end - period.begin).days + 1)]
    return [
        {
            "day": day,
            "active": people.get(day, 0),
            "enrollments": int(sums.get(day, (0, 0))[0]),
            "completions": int(sums.get(day, (0, 0))[1]),
        }
        for day in days
    ]


def _courses(course_ids: Collection[int], attention: dict[int, int]) -> list[dict[str, Any]]:
    """The courses with their totals, those where most learners need somebody first."""
    rows = Course.objects.filter(pk__in=course_ids, deleted_at__isnull=True, is_template=False)
    figures = {row.course_id: row for row in CourseFigure.objects.filter(course_id__in=course_ids)}
    found = [_course(row, figures.get(row.pk), attention.get(row.pk, 0)) for row in rows.order_by("title")]
    return sorted(found, key=lambda course: -course["attention"])[:MOST_COURSES]


def _course(row: Course, figure: CourseFigure | None, attention: int) -> dict[str, Any]:
    percent = figure.completion_percent if figure else None
    return {
        "id": row.pk,
        "slug": row.slug,
        "title": row.title,
        "enrolled": figure.enrolled if figure else 0,
        "completed": figure.completed if figure else 0,
        "completion_percent": None if percent is None else float(percent),
        "attention": attention,
        "rating": _rating(row.rating_count, row.rating_sum),
        "rating_count": row.rating_count,
    }


def _rating(number: int, total: int) -> float | None:
    return round(float(total) / number, 2) if number else None


def _learners(course_ids: Collection[int]) -> int:
    """Different people with a place in any of the courses."""
    rows = counted_enrollments().filter(course_id__in=course_ids)
    return int(rows.aggregate(number=Count("learner_id", distinct=True))["number"])


def _metric(metric: DashboardMetric.Metric, starts: tuple[int, ...], since: datetime.date) -> dict[str, Any]:
    rows = DashboardMetric.objects.filter(metric=metric)
    ends = (*starts[1:], None)
    spread = {
        f"band{place}": Count("pk", filter=_between(start, end))
        for place, (start, end) in enumerate(zip(starts, ends, strict=True))
    }
    told = rows.aggregate(
        values=Count("pk"),
        total=Sum("value"),
        people=Count("user_id", distinct=True),
        calculated_at=Max("calculated_at"),
        **spread,
    )
    days = DashboardMetricDay.objects.filter(metric=metric, day__gte=since).order_by("day")
    return {
        "metric": str(metric),
        "people": told["people"],
        "mean": round(float(told["total"]) / told["values"], 1) if told["values"] else None,
        "calculated_at": told["calculated_at"],
        "bands": [
            {"start": start, "end": end, "number": told[f"band{place}"]}
            for place, (start, end) in enumerate(zip(starts, ends, strict=True))
        ],
        "trend": [{"day": row.day, "mean": float(row.mean), "people": row.people} for row in days],
    }


def _between(start: int, end: int | None) -> Any:
    condition = Q(value__gte=start)
    return condition if end is None else condition & Q(value__lt=end)

"""Totals of courses and of those who teach them, and how much courses are asked for by month."""

import datetime
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from edusync.reports.arithmetic import HUNDREDTH, median_days, percent, rounded
from edusync.reports.models import CourseFigure, CourseMonth, InstructorFigure
from edusync.reports.queries import facts
from edusync.reports.queries.facts import Place
from edusync.reports.services.summaries.days import counts_by_day, follow_course_days
from edusync.reports.services.summaries.writing import bring_in_line

Months = dict[tuple[int, datetime.date], int]


def follow_course(
    course_id: int, *, since: datetime.date | None, today: datetime.date, zone: datetime.tzinfo
) -> Counter[datetime.date]:
    """Bring totals and days of one course in line; returns how many enrolled by month."""
    places = facts.places_of(course_id)
    completed = sum(place.completed_at is not None for place in places)
    certified = sum(place.certified_at is not None for place in places)
    figure = {
        "enrolled": len(places),
        "withdrawn": facts.withdrawn_count(course_id),
        "completed": completed,
        "certified": certified,
        "completion_percent": percent(completed, len(places)),
        "certified_percent": percent(certified, len(places)),
        "median_days": median_days(spans_of(places)),
    }
    bring_in_line(
        CourseFigure.objects.filter(course_id=course_id), {(course_id,): figure}, keys=("course_id",)
    )
    daily = counts_by_day(
        zone,
        enrolled=(place.enrolled_at for place in places),
        completed=(place.completed_at for place in places),
        certified=(place.certified_at for place in places),
        withdrawn=facts.withdrawals_of(course_id),
    )
    follow_course_days(course_id, daily=daily, since=since, today=today)
    return Counter(month_of(place.enrolled_at, zone) for place in places)


def spans_of(places: Sequence[Place]) -> list[tuple[datetime.datetime, datetime.datetime]]:
    """From enrolling to completing, of those who have completed."""
    return [(place.enrolled_at, place.completed_at) for place in places if place.completed_at is not None]


def month_of(at: datetime.datetime, zone: datetime.tzinfo) -> datetime.date:
    """First day of the month."""
    return at.astimezone(zone).date().replace(day=1)


def follow_months(
    enrolled: Mapping[int, Mapping[datetime.date, int]],
    *,
    views_since: datetime.date | None,
    zone: datetime.tzinfo,
) -> None:
    """Bring the months of all courses in line.

    `enrolled` holds the months of the courses whose enrollments changed; views are counted anew from the month of
    `views_since` on (None: all); what is saved can also be let go, so it is counted from the beginning each time.
    """
    saved: Counter[tuple[int, datetime.date]] = Counter(
        (course_id, month_of(at, zone)) for course_id, at in facts.saved_courses()
    )
    first = views_since.replace(day=1) if views_since else datetime.date.min
    views: Counter[tuple[int, datetime.date]] = Counter()
    for course_id, day, number in facts.months_viewed(first):
        views[course_id, day.replace(day=1)] += number
    joined: Counter[tuple[int, datetime.date]] = Counter(
        {
            (course_id, month): number
            for course_id, months in enrolled.items()
            for month, number in months.items()
        }
    )
    for row in CourseMonth.objects.all():
        key = (row.course_id, row.month)
        if row.month < first:
            views[key] = row.views
        if row.course_id not in enrolled:
            joined[key] = row.enrolled
    wanted = {
        key: {"views": views[key], "saved": saved[key], "enrolled": joined[key]}
        for key in saved.keys() | views.keys() | joined.keys()
        if views[key] or saved[key] or joined[key]
    }
    bring_in_line(CourseMonth.objects.all(), wanted, keys=("course_id", "month"))


def follow_instructors(changed_courses: Collection[int]) -> None:
    """Bring the totals of those who teach in line: where a course changed, or who teaches it, or its stars."""
    taught = facts.courses_of_instructors()
    stars = facts.rating_of_courses()
    stored = {row.user_id: row for row in InstructorFigure.objects.all()}
    wanted: dict[tuple[int], dict[str, object]] = {}
    for user_id, course_ids in taught.items():
        row = stored.get(user_id)
        is_same = (
            row is not None
            and not course_ids & set(changed_courses)
            and row.courses == len(course_ids)
            and (row.ratings, row.rating) == _rating(course_ids, stars)
        )
        if is_same:
            wanted[(user_id,)] = {}
        else:
            wanted[(user_id,)] = _instructor(course_ids, stars)
    present = InstructorFigure.objects.all()
    bring_in_line(present, wanted, keys=("user_id",))


def _instructor(course_ids: Collection[int], stars: Mapping[int, tuple[int, int]]) -> dict[str, object]:
    places = [place for course_id in sorted(course_ids) for place in facts.places_of(course_id)]
    completed = sum(place.completed_at is not None for place in places)
    ratings, rating = _rating(course_ids, stars)
    return {
        "courses": len(course_ids),
        "learners": len({place.learner_id for place in places}),
        "enrolled": len(places),
        "completed": completed,
        "completion_percent": percent(completed, len(places)),
        "median_days": median_days(spans_of(places)),
        "ratings": ratings,
        "rating": rating,
    }


def _rating(course_ids: Collection[int], stars: Mapping[int, tuple[int, int]]) -> tuple[int, object]:
    """How many rated the courses, and the mean of their stars."""
    found = [stars[course_id] for course_id in course_ids if course_id in stars]
    number = sum(each[0] for each in found)
    total = sum(each[1] for each in found)
    return number, rounded(Fraction(total, number), HUNDREDTH) if number else None

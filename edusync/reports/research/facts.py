"""The enrollments of people who agreed to research, and what they did, read from the apps that own it."""

import dataclasses
import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from typing import Any

from django.db.models import Count

from edusync.identity.queries import time_zone_of_organization
from edusync.kernel.tenancy import current_organization_id
from edusync.privacy.queries import people_who_agree
from edusync.progress.time_queries import midnight
from edusync.progress.time_zones import zone_of
from edusync.reports.arithmetic import mean
from edusync.reports.models import EnrollmentDay
from edusync.reports.queries.facts import chunks, counted_enrollments, people_alive
from edusync.reports.queries.research import (
    attempt_points_of,
    birth_dates_of,
    languages_of,
    titles_of_courses,
    uuids_of_courses,
)
from edusync.reports.research.anonymity import Fact
from edusync.reports.research.columns import days_band, hours_band, percent_band

PURPOSE = "research"
DAY = datetime.timedelta(days=1)
WEEK = datetime.timedelta(weeks=1)


@dataclasses.dataclass(frozen=True)
class Wanted:
    """Which enrollments: of these courses (empty: all), begun on these days of the organization's time zone."""

    course_ids: tuple[int, ...] = ()
    enrolled_from: datetime.date | None = None
    enrolled_to: datetime.date | None = None


@dataclasses.dataclass(frozen=True)
class Found:
    """Facts of people who agreed, and how many others have enrollments like these."""

    facts: list[Fact]
    people_without_consent: int


def find_facts(wanted: Wanted) -> Found:
    """The latest enrollment of each learner in each course; in memory, a few hundred bytes for each."""
    zone = zone_of(time_zone_of_organization(current_organization_id()))
    alive = people_alive(people_who_agree(PURPOSE))
    latest: dict[tuple[int, int], tuple[int, datetime.date]] = {}
    others = set()
    columns = ("pk", "learner_id", "course_id", "enrolled_at")
    rows = _enrollments(wanted, zone).order_by("attempt_number", "pk").values_list(*columns)
    for pk, learner_id, course_id, enrolled_at in rows.iterator(chunk_size=2000):
        if learner_id in alive:
            latest[learner_id, course_id] = (pk, enrolled_at.astimezone(zone).date())
        else:
            others.add(learner_id)
    courses = uuids_of_courses()
    born, language = _people({learner_id for learner_id, _ in latest})
    facts = [
        Fact(
            pk, learner_id, str(courses[course_id]), day,
            _age(born.get(learner_id), day), language.get(learner_id, "en").partition("-")[0],
        )
        for (learner_id, course_id), (pk, day) in latest.items()
    ]  # fmt: skip
    return Found(facts, len(others))


def _enrollments(wanted: Wanted, zone: datetime.tzinfo) -> Any:
    rows = counted_enrollments().filter(course__deleted_at__isnull=True)
    if wanted.course_ids:
        rows = rows.filter(course_id__in=wanted.course_ids)
    if wanted.enrolled_from:
        rows = rows.filter(enrolled_at__gte=midnight(wanted.enrolled_from, zone))
    if wanted.enrolled_to:
        rows = rows.filter(enrolled_at__lt=midnight(wanted.enrolled_to + DAY, zone))
    return rows


def _people(ids: Collection[int]) -> tuple[dict[int, datetime.date], dict[int, str]]:
    born: dict[int, datetime.date] = {}
    languages: dict[int, str] = {}
    for chunk in chunks(ids):
        born.update(birth_dates_of(chunk))
        languages.update(languages_of(chunk))
    return born, languages


def _age(born: datetime.date | None, day: datetime.date) -> int | None:
    if born is None or born > day:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def measures_of(enrollment_ids: Sequence[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(enrollment, measures in the order of the columns), some hundred enrollments at a time."""
    for chunk in chunks(enrollment_ids):
        days = EnrollmentDay.objects.filter(enrollment_id__in=chunk).order_by()
        active = dict(days.values_list("enrollment_id").annotate(number=Count("pk")))
        scores = _scores(chunk)
        columns = (
            "pk", "status", "attempt_number", "percent", "seconds", "engagement_score", "enrolled_at", "completed_at",
        )  # fmt: skip
        for row in counted_enrollments().filter(pk__in=chunk).values_list(*columns):
            pk, status, attempts, percent, seconds, engagement, enrolled_at, completed_at = row
            quizzes = scores.get(pk, {})
            yield (
                pk,
                (
                    str(status),
                    str(attempts),
                    percent_band(percent),
                    hours_band(seconds),
                    days_band(active.get(pk, 0)),
                    percent_band(None if engagement is None else engagement * 100),
                    str(len(quizzes)),
                    percent_band(mean(quizzes.values())),
                    str(max(0, (completed_at - enrolled_at) // WEEK)) if completed_at else "",
                ),
            )


def _scores(enrollment_ids: Collection[int]) -> dict[int, dict[int, Fraction]]:
    """Best attempt in percent of each enrollment at each quiz."""
    found: dict[int, dict[int, Fraction]] = defaultdict(dict)
    for enrollment_id, quiz_id, points, most in attempt_points_of(enrollment_ids):
        share = Fraction(points) * 100 / Fraction(most)
        found[enrollment_id][quiz_id] = max(share, found[enrollment_id].get(quiz_id, share))
    return found


def course_titles() -> dict[str, str]:
    """Title of each course by its UUID."""
    return {str(uuid): title for uuid, title in titles_of_courses().items()}

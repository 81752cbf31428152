"""The facts that summaries are made of, read from the apps that own them. All of the organization in context."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from django.db.models import Count, Q

from edusync.assessment.models import QuizAttempt
from edusync.courses.models import Course, CourseStaff, CourseViewStat, SavedCourse
from edusync.credentials.models import Certificate
from edusync.enrollment.models import Enrollment, EnrollmentTransition
from edusync.identity.models import User, UserSetting
from edusync.progress.models import LearningDay, LearningSession, LessonProgress

# Whose place is or was open. Who only waited, was invited, asked or was refused is not enrolled.
HELD = ("active", "paused", "suspended", "completed")
COUNTED = Q(status__in=HELD) | Q(status="expired", last_access_at__isnull=False)
OPEN = ("active", "completed")
TEACHING = ("owner", "instructor")


class Place(NamedTuple):
    """One enrollment that counts."""

    enrolled_at: datetime.datetime
    completed_at: datetime.datetime | None
    learner_id: int
    certified_at: datetime.datetime | None


def counted_enrollments() -> Any:
    """Enrollments that count as enrolled."""
    return Enrollment.objects.filter(COUNTED, deleted_at__isnull=True)


def changed_enrollments(since: datetime.datetime) -> dict[int, tuple[int, int]]:
    """(course, learner) of every enrollment of which anything changed since then, by id."""
    ids = set(
        Enrollment.objects.filter(Q(updated_at__gte=since) | Q(last_access_at__gte=since)).values_list(
            "pk", flat=True
        )
    )
    # A session's last sign of life is the server's time, also where an old one arrives late.
    sessions = LearningSession.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gte=since), last_seen_at__gte=since
    )
    ids.update(sessions.values_list("enrollment_id", flat=True).distinct())
    attempts = QuizAttempt.objects.filter(state="submitted", submitted_at__gte=since)
    ids.update(attempts.values_list("enrollment_id", flat=True))
    ids.update(Certificate.objects.filter(updated_at__gte=since).values_list("enrollment_id", flat=True))
    return enrollments_with_ids(ids)


def enrollments_with_ids(ids: Collection[int] | None) -> dict[int, tuple[int, int]]:
    """(course, learner) by id, of these enrollments or of all."""
    if ids is None:
        return _pairs(Enrollment.objects.all())
    found: dict[int, tuple[int, int]] = {}
    for chunk in chunks(ids):
        found |= _pairs(Enrollment.objects.filter(pk__in=chunk))
    return found


def enrollments_of_person(user_id: int) -> dict[int, tuple[int, int]]:
    """(course, learner) by id of a person's enrollments."""
    return _pairs(Enrollment.objects.filter(learner_id=user_id))


def _pairs(rows: Any) -> dict[int, tuple[int, int]]:
    return {row[0]: (row[1], row[2]) for row in rows.values_list("pk", "course_id", "learner_id")}


def chunks(ids: Collection[int], size: int = 500) -> Iterator[list[int]]:
    """The ids in order, so many at a time."""
    ordered = sorted(ids)
    for place in range(0, len(ordered), size):
        yield ordered[place : place + size]


def live_enrollment_ids(ids: Collection[int]) -> set[int]:
    """Those of these enrollments that are not deleted."""
    return set(Enrollment.objects.filter(pk__in=ids, deleted_at__isnull=True).values_list("pk", flat=True))


def sessions_of(ids: Collection[int]) -> list[tuple[int, datetime.datetime, int, int]]:
    """(enrollment, beginning, seconds, focus seconds) of their learning sessions."""
    rows = LearningSession.objects.filter(enrollment_id__in=ids)
    return list(rows.values_list("enrollment_id", "started_at", "seconds", "focus_seconds"))


def lessons_done_by(ids: Collection[int]) -> list[tuple[int, datetime.datetime]]:
    """(enrollment, instant) of the lessons they completed."""
    rows = LessonProgress.objects.filter(enrollment_id__in=ids, completed_at__isnull=False)
    return list(rows.values_list("enrollment_id", "completed_at"))


def attempts_of(ids: Collection[int]) -> list[tuple[int, datetime.datetime]]:
    """(enrollment, instant) of the quiz attempts they submitted."""
    rows = QuizAttempt.objects.filter(enrollment_id__in=ids, state="submitted")
    return list(rows.values_list("enrollment_id", "submitted_at"))


def all_course_ids() -> set[int]:
    """Every course that is not deleted; templates take nobody in."""
    return set(Course.objects.filter(deleted_at__isnull=True, is_template=False).values_list("pk", flat=True))


def courses_changed(since: datetime.datetime) -> set[int]:
    """Courses that are new or were changed themselves."""
    return set(Course.objects.filter(updated_at__gte=since).values_list("pk", flat=True))


def places_of(course_id: int) -> list[Place]:
    """The course's counted enrollments."""
    certified = dict(
        Certificate.objects.filter(enrollment__course_id=course_id, state="issued").values_list(
            "enrollment_id", "issued_at"
        )
    )
    rows = counted_enrollments().filter(course_id=course_id)
    return [
        Place(enrolled_at, completed_at, learner_id, certified.get(pk))
        for pk, enrolled_at, completed_at, learner_id in rows.values_list(
            "pk", "enrolled_at", "completed_at", "learner_id"
        )
    ]


def withdrawals_of(course_id: int) -> list[datetime.datetime]:
    """When learners left the course; who comes back and leaves again left twice."""
    rows = EnrollmentTransition.objects.filter(
        to_status="withdrawn", enrollment__course_id=course_id, enrollment__deleted_at__isnull=True
    )
    return list(rows.filter(from_status__in=HELD).values_list("created_at", flat=True))


def withdrawn_count(course_id: int) -> int:
    """Learners who left the course and are gone."""
    rows = Enrollment.objects.filter(course_id=course_id, status="withdrawn", deleted_at__isnull=True)
    held = EnrollmentTransition.objects.filter(
        enrollment_id__in=rows.values("pk"), to_status="withdrawn", from_status__in=HELD
    )
    return int(held.aggregate(number=Count("enrollment_id", distinct=True))["number"])


def months_viewed(since: datetime.date) -> list[tuple[int, datetime.date, int]]:
    """(course, day, views) of course pages from that day on."""
    rows = CourseViewStat.objects.filter(viewed_on__gte=since)
    return list(rows.values_list("course_id", "viewed_on", "views"))


def saved_courses() -> list[tuple[int, datetime.datetime]]:
    """(course, instant) of every course that somebody keeps for later."""
    return list(SavedCourse.objects.values_list("course_id", "created_at"))


def rating_of_courses() -> dict[int, tuple[int, int]]:
    """(number, sum) of the stars of each course with any."""
    rows = Course.objects.filter(rating_count__gt=0)
    return {row[0]: (row[1], row[2]) for row in rows.values_list("pk", "rating_count", "rating_sum")}


def courses_of_instructors() -> dict[int, set[int]]:
    """Ids of the live courses that each person owns or teaches."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = CourseStaff.objects.filter(
        duty__in=TEACHING,
        course__deleted_at__isnull=True,
        course__is_template=False,
        user__deleted_at__isnull=True,
    )
    for user_id, course_id in rows.values_list("user_id", "course_id"):
        found[user_id].add(course_id)
    return dict(found)


def people_alive(ids: Collection[int]) -> set[int]:
    """Those of these people who are not erased."""
    return set(User.objects.filter(pk__in=ids, deleted_at__isnull=True).values_list("pk", flat=True))


def zones_of(ids: Collection[int]) -> dict[int, str]:
    """Names of the time zones that people set."""
    return dict(UserSetting.objects.filter(pk__in=ids).values_list("user_id", "time_zone"))


def enrollments_of_people(ids: Collection[int]) -> list[tuple[Any, ...]]:
    """(learner, course, status, percent, engagement score, last access, completed) of their counted enrollments."""
    rows = counted_enrollments().filter(learner_id__in=ids)
    columns = (
        "learner_id",
        "course_id",
        "status",
        "percent",
        "engagement_score",
        "last_access_at",
        "completed_at",
    )
    return list(rows.order_by("learner_id", "attempt_number", "pk").values_list(*columns))


def quiz_points_of(ids: Collection[int]) -> list[tuple[int, int, Any, Any]]:
    """(learner, quiz, points, points there were) of their submitted attempts."""
    rows = QuizAttempt.objects.filter(
        enrollment__learner_id__in=ids,
        enrollment__deleted_at__isnull=True,
        state="submitted",
        points__isnull=False,
        max_points__gt=0,
    )
    return list(rows.values_list("enrollment__learner_id", "quiz_id", "points", "max_points"))


def learning_days_of(ids: Collection[int]) -> list[tuple[int, datetime.date, int]]:
    """(learner, day of their calendar, seconds) over all organizations: a streak is the person's."""
    return list(LearningDay.unscoped.filter(learner_id__in=ids).values_list("learner_id", "day", "seconds"))


def lessons_done_by_people(ids: Collection[int]) -> list[tuple[int, datetime.datetime]]:
    """(learner, instant) of the lessons they completed, over all organizations."""
    rows = LessonProgress.unscoped.filter(enrollment__learner_id__in=ids, completed_at__isnull=False)
    return list(rows.values_list("enrollment__learner_id", "completed_at"))

"""Reads about enrollments, permission-free."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Avg, Count, Exists, OuterRef, Q

from edusync.courses.learner_facts import EnrollmentFacts
from edusync.enrollment.models import Enrollment
from edusync.enrollment.queries.cohorts import (
    group_ids_of,
    learner_groups,
    members_among,
    newest_group_of,
    working_members_of,
)
from edusync.enrollment.queries.entry import CohortChoice, EnrollAnswer, Reason, can_enroll, left_in
from edusync.enrollment.queries.line import (
    LinePlace,
    is_anybody_waiting,
    is_enrollment_time,
    line_of,
    open_offers_of,
    place_in_line,
    position_of,
    requests_of,
    transitions_of,
    waitlist_length,
)
from edusync.kernel.tenancy import current_organization_id

if TYPE_CHECKING:
    from django.db.models import QuerySet

__all__ = [
    "CohortChoice",
    "EnrollAnswer",
    "EnrollmentAnswers",
    "LinePlace",
    "Reason",
    "can_enroll",
    "companions_of",
    "course_counts",
    "course_ids_with_enrollments",
    "course_rows",
    "current_enrollments_of",
    "enrollment_of",
    "enrollments_by_id",
    "enrollments_of_course",
    "enrollments_of_courses",
    "enrollments_of_learner",
    "group_ids_of",
    "is_anybody_waiting",
    "is_enrollment_time",
    "is_open_enrollment",
    "learner_groups",
    "learner_has_words",
    "learners_of_course",
    "left_in",
    "line_of",
    "live_enrollments",
    "locked_enrollment",
    "members_among",
    "newest_group_of",
    "open_offers_of",
    "organization_ids_with_enrollments",
    "percent_of",
    "place_in_line",
    "position_of",
    "requests_of",
    "statistics_of_learner",
    "transitions_of",
    "waitlist_length",
    "working_members_of",
]
OPEN_STATUSES = (Enrollment.Status.ACTIVE, Enrollment.Status.COMPLETED)
MAX_SEARCH_WORDS = 8


def enrollment_of(*, course_id: int, learner_id: int) -> Enrollment | None:
    """The learner's live enrollment in the course (the latest attempt), whatever its status."""
    rows = Enrollment.objects.filter(course_id=course_id, learner_id=learner_id, deleted_at__isnull=True)
    row: Enrollment | None = rows.order_by("-attempt_number").first()
    return row


def live_enrollments(learner_id: int) -> "QuerySet[Enrollment]":
    """The learner's enrollments, whatever their status."""
    rows: QuerySet[Enrollment] = Enrollment.objects.filter(learner_id=learner_id, deleted_at__isnull=True)
    return rows


def enrollments_of_learner(learner_id: int) -> "QuerySet[Enrollment]":
    """The learner's live enrollments with course, latest used first."""
    return live_enrollments(learner_id).select_related("course", "cohort").order_by("-last_access_at", "-id")


def current_enrollments_of(learner_id: int) -> "QuerySet[Enrollment]":
    """The same without attempts that a later one stands instead of: what the learner's own list shows."""
    later = Enrollment.objects.filter(
        course_id=OuterRef("course_id"),
        learner_id=learner_id,
        attempt_number__gt=OuterRef("attempt_number"),
        deleted_at__isnull=True,
    )
    return enrollments_of_learner(learner_id).exclude(Exists(later))


def is_open_enrollment(*, course_id: int, learner_id: int) -> bool:
    """Whether the person may read the course's lessons as a learner."""
    return bool(
        Enrollment.objects.filter(
            course_id=course_id, learner_id=learner_id, deleted_at__isnull=True, status__in=OPEN_STATUSES
        ).exists()
    )


def learner_has_words(search: str, *, path: str = "") -> Q:
    """Condition on an enrollment at `path` ("enrollment__"): each of the first words of `search` is in the learner's
    name, user name or address. Without a word it holds for everybody.
    """
    found = Q()
    for word in search.split()[:MAX_SEARCH_WORDS]:
        found &= (
            Q(**{f"{path}learner__first_name__icontains": word})
            | Q(**{f"{path}learner__last_name__icontains": word})
            | Q(**{f"{path}learner__username__icontains": word})
            | Q(**{f"{path}learner__email__icontains": word})
        )
    return found


def learners_of_course(
    course_id: int, *, search: str = "", status: str = "", cohort_id: int | None = None
) -> "QuerySet[Enrollment]":
    """Enrollments of a course with the person; every word of `search` must be in name, user name or address."""
    rows: QuerySet[Enrollment] = Enrollment.objects.filter(course_id=course_id, deleted_at__isnull=True)
    rows = rows.filter(learner_has_words(search))
    if status:
        rows = rows.filter(status=status)
    if cohort_id is not None:
        rows = rows.filter(cohort_id=cohort_id)
    return rows.select_related("learner", "cohort")


def course_counts(course_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """By course id: `learner_count` (active or completed), `completed_count`, `average_percent` (0 to 100, rounded)."""
    rows = (
        Enrollment.objects.filter(
            course_id__in=list(course_ids), deleted_at__isnull=True, status__in=OPEN_STATUSES
        )
        .order_by()
        .values("course_id")
        .annotate(
            learner_count=Count("id"),
            completed_count=Count("id", filter=Q(status=Enrollment.Status.COMPLETED)),
            average=Avg("percent"),
        )
    )
    return {
        row["course_id"]: {
            "learner_count": row["learner_count"],
            "completed_count": row["completed_count"],
            "average_percent": round(row["average"] or 0),
        }
        for row in rows
    }


def statistics_of_learner(learner_id: int, *, today: datetime.date) -> dict[str, int]:
    """How many courses the learner takes and has completed, and seconds spent since Monday."""
    monday = today - datetime.timedelta(days=today.weekday())
    # The dashboard asks this at every visit: plain SQL costs a fifth of what building the same query costs.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT SUM(CASE WHEN status = 'active' THEN 1 ELSE 0 END),"
            " SUM(CASE WHEN status = 'completed' THEN 1 ELSE 0 END),"
            " SUM(CASE WHEN week_starts_on = %s THEN week_seconds ELSE 0 END)"
            " FROM enrollment_enrollment WHERE learner_id = %s AND organization_id = %s AND deleted_at IS NULL",
            [monday.isoformat(), learner_id, current_organization_id()],
        )
        active, completed, seconds = cursor.fetchone()
    return {
        "active": int(active or 0),
        "completed": int(completed or 0),
        "seconds_this_week": int(seconds or 0),
    }


class EnrollmentAnswers:
    """Tells the courses app who is enrolled (`courses.learner_facts.EnrollmentProvider`)."""

    def enrollments_of(self, *, course_ids: Sequence[int], user_id: int) -> Mapping[int, EnrollmentFacts]:
        """Live enrollments of the person by course id, in one query."""
        # Every list of courses asks this: plain SQL costs a fifth of what building the same query costs.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT course_id, id, status, percent, last_lesson_id FROM enrollment_enrollment"  # noqa: S608
                " WHERE learner_id = %s AND deleted_at IS NULL AND organization_id = %s"
                f" AND course_id IN ({', '.join(['%s'] * len(course_ids))}) ORDER BY attempt_number",
                [user_id, current_organization_id(), *course_ids],
            )
            rows = cursor.fetchall()
        return {course_id: EnrollmentFacts(*facts) for course_id, *facts in rows}

    def enrolled_course_ids(self, *, user_id: int) -> Any:
        """Courses whose content the person may open, as a subquery."""
        return Enrollment.objects.filter(
            learner_id=user_id, deleted_at__isnull=True, status__in=OPEN_STATUSES
        ).values("course_id")


def course_rows() -> Any:
    """Courses of the organization in context that are not deleted, with what an enrollment's screens show of them."""
    model: Any = Enrollment._meta.get_field("course").related_model
    return model.objects.filter(deleted_at__isnull=True)


def active_learner_ids(course_id: int, *, limit: int) -> list[int]:
    """Ids of people who take the course now, at most `limit`."""
    rows = Enrollment.objects.filter(
        course_id=course_id, status=Enrollment.Status.ACTIVE, deleted_at__isnull=True
    )
    return list(rows.values_list("learner_id", flat=True)[:limit])


def enrollments_of_course(course_id: int) -> "QuerySet[Enrollment]":
    """Every enrollment of a course, whatever its status."""
    rows: QuerySet[Enrollment] = Enrollment.objects.filter(course_id=course_id)
    return rows


def enrollments_of_courses(course_ids: Any) -> "QuerySet[Enrollment]":
    """Every enrollment of these courses, whatever its status. `course_ids` are ids, or a query that gives them."""
    rows: QuerySet[Enrollment] = Enrollment.objects.filter(course_id__in=course_ids)
    return rows


def enrollments_by_id(ids: Iterable[int]) -> "QuerySet[Enrollment]":
    """The enrollments with these ids."""
    rows: QuerySet[Enrollment] = Enrollment.objects.filter(pk__in=list(ids))
    return rows


def locked_enrollment(enrollment_id: int) -> Enrollment:
    """The enrollment, locked until the caller's transaction ends. Raises Enrollment.DoesNotExist."""
    row: Enrollment = Enrollment.objects.select_for_update().get(pk=enrollment_id)
    return row


def course_ids_with_enrollments() -> list[int]:
    """Ids of the courses somebody has enrolled in."""
    return list(Enrollment.objects.order_by("course_id").values_list("course_id", flat=True).distinct())


def organization_ids_with_enrollments() -> list[int]:
    """Ids of the organizations that have learners, for work that goes through all of them."""
    rows = Enrollment.unscoped.order_by("organization_id").values_list("organization_id", flat=True)
    return list(rows.distinct())


def percent_of(row: Any) -> int:
    """The percentage of an enrollment whose weights may have changed since it was read (same formula as the column)."""
    if not row.required_weight:
        return 0
    return min(100, row.done_weight * 100 // row.required_weight)


def companions_of(course_id: int) -> dict[int, int]:
    """How many learners of this course took which other ones: `{course_id: number}`, the ten most frequent."""
    mine = Enrollment.objects.filter(
        course_id=course_id, deleted_at__isnull=True, status__in=OPEN_STATUSES
    ).values("learner_id")
    rows = (
        Enrollment.objects.filter(learner_id__in=mine, deleted_at__isnull=True, status__in=OPEN_STATUSES)
        .exclude(course_id=course_id)
        .order_by()
        .values("course_id")
        .annotate(number=Count("learner_id", distinct=True))
        .order_by("-number", "course_id")[:10]
    )
    return {row["course_id"]: row["number"] for row in rows}

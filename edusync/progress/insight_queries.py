"""What a course's teachers want to know: how far its learners get, where they stop, who needs somebody."""

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Avg, Count, F, Q, Sum

from edusync.courses.queries import outline
from edusync.enrollment.models import Enrollment
from edusync.enrollment.queries import OPEN_STATUSES, enrollments_of_course, percent_of
from edusync.progress.models import LessonProgress, ModuleProgress

if TYPE_CHECKING:
    from django.db.models import QuerySet

# A week to begin, two weeks of silence, the last week before the date.
BEGIN_WITHIN = datetime.timedelta(days=7)
QUIET_AFTER = datetime.timedelta(days=14)
DUE_SOON = datetime.timedelta(days=7)
LOW_ENGAGEMENT = Decimal("0.3")


def _never_started(now: datetime.datetime) -> Q:
    return Q(last_access_at__isnull=True, enrolled_at__lt=now - BEGIN_WITHIN)


def _quiet(now: datetime.datetime) -> Q:
    return Q(last_access_at__lt=now - QUIET_AFTER)


def _overdue(now: datetime.datetime) -> Q:
    return Q(due_at__lt=now)


def _due_soon(now: datetime.datetime) -> Q:
    is_less_than_half = Q(required_weight__gt=F("done_weight") * 2)
    return Q(due_at__gte=now, due_at__lt=now + DUE_SOON) & is_less_than_half


def _low_engagement(_now: datetime.datetime) -> Q:
    return Q(engagement_score__lt=LOW_ENGAGEMENT)


# The most pressing first. A rule is one condition on the enrollment, so that the database counts and finds.
REASONS: Mapping[str, Callable[[datetime.datetime], Q]] = {
    "overdue": _overdue,
    "due_soon": _due_soon,
    "never_started": _never_started,
    "quiet": _quiet,
    "low_engagement": _low_engagement,
}


def course_figures(course_id: int, now: datetime.datetime) -> dict[str, Any]:
    """Learners, the way through the modules, every lesson, and how many need attention and why. Six queries."""
    modules = outline(course_id).modules
    done = _completed_modules(course_id)
    lessons, stopped = _lessons(course_id), _stopped(course_id, now)
    return {
        "as_of": now,
        **_learners(course_id),
        "modules": [
            {"id": module.id, "title": module.title, "completed_count": done.get(module.id, 0)}
            for module in modules
        ],
        "lessons": [
            {
                "id": lesson.id,
                "module_id": module.id,
                "title": lesson.title,
                "kind": lesson.kind,
                "estimated_minutes": lesson.estimated_minutes,
                "started_count": 0,
                "completed_count": 0,
                "average_seconds": 0,
                **lessons.get(lesson.id, {}),
                "stopped_count": stopped.get(lesson.id, 0),
            }
            for module in modules
            for lesson in module.lessons
        ],
        "attention": _attention_counts(course_id, now),
    }


def _learners(course_id: int) -> dict[str, int]:
    sums = (
        enrollments_of_course(course_id)
        .filter(status__in=OPEN_STATUSES, deleted_at__isnull=True)
        .aggregate(
            learner_count=Count("id"),
            started_count=Count("id", filter=Q(last_access_at__isnull=False)),
            completed_count=Count("id", filter=Q(status="completed")),
            average_percent=Avg("percent"),
            average_seconds=Avg("seconds", filter=Q(last_access_at__isnull=False)),
            total_seconds=Sum("seconds"),
        )
    )
    return {name: round(value or 0) for name, value in sums.items()}


def _completed_modules(course_id: int) -> dict[int, int]:
    rows = ModuleProgress.objects.filter(
        module__course_id=course_id,
        completed_at__isnull=False,
        enrollment__status__in=OPEN_STATUSES,
        enrollment__deleted_at__isnull=True,
    )
    return dict(rows.order_by().values_list("module_id").annotate(number=Count("id")))


def _lessons(course_id: int) -> dict[int, dict[str, int]]:
    rows = LessonProgress.objects.filter(
        lesson__course_id=course_id,
        enrollment__status__in=OPEN_STATUSES,
        enrollment__deleted_at__isnull=True,
    )
    counted = (
        rows.order_by()
        .values("lesson_id")
        .annotate(
            started_count=Count("id"),
            completed_count=Count("id", filter=Q(state="completed")),
            average=Avg("seconds"),
        )
    )
    return {
        row["lesson_id"]: {
            "started_count": row["started_count"],
            "completed_count": row["completed_count"],
            "average_seconds": round(row["average"] or 0),
        }
        for row in counted
    }


def _stopped(course_id: int, now: datetime.datetime) -> dict[int, int]:
    """By lesson: learners who are not through and whose last sign of life, long ago, was there."""
    rows = _active(course_id).filter(_quiet(now), last_lesson_id__isnull=False)
    return dict(rows.order_by().values_list("last_lesson_id").annotate(number=Count("id")))


def _active(course_id: int) -> "QuerySet[Any]":
    return enrollments_of_course(course_id).filter(status="active", deleted_at__isnull=True)


def _attention_counts(course_id: int, now: datetime.datetime) -> dict[str, int]:
    counts = {name: Count("id", filter=condition(now)) for name, condition in REASONS.items()}
    return _active(course_id).aggregate(**counts, anybody=Count("id", filter=_any_reason(now)))


def _any_reason(now: datetime.datetime) -> Q:
    found = Q()
    for condition in REASONS.values():
        found |= condition(now)
    return found


def attention_by_course(course_ids: Any, now: datetime.datetime) -> dict[int, int]:
    """How many active learners of each of these courses need attention; courses without any are left out. One query.

    `course_ids` are ids, or a query that gives them.
    """
    rows = Enrollment.objects.filter(
        _any_reason(now), course_id__in=course_ids, status="active", deleted_at__isnull=True
    )
    return dict(rows.order_by().values_list("course_id").annotate(number=Count("id")))


def learners_needing_attention(
    course_id: int, now: datetime.datetime, *, reason: str = ""
) -> "QuerySet[Any]":
    """Active enrollments to which a rule applies, or the one rule `reason`, with the person and the last lesson."""
    condition = REASONS[reason](now) if reason else _any_reason(now)
    return _active(course_id).filter(condition).select_related("learner", "last_lesson")


def reasons_of(row: Any, now: datetime.datetime) -> list[str]:
    """Why this active enrollment needs attention: the same rules, on the row in hand."""
    due, seen = row.due_at, row.last_access_at
    applies = {
        "overdue": due is not None and due < now,
        "due_soon": due is not None
        and now <= due < now + DUE_SOON
        and row.required_weight > row.done_weight * 2,
        "never_started": seen is None and row.enrolled_at < now - BEGIN_WITHIN,
        "quiet": seen is not None and seen < now - QUIET_AFTER,
        "low_engagement": row.engagement_score is not None and row.engagement_score < LOW_ENGAGEMENT,
    }
    return [name for name in REASONS if applies[name]]


def attention_json(row: Any, now: datetime.datetime, avatar_url: str | None) -> dict[str, Any]:
    """One learner who needs somebody."""
    return {
        "enrollment_id": row.pk,
        "learner": {
            "id": row.learner_id,
            "display_name": row.learner.display_name,
            "email": row.learner.email,
            "avatar_url": avatar_url,
        },
        "percent": percent_of(row),
        "enrolled_at": row.enrolled_at,
        "last_access_at": row.last_access_at,
        "last_lesson_title": row.last_lesson.title if row.last_lesson else None,
        "due_at": row.due_at,
        "engagement_score": None if row.engagement_score is None else float(row.engagement_score),
        "reasons": reasons_of(row, now),
    }

"""What a course's teachers want to know: how far its learners get, where they stop, who needs somebody."""

import datetime
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import BooleanField, Count
from django.db.models.expressions import RawSQL

from edusync.courses.queries import outline
from edusync.enrollment.queries import enrollments_of_course, enrollments_of_courses, percent_of
from edusync.identity.queries import avatar_url_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

# A week to begin, two weeks of silence, the last week before the date.
BEGIN_WITHIN = datetime.timedelta(days=7)
QUIET_AFTER = datetime.timedelta(days=14)
DUE_SOON = datetime.timedelta(days=7)
LOW_ENGAGEMENT = Decimal("0.3")
# How many, how many completed, seconds.
Numbers = tuple[int, int, int]
NONE: Numbers = (0, 0, 0)
# The place of a value in a rule.
PLACE = r"%\((\w+)\)s"
SHOWN = (
    "learner__username", "learner__first_name", "learner__last_name", "learner__email", "learner__profile__avatar_url",
    "last_lesson__title", "done_weight", "required_weight", "enrolled_at", "last_access_at", "due_at",
    "engagement_score",
)  # fmt: skip


# The most pressing first. A rule is one condition on the enrollment, so that the database counts and finds.
REASONS: Mapping[str, str] = {
    "overdue": "{e}.due_at < %(now)s",
    "due_soon": "{e}.due_at >= %(now)s AND {e}.due_at < %(soon)s AND {e}.required_weight > {e}.done_weight * 2",
    "never_started": "{e}.last_access_at IS NULL AND {e}.enrolled_at < %(begun)s",
    "quiet": "{e}.last_access_at < %(quiet)s",
    "low_engagement": f"{{e}}.engagement_score < {LOW_ENGAGEMENT}",
}


def _instants(now: datetime.datetime) -> dict[str, Any]:
    """What the rules compare with, as the database takes it."""
    found = {"now": now, "soon": now + DUE_SOON, "begun": now - BEGIN_WITHIN, "quiet": now - QUIET_AFTER}
    return {name: connection.ops.adapt_datetimefield_value(at) for name, at in found.items()}


def _any_of(reasons: Iterable[str]) -> str:
    return " OR ".join(f"({REASONS[reason]})" for reason in reasons)


def _count(condition: str) -> str:
    return f"COALESCE(SUM(CASE WHEN {condition} THEN 1 ELSE 0 END), 0)"


def _count_active(condition: str) -> str:
    return _count(f"e.status = 'active' AND ({condition.format(e='e')})")


# Numbers of modules, of lessons and of where people stopped, in one statement. Who left the course is looked up once and
# taken out: few leave, and looking at everybody's place for each of a hundred thousand facts cost three times as much.
GONE = """
    SELECT g.id FROM enrollment_enrollment g
    WHERE g.course_id = %(course)s AND (g.status NOT IN ('active', 'completed') OR g.deleted_at IS NOT NULL)
"""
FACTS = f"""
    SELECT 'module', x.module_id, COUNT(*), 0, 0
    FROM courses_module m JOIN progress_module_progress x ON x.module_id = m.id
    WHERE m.course_id = %(course)s AND x.completed_at IS NOT NULL AND x.enrollment_id NOT IN ({GONE})
    GROUP BY x.module_id
    UNION ALL
    SELECT 'lesson', p.lesson_id, COUNT(*), SUM(CASE WHEN p.state = 'completed' THEN 1 ELSE 0 END), SUM(p.seconds)
    FROM courses_lesson l JOIN progress_lesson_progress p ON p.lesson_id = l.id
    WHERE l.course_id = %(course)s AND p.enrollment_id NOT IN ({GONE})
    GROUP BY p.lesson_id
    UNION ALL
    SELECT 'stopped', e.last_lesson_id, COUNT(*), 0, 0
    FROM enrollment_enrollment e
    WHERE e.course_id = %(course)s AND e.status = 'active' AND e.deleted_at IS NULL
      AND e.last_access_at < %(quiet)s AND e.last_lesson_id IS NOT NULL
    GROUP BY e.last_lesson_id
"""  # noqa: S608 - GONE is a constant


def course_figures(course: Any, now: datetime.datetime) -> dict[str, Any]:
    """Learners, the way through the modules, every lesson, and how many need attention and why. Two queries."""
    modules = outline(course.pk, known=(course.uuid, course.outline_version)).modules
    facts = _facts(course.pk, now)
    return {
        "as_of": now,
        **_sums(course.pk, now),
        "modules": [
            {
                "id": module.id,
                "title": module.title,
                "completed_count": facts["module"].get(module.id, NONE)[0],
            }
            for module in modules
        ],
        "lessons": [
            {
                "id": lesson.id,
                "module_id": module.id,
                "title": lesson.title,
                "kind": lesson.kind,
                "estimated_minutes": lesson.estimated_minutes,
                **_lesson_json(facts["lesson"].get(lesson.id, NONE)),
                "stopped_count": facts["stopped"].get(lesson.id, NONE)[0],
            }
            for module in modules
            for lesson in module.lessons
        ],
    }


def _facts(course_id: int, now: datetime.datetime) -> dict[str, dict[int, Numbers]]:
    """By module, lesson and lesson where learners stopped who are not through: how many, how many completed, seconds."""
    found: dict[str, dict[int, Numbers]] = {"module": {}, "lesson": {}, "stopped": {}}
    with connection.cursor() as cursor:
        cursor.execute(FACTS, {"course": course_id, "quiet": _instants(now)["quiet"]})
        for kind, key, count, completed, seconds in cursor.fetchall():
            found[kind][key] = (int(count), int(completed), int(seconds))
    return found


def _lesson_json(numbers: Numbers) -> dict[str, int]:
    started, completed, seconds = numbers
    average = round(seconds / started) if started else 0
    return {"started_count": started, "completed_count": completed, "average_seconds": average}


SUMS = {
    "learner_count": "COUNT(*)",
    "started_count": "COUNT(e.last_access_at)",
    "completed_count": _count("e.status = 'completed'"),
    "average_percent": "AVG(e.percent)",
    "average_seconds": "AVG(CASE WHEN e.last_access_at IS NOT NULL THEN e.seconds END)",
    "total_seconds": "SUM(e.seconds)",
}
ATTENTION = {
    "anybody": _count_active(_any_of(REASONS)),
    **{name: _count_active(rule) for name, rule in REASONS.items()},
}
LEARNERS = f"""
    SELECT {", ".join([*SUMS.values(), *ATTENTION.values()])}
    FROM enrollment_enrollment e
    WHERE e.course_id = %(course)s AND e.status IN ('active', 'completed') AND e.deleted_at IS NULL
"""  # noqa: S608 - made of constants


def _sums(course_id: int, now: datetime.datetime) -> dict[str, Any]:
    """The learners together, and how many of the active ones need attention and why."""
    with connection.cursor() as cursor:
        cursor.execute(LEARNERS, {"course": course_id, **_instants(now)})
        numbers = [round(value or 0) for value in cursor.fetchone()]
    counts = dict(zip(ATTENTION, numbers[len(SUMS) :], strict=True))
    return {**dict(zip(SUMS, numbers, strict=False)), "attention": counts}


def _active(course_id: int) -> "QuerySet[Any]":
    return enrollments_of_course(course_id).filter(status="active", deleted_at__isnull=True)


def _applies(reasons: Iterable[str], now: datetime.datetime) -> RawSQL:
    """Any of these rules, as a condition on rows of enrollments."""
    instants = _instants(now)
    rule = _any_of(reasons).format(e="enrollment_enrollment")
    values = [instants[name] for name in re.findall(PLACE, rule)]
    return RawSQL(re.sub(PLACE, "%s", rule), values, output_field=BooleanField())  # noqa: S611 - constants


def attention_by_course(course_ids: Any, now: datetime.datetime) -> dict[int, int]:
    """How many active learners of each of these courses need attention; courses without any are left out. One query.

    `course_ids` are ids, or a query that gives them.
    """
    rows = enrollments_of_courses(course_ids).filter(
        _applies(REASONS, now), status="active", deleted_at__isnull=True
    )
    return dict(rows.order_by().values_list("course_id").annotate(number=Count("id")))


def learners_needing_attention(
    course_id: int, now: datetime.datetime, *, reason: str = ""
) -> "QuerySet[Any]":
    """Active enrollments to which a rule applies, or the one rule `reason`, with the person and the last lesson."""
    condition = _applies([reason] if reason else REASONS, now)
    rows = _active(course_id).filter(condition).select_related("learner__profile", "last_lesson")
    return rows.only(*SHOWN)


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


def attention_json(row: Any, now: datetime.datetime) -> dict[str, Any]:
    """One learner who needs somebody."""
    return {
        "enrollment_id": row.pk,
        "learner": {
            "id": row.learner_id,
            "display_name": row.learner.display_name,
            "email": row.learner.email,
            "avatar_url": avatar_url_of(row.learner),
        },
        "percent": percent_of(row),
        "enrolled_at": row.enrolled_at,
        "last_access_at": row.last_access_at,
        "last_lesson_title": row.last_lesson.title if row.last_lesson else None,
        "due_at": row.due_at,
        "engagement_score": None if row.engagement_score is None else float(row.engagement_score),
        "reasons": reasons_of(row, now),
    }

"""A learner's own grades: only what is posted and visible, and only formulas over that."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Q

from edusync.enrollment import queries as enrollments
from edusync.grading.engine import Band, Mode, letter_of
from edusync.grading.models import CourseGrade, Grade, Gradebook, GradeItem
from edusync.grading.queries.cells import number
from edusync.grading.queries.explaining import marks_of_rows, tree_of, with_points
from edusync.grading.queries.loading import book_of, is_shown, items_of

SHOWN_STATUSES = ("active", "completed", "paused")


def own_enrollment(course_id: int, learner_id: int | None) -> Any:
    """The learner's latest enrollment in the course that shows grades, None without one."""
    if learner_id is None:
        return None
    rows = enrollments.live_enrollments(learner_id).filter(course_id=course_id, status__in=SHOWN_STATUSES)
    return rows.order_by("-attempt_number").first()


def latest_enrollments(learner_id: int) -> list[int]:
    """Ids of the learner's latest enrollment in each course that shows grades. One query."""
    rows = enrollments.live_enrollments(learner_id).filter(status__in=SHOWN_STATUSES)
    latest = dict(rows.order_by("attempt_number").values_list("course_id", "pk"))
    return list(latest.values())


def seen_items(course_id: int) -> list[GradeItem]:
    """Columns that a learner knows of: visible ones of published lessons, posted or not."""
    return [
        item
        for item in items_of(course_id)
        if item.is_visible and (item.lesson is None or item.lesson.is_published)
    ]


def posted_rows(enrollment_id: int, items: list[GradeItem]) -> dict[int, Grade]:
    """The learner's cells of posted columns, by item."""
    shown = [item.pk for item in items if is_shown(item)]
    return {row.item_id: row for row in Grade.objects.filter(enrollment_id=enrollment_id, item_id__in=shown)}


def posted_item(course_id: int, item_id: int) -> GradeItem | None:
    """A column of the course whose marks learners see; None for every other."""
    return next((item for item in seen_items(course_id) if item.pk == item_id and is_shown(item)), None)


def own_tree(
    course_id: int,
    enrollment_id: int,
    *,
    points: Mapping[int, Decimal] | None = None,
    mode: Mode = Mode.CURRENT,
) -> dict[str, Any]:
    """The formula tree of what the learner sees. `points`: what if. Six queries.

    Without `points` it is the same number as `CourseGrade.shown_percent`. What is not posted counts as not marked.
    """
    items = seen_items(course_id)
    rows = posted_rows(enrollment_id, items)
    marks = with_points(marks_of_rows(rows), points or {}, items)
    tree = tree_of(book_of(course_id, items), items, rows, marks, mode)
    percent = tree["percent"]
    bands = bands_of([course_id]).get(course_id, [])
    return {**tree, "letter": letter_of(None if percent is None else Decimal(str(percent)), bands)}


def bands_of(course_ids: list[int]) -> dict[int, list[Band]]:
    """Letters by course, where it has a scheme. One query."""
    rows = Gradebook.objects.filter(course_id__in=course_ids, scheme__bands__isnull=False)
    found: dict[int, list[Band]] = {}
    for course_id, bound, letter in rows.values_list(
        "course_id", "scheme__bands__min_percent", "scheme__bands__letter"
    ):
        found.setdefault(course_id, []).append(Band(bound, letter))
    return found


def own_courses(learner_id: int) -> list[dict[str, Any]]:
    """What the posted marks come to in each course of the learner. Three queries."""
    rows = list(
        enrollments.live_enrollments(learner_id)
        .filter(status__in=SHOWN_STATUSES, course__deleted_at__isnull=True)
        .select_related("course")
        .order_by("course__title", "-attempt_number")
    )
    latest = list({row.course_id: row for row in reversed(rows)}.values())[::-1]
    totals = dict(
        CourseGrade.objects.filter(Q(enrollment__in=latest)).values_list("enrollment_id", "shown_percent")
    )
    bands = bands_of([row.course_id for row in latest])
    return [
        {
            "course_slug": row.course.slug,
            "course_title": row.course.title,
            "percent": number(totals.get(row.pk)),
            "letter": letter_of(totals.get(row.pk), bands.get(row.course_id, [])),
        }
        for row in latest
    ]


def posted_grades_of(learner_id: int) -> Any:
    """A learner's cells that they see, in all courses, with item, lesson and course."""
    return Grade.objects.filter(
        Q(item__lesson__isnull=True)
        | Q(item__lesson__is_published=True, item__lesson__deleted_at__isnull=True),
        enrollment__learner_id=learner_id,
        enrollment__deleted_at__isnull=True,
        enrollment__status__in=SHOWN_STATUSES,
        item__posted_at__isnull=False,
        item__is_visible=True,
        item__deleted_at__isnull=True,
        state__in=("graded", "missing", "excused"),
    ).select_related("item__lesson", "enrollment__course")

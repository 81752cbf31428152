"""The book of a course as the engine wants it, and cells as whole numbers."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Q

from edusync.grading.engine import Book, Category, Item, Mark
from edusync.grading.models import Gradebook, GradeCategory, GradeItem

# Enrollments whose cells one statement reads.
CHUNK = 400


def live_items(course_id: int) -> Any:
    """The columns of a course with their lessons, in order of the course, then those of their own."""
    rows = GradeItem.objects.filter(course_id=course_id, deleted_at__isnull=True)
    rows = rows.filter(Q(lesson__isnull=True) | Q(lesson__deleted_at__isnull=True))
    return rows.select_related("lesson", "lesson__module")


def items_of(course_id: int) -> list[GradeItem]:
    """`live_items` in the order of the book. One query."""
    return sorted(live_items(course_id), key=place_of)


def place_of(item: GradeItem) -> tuple[Any, ...]:
    """Where the column stands: as set by hand, else with its lesson; those without lesson last."""
    if item.lesson is None:
        return (item.position, 1, 0, 0, item.pk)
    return (item.position, 0, item.lesson.module.position, item.lesson.position, item.pk)


def title_of(item: GradeItem) -> str:
    """What the column is called."""
    return str(item.title or (item.lesson.title if item.lesson else ""))


def is_shown(item: GradeItem, now: datetime.datetime | None = None) -> bool:
    """Whether learners see the column's marks: posted, visible, and its lesson published."""
    return (
        item.posted_at is not None and item.is_visible and (item.lesson is None or item.lesson.is_published)
    )


def book_of(course_id: int, items: Sequence[GradeItem] | None = None) -> Book:
    """The rules of a course. Three queries, two if its columns are known."""
    rules = Gradebook.objects.filter(course_id=course_id).first() or Gradebook()
    categories = GradeCategory.objects.filter(course_id=course_id).order_by("position", "id")
    return Book(
        items=tuple(as_item(item) for item in (items_of(course_id) if items is None else items)),
        categories=tuple(as_category(category) for category in categories),
        aggregation=rules.aggregation,
        missing=rules.missing,
    )


def as_item(item: GradeItem) -> Item:
    """A column as the engine wants it."""
    return Item(
        id=item.pk,
        max_points=item.max_points,
        category_id=item.category_id,
        weight=item.weight,
        is_extra_credit=item.is_extra_credit,
        curve=item.curve,
        curve_value=item.curve_value,
        is_shown=is_shown(item),
    )


def as_category(category: GradeCategory) -> Category:
    """A category as the engine wants it."""
    return Category(category.pk, category.name, category.weight, category.drop_lowest, category.drop_highest)


def marks_by_enrollment(enrollment_ids: Iterable[int]) -> Iterator[tuple[int, dict[int, Mark]]]:
    """Every enrollment with its cells by item; plain SQL, whole numbers: a book has a hundred thousand of them."""
    ids = list(enrollment_ids)
    for place in range(0, len(ids), CHUNK):
        chunk = ids[place : place + CHUNK]
        found: dict[int, dict[int, Mark]] = {key: {} for key in chunk}
        holes = ", ".join(["%s"] * len(chunk))
        with connection.cursor() as cursor:
            cursor.execute(MARKS.format(holes=holes), chunk)
            rows = cursor.fetchall()
        for enrollment_id, item_id, points, max_points, state in rows:
            found[enrollment_id][item_id] = mark(points, max_points, state)
        yield from found.items()


def mark(points: int | None, max_points: int, state: str) -> Mark:
    """A cell of whole numbers as the engine wants it."""
    if points is None:
        return Mark(None, state)
    return Mark(Decimal(int(points)) / Decimal(int(max_points)), state)


MARKS = """
SELECT enrollment_id, item_id, CAST(ROUND(COALESCE(override_points, points) * 1000) AS SIGNED),
  CAST(ROUND(max_points * 1000) AS SIGNED), state
FROM grading_grade WHERE enrollment_id IN ({holes})
"""

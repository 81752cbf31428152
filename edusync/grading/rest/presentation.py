"""Rows of the database as the API shows them."""

from collections.abc import Iterable, Sequence
from typing import Any

from edusync.grading.engine import Band, letter_of
from edusync.grading.models import CourseGrade, Gradebook, GradeCategory, GradeItem, GradingScheme
from edusync.grading.queries.cells import number
from edusync.grading.queries.loading import is_shown, title_of

ROW = (
    "pk", "learner_id", "learner__first_name", "learner__last_name", "learner__username",
)  # fmt: skip


def item_json(item: GradeItem) -> dict[str, Any]:
    """A column as GradeItemSerializer describes it."""
    return {
        "id": item.pk,
        "title": title_of(item),
        "source_kind": item.source_kind,
        "lesson_id": item.lesson_id,
        "category_id": item.category_id,
        "max_points": number(item.max_points),
        "weight": number(item.weight),
        "due_at": item.due_at,
        "is_visible": item.is_visible,
        "is_posted": item.posted_at is not None,
        "is_shown": is_shown(item),
        "is_extra_credit": item.is_extra_credit,
        "attempt_choice": item.attempt_choice,
        "curve": item.curve,
        "curve_value": number(item.curve_value),
        "row_version": item.row_version,
    }


def category_json(row: GradeCategory) -> dict[str, Any]:
    """A category as GradeCategorySerializer describes it."""
    return {
        "id": row.pk,
        "name": row.name,
        "weight": number(row.weight),
        "drop_lowest": row.drop_lowest,
        "drop_highest": row.drop_highest,
    }


def scheme_json(row: GradingScheme) -> dict[str, Any]:
    """A scheme with its bands, the highest first."""
    bands = sorted(row.bands.all(), key=lambda band: -band.min_percent)
    return {
        "id": row.pk,
        "name": row.name,
        "pass_percent": number(row.pass_percent),
        "row_version": row.row_version,
        "bands": [{"letter": band.letter, "min_percent": number(band.min_percent)} for band in bands],
    }


def bands_of_course(course_id: int) -> list[Band]:
    """Letters of the course's scheme; none without one. One query."""
    rows = Gradebook.objects.filter(course_id=course_id, scheme__isnull=False)
    found = rows.values_list("scheme__bands__min_percent", "scheme__bands__letter")
    return [Band(bound, letter) for bound, letter in found if bound is not None]


def rows_json(
    rows: Iterable[Sequence[Any]],
    cells: dict[int, list[Any]],
    totals: dict[int, CourseGrade],
    bands: Sequence[Band],
) -> list[dict[str, Any]]:
    """Rows of the book; `rows` are values of ROW."""
    found = []
    for enrollment_id, learner_id, first, last, username in rows:
        total = totals.get(enrollment_id)
        current = total.current_percent if total else None
        found.append(
            {
                "enrollment_id": enrollment_id,
                "learner_id": learner_id,
                "name": f"{first} {last}".strip() or username.partition("@")[0],
                "current": number(current),
                "final": number(total.final_percent) if total else None,
                "letter": letter_of(current, bands),
                "cells": cells.get(enrollment_id, []),
            }
        )
    return found

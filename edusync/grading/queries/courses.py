"""What other apps ask: a cell, and what courses come to."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from edusync.grading.models import CourseGrade, Grade


def grade_of(enrollment_id: int, item_id: int) -> Grade | None:
    """The cell, None where nothing was ever entered."""
    found: Grade | None = Grade.objects.filter(enrollment_id=enrollment_id, item_id=item_id).first()
    return found


def course_percent(enrollment_ids: Collection[int]) -> dict[int, Decimal | None]:
    """What each enrollment's posted marks come to, in percent; None while there is none. One query.

    Freshly changed cells count once the worker was there, a moment later.
    """
    rows = CourseGrade.objects.filter(enrollment_id__in=list(enrollment_ids))
    known = dict(rows.values_list("enrollment_id", "shown_percent"))
    return {key: known.get(key) for key in enrollment_ids}


def passing_grades() -> Any:
    """Course grades of all organizations that are up to date: what a condition on another table may trust."""
    return CourseGrade.unscoped.filter(is_stale=False)

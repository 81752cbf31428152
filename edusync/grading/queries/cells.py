"""Cells as clients see them."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Max

from edusync.grading.models import Grade, GradeEvent

STATES = ("none", "needs_marking", "graded", "missing", "excused")


def number(value: Decimal | None) -> float | None:
    """A decimal number as JSON has it."""
    return None if value is None else float(value)


def cell_json(row: Grade) -> list[Any]:
    """Item, points that count, points at most, state, version, whether somebody overrode the work's own points."""
    points = row.points if row.override_points is None else row.override_points
    return [
        row.item_id,
        number(points),
        number(row.max_points),
        row.state,
        row.row_version,
        row.override_points is not None,
    ]


COLUMNS = (
    "enrollment_id", "item_id", "points", "override_points", "max_points", "state", "row_version",
)  # fmt: skip


def cells_of(enrollment_ids: Iterable[int], item_ids: Iterable[int]) -> dict[int, list[list[Any]]]:
    """The cells of a window as `cell_json` shows them, by enrollment. One query.

    Enrollments of the caller's organization: its own condition would lead SQLite to read all cells of the organization.
    """
    found: dict[int, list[list[Any]]] = {key: [] for key in enrollment_ids}
    rows = Grade.unscoped.filter(enrollment_id__in=list(found), item_id__in=list(item_ids))
    for enrollment_id, item_id, points, override, max_points, state, version in rows.values_list(*COLUMNS):
        value = points if override is None else override
        found[enrollment_id].append(
            [item_id, number(value), float(max_points), state, version, override is not None]
        )
    return found


def cells_as_of(
    enrollment_ids: Iterable[int], item_ids: Iterable[int], instant: datetime.datetime
) -> dict[int, list[list[Any]]]:
    """`cells_of` as they were at the instant. One query over the history."""
    found: dict[int, list[list[Any]]] = {key: [] for key in enrollment_ids}
    latest = (
        GradeEvent.objects.filter(
            grade__enrollment_id__in=list(found), grade__item_id__in=list(item_ids), created_at__lte=instant
        )
        .order_by()
        .values("grade_id")
        .annotate(last=Max("pk"))
        .values("last")
    )
    rows = GradeEvent.objects.filter(pk__in=latest)
    for enrollment_id, item_id, points, override, max_points, state, version in rows.values_list(
        "grade__enrollment_id", "grade__item_id", "points_after", "override_after", "max_points_after",
        "state_after", "version",
    ):  # fmt: skip
        value = points if override is None else override
        found[enrollment_id].append(
            [item_id, number(value), float(max_points), state, version, override is not None]
        )
    return found


def history_of(*, enrollment_id: int, item_id: int) -> Any:
    """The changes of a cell with who made them, the newest first."""
    rows = GradeEvent.objects.filter(grade__enrollment_id=enrollment_id, grade__item_id=item_id)
    return rows.select_related("by").order_by("-pk")


def event_json(event: GradeEvent) -> dict[str, Any]:
    """One line of a cell's history."""
    return {
        "id": event.pk,
        "version": event.version,
        "at": event.created_at,
        "by": event.by.display_name if event.by else None,
        "reason": event.reason,
        "points_before": number(effective(event.override_before, event.points_before)),
        "points_after": number(effective(event.override_after, event.points_after)),
        "max_points": number(event.max_points_after),
        "state_before": event.state_before,
        "state_after": event.state_after,
        "is_override": event.override_after is not None,
    }


def effective(override: Decimal | None, points: Decimal | None) -> Decimal | None:
    """The points that count."""
    return points if override is None else override

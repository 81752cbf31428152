"""Entering marks: one cell or many, all or none."""

import dataclasses
import uuid
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from edusync.enrollment import queries as enrollments
from edusync.grading.models import Grade, GradeItem
from edusync.grading.problems import GradesConflict
from edusync.grading.queries.cells import cell_json
from edusync.grading.queries.loading import live_items
from edusync.grading.services.totals import recompute_enrollments
from edusync.kernel import audit, clock
from edusync.kernel.ids import uuid7
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.transactions import retry_deadlocks

BATCH = 500
MAX_POINTS = Decimal(100_000)
WRITTEN = (
    "points", "override_points", "state", "row_version", "changed_by", "change_reason", "change_batch", "updated_at",
)  # fmt: skip
State = Grade.State


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """What somebody wants of a cell. `act`: set (points or None), excuse, missing, clear. `version` 0: it was empty.

    `version` None means whatever is there. In a column with a source, set and clear act on the override.
    """

    enrollment_id: int
    item_id: int
    act: str = "set"
    points: Decimal | None = None
    version: int | None = None
    reason: str = ""


@retry_deadlocks
@transaction.atomic
def change_grades(
    *, course_id: int, changes: Sequence[Change], by_id: int | None, batch: uuid.UUID | None = None
) -> list[Grade]:
    """Carry out all changes, or none; the cells as they are then. Returns rows in the order of `changes`.

    `batch` names the act for undoing it. Raises ValidationProblem, and GradesConflict naming the cells that changed.
    """
    items = {item.pk: item for item in live_items(course_id)}
    check_changes(course_id, changes, items)
    rows = locked_cells(changes)
    refuse_changed(changes, rows)
    fresh: list[Grade] = []
    named = batch or uuid7()
    for change in changes:
        key = (change.enrollment_id, change.item_id)
        row = rows.get(key)
        if row is None:
            row = rows[key] = new_cell(items[change.item_id], change.enrollment_id)
            fresh.append(row)
        else:
            row.row_version += 1
        apply_change(row, items[change.item_id], change)
        row.changed_by_id, row.change_batch, row.updated_at = by_id, named, clock.now()
        row.change_reason = change.reason[:300]
    write_cells(fresh, [row for row in rows.values() if row.pk], changes)
    recompute_enrollments(course_id=course_id, enrollment_ids={change.enrollment_id for change in changes})
    audit.record(
        "grading.grades.changed",
        actor=by_id,
        target=("course", course_id),
        facts={"cells": len(changes), "batch": str(named)},
    )
    return [rows[change.enrollment_id, change.item_id] for change in changes]


def check_changes(course_id: int, changes: Sequence[Change], items: dict[int, GradeItem]) -> None:
    """Raise ValidationProblem unless every cell is one of this course and every value makes sense."""
    wanted = {change.enrollment_id for change in changes}
    known = set(
        enrollments.enrollments_of_course(course_id).filter(pk__in=wanted).values_list("pk", flat=True)
    )
    errors, seen = [], set()
    for place, change in enumerate(changes):
        fault = fault_of(change, items, known)
        if (change.enrollment_id, change.item_id) in seen:
            fault = ("/item_id", "twice", "The same cell twice.")
        seen.add((change.enrollment_id, change.item_id))
        if fault:
            errors.append(FieldError(f"/changes/{place}{fault[0]}", fault[1], fault[2]))
    if errors:
        raise ValidationProblem(errors=errors)


def fault_of(
    change: Change, items: dict[int, GradeItem], known: Collection[int]
) -> tuple[str, str, str] | None:
    """Pointer, code and detail of what is wrong with a change."""
    if change.enrollment_id not in known:
        return "/enrollment_id", "unknown", "Nobody of this course."
    item = items.get(change.item_id)
    if item is None:
        return "/item_id", "unknown", "No column of this course."
    if change.points is not None and not 0 <= change.points <= MAX_POINTS:
        return "/points", "out-of-range", f"From 0 to {MAX_POINTS}."
    is_override = change.act == "set" and change.points is not None and item.source_id is not None
    if is_override and not change.reason.strip():
        return "/reason", "required", "A mark in place of the work's own needs a reason."
    return None


def locked_cells(changes: Sequence[Change]) -> dict[tuple[int, int], Grade]:
    """The cells that exist, locked, by enrollment and item."""
    wanted = {(change.enrollment_id, change.item_id) for change in changes}
    rows = Grade.objects.select_for_update().filter(
        enrollment_id__in={key[0] for key in wanted}, item_id__in={key[1] for key in wanted}
    )
    found = {(row.enrollment_id, row.item_id): row for row in rows.order_by("pk")}
    return {key: row for key, row in found.items() if key in wanted}


def refuse_changed(changes: Sequence[Change], rows: dict[tuple[int, int], Grade]) -> None:
    """Raise GradesConflict for cells that are no longer as whoever changes them saw them."""
    cells: list[Any] = []
    for change in changes:
        row = rows.get((change.enrollment_id, change.item_id))
        present = row.row_version if row else 0
        if change.version is not None and change.version != present:
            cells.append(
                {
                    "enrollment_id": change.enrollment_id,
                    "item_id": change.item_id,
                    "cell": cell_json(row) if row else None,
                }
            )
    if cells:
        raise GradesConflict(cells=cells)


def new_cell(item: GradeItem, enrollment_id: int) -> Grade:
    """An empty cell."""
    return Grade(
        organization_id=item.organization_id,
        item=item,
        enrollment_id=enrollment_id,
        max_points=item.max_points,
    )


def apply_change(row: Grade, item: GradeItem, change: Change) -> None:
    """Put the change into the row."""
    if item.source_id is None:
        row.max_points = item.max_points
    if change.act == "excuse":
        row.state = State.EXCUSED
        return
    if change.act == "missing":
        row.state = State.MISSING
        return
    if item.source_id is None:
        row.points = change.points if change.act == "set" else row.points
    else:
        row.override_points = change.points if change.act == "set" else None
    is_marked = row.points is not None or row.override_points is not None
    row.state = State.GRADED if is_marked else State.NONE


def write_cells(fresh: list[Grade], changed: list[Grade], changes: Sequence[Change]) -> None:
    """Store the rows. Raises GradesConflict where somebody else made one of the new cells just now."""
    Grade.objects.bulk_update(changed, (*WRITTEN, "max_points"), batch_size=BATCH)
    try:
        with transaction.atomic():
            Grade.objects.bulk_create(fresh, batch_size=BATCH)
    except IntegrityError as error:
        refuse_changed(changes, locked_cells(changes))
        raise GradesConflict(cells=[]) from error

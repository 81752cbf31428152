"""Acts on whole columns, and taking them back."""

import uuid
from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction

from edusync.enrollment import queries as enrollments
from edusync.grading.models import Grade, GradeEvent, GradeItem
from edusync.grading.problems import NothingToUndo
from edusync.grading.queries.learners import IN_BOOK
from edusync.grading.services.grades import BATCH, WRITTEN, Change, change_grades
from edusync.grading.services.totals import recompute_enrollments
from edusync.kernel import audit, clock
from edusync.kernel.ids import uuid7

EMPTY = (Grade.State.NONE, Grade.State.NEEDS_MARKING)


@transaction.atomic
def fill_column(
    *,
    item: GradeItem,
    act: str,
    by_id: int | None,
    points: Decimal | None = None,
    reason: str = "",
    is_all: bool = False,
) -> tuple[uuid.UUID, int]:
    """Do the act with every cell of the column that has no mark, or with all; returns its batch and how many cells.

    Acts and their problems as in `change_grades`.
    """
    ids = list(
        enrollments.enrollments_of_course(item.course_id)
        .filter(status__in=IN_BOOK)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    taken = set(
        Grade.objects.filter(item=item).exclude(state__in=EMPTY).values_list("enrollment_id", flat=True)
    )
    changes = [Change(key, item.pk, act, points, reason=reason) for key in ids if is_all or key not in taken]
    batch = uuid7()
    if changes:
        change_grades(course_id=item.course_id, changes=changes, by_id=by_id, batch=batch)
    return batch, len(changes)


@transaction.atomic
def undo_batch(*, course_id: int, batch: uuid.UUID, by_id: int | None) -> tuple[int, int]:
    """Put the cells of an act back as they were before it; returns how many were, and how many had moved on and stay.

    Raises NothingToUndo.
    """
    first: dict[int, GradeEvent] = {}
    last: dict[int, GradeEvent] = {}
    for event in GradeEvent.objects.filter(batch=batch, grade__item__course_id=course_id).order_by("pk"):
        first.setdefault(event.grade_id, event)
        last[event.grade_id] = event
    rows = list(Grade.objects.select_for_update().filter(pk__in=list(first)).order_by("pk"))
    still = [row for row in rows if row.row_version == last[row.pk].version]
    if not still:
        raise NothingToUndo
    named = uuid7()
    for row in still:
        event = first[row.pk]
        row.points, row.override_points = event.points_before, event.override_before
        row.state = event.state_before or Grade.State.NONE
        row.row_version += 1
        row.changed_by_id, row.change_batch, row.change_reason = by_id, named, ""
        row.updated_at = clock.now()
    Grade.objects.bulk_update(still, WRITTEN, batch_size=BATCH)
    recompute_enrollments(course_id=course_id, enrollment_ids=_enrollments(still))
    audit.record(
        "grading.grades.undone",
        actor=by_id,
        target=("course", course_id),
        facts={"cells": len(still), "batch": str(batch)},
    )
    return len(still), len(rows) - len(still)


def _enrollments(rows: Sequence[Grade]) -> set[int]:
    return {row.enrollment_id for row in rows}

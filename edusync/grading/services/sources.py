"""Columns of quizzes and assignments, and their cells where work was done before the column was there."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from django.db import transaction

from edusync.grading.models import Grade, GradeItem
from edusync.grading.queries.sources import GRADABLES, WORKS, Gradable, Work
from edusync.grading.services.totals import outdate_course
from edusync.kernel import clock

BATCH = 500
MILLI = Decimal("0.001")


@transaction.atomic
def follow_source(*, kind: str, source_ids: Sequence[int]) -> int:
    """Give what earns points its columns, and columns their points; returns how many columns are new."""
    known = {
        item.source_id: item
        for item in GradeItem.objects.filter(
            source_kind=kind, source_id__in=source_ids, deleted_at__isnull=True
        )
    }
    fresh = []
    for found in GRADABLES[kind](source_ids):
        item = known.get(found.source_id)
        if item is None:
            fresh.append(add_column(kind, found))
        elif (item.max_points, item.course_id) != (found.max_points, found.course_id):
            item.max_points, item.course_id = found.max_points, found.course_id
            item.save(update_fields=["max_points", "course", "updated_at"])
            outdate_course(item.course_id)
    for item in fresh:
        refill_item(item=item)
    return len(fresh)


def add_column(kind: str, found: Gradable) -> GradeItem:
    """A new column, at once visible where the work itself tells its result."""
    item: GradeItem = GradeItem.objects.create(
        organization_id=found.organization_id,
        course_id=found.course_id,
        source_kind=kind,
        source_id=found.source_id,
        lesson_id=found.lesson_id,
        max_points=found.max_points,
        due_at=found.due_at,
        posted_at=clock.now() if found.is_told else None,
    )
    return item


@transaction.atomic
def retire_source(*, kind: str, source_id: int) -> None:
    """Take the column of something that is gone out of the book; its marks stay in the database."""
    for item in GradeItem.objects.filter(source_kind=kind, source_id=source_id, deleted_at__isnull=True):
        item.deleted_at = clock.now()
        item.save(update_fields=["deleted_at", "updated_at"])
        outdate_course(item.course_id)


@transaction.atomic
def refill_item(*, item: GradeItem) -> int:
    """Bring a column's cells in line with the work done; returns how many changed. Triggers keep them so from then on."""
    if item.source_kind not in WORKS or item.source_id is None:
        return 0
    known = {row.enrollment_id: row for row in Grade.objects.select_for_update().filter(item=item)}
    fresh, changed = [], []
    for found in counted_works(item, WORKS[item.source_kind](item.source_id)):
        row = known.get(found.enrollment_id)
        if row is None:
            row = Grade(organization_id=item.organization_id, item=item, enrollment_id=found.enrollment_id)
            fresh.append(row)
        elif (row.points, row.max_points) != (found.points, found.max_points):
            row.row_version += 1
            changed.append(row)
        else:
            continue
        row.item = item
        take_work(row, found)
    Grade.objects.bulk_create(fresh, batch_size=BATCH)
    Grade.objects.bulk_update(changed, FILLED, batch_size=BATCH)
    return len(fresh) + len(changed)


FILLED = (
    "points", "max_points", "state", "row_version", "changed_by", "change_reason", "change_batch", "updated_at",
)  # fmt: skip


def take_work(row: Grade, found: Work) -> None:
    """Put what the work earned into the cell. An excuse stays."""
    # Nobody marks attendance: without a meeting that counts there is just nothing.
    is_marked = row.item.source_kind != GradeItem.Source.ATTENDANCE
    waiting = Grade.State.NEEDS_MARKING if is_marked else Grade.State.NONE
    row.points, row.max_points = found.points, found.max_points
    if row.state != Grade.State.EXCUSED:
        row.state = waiting if found.points is None else Grade.State.GRADED
    row.changed_by = None
    row.change_reason, row.change_batch, row.updated_at = "", None, clock.now()


def counted_works(item: GradeItem, works: Iterable[Work]) -> list[Work]:
    """For each learner the try that counts, by the column's choice."""
    return [chosen(item, list(tries)) for _, tries in groupby(works, key=lambda work: work.enrollment_id)]


def chosen(item: GradeItem, tries: list[Work]) -> Work:
    """The try that counts; for the average, one made of all."""
    if item.attempt_choice == GradeItem.Choice.AVERAGE and item.source_kind == GradeItem.Source.QUIZ:
        if any(work.points is None for work in tries):
            return Work(tries[0].enrollment_id, 0, None, item.max_points)
        mean = sum((work.share for work in tries), Decimal(0)) / len(tries)
        points = (mean * item.max_points).quantize(MILLI, ROUND_HALF_UP)
        return Work(tries[0].enrollment_id, 0, points, item.max_points)
    if item.attempt_choice == GradeItem.Choice.LATEST:
        return tries[-1]
    if item.attempt_choice == GradeItem.Choice.FIRST:
        return tries[0]
    return max(tries, key=lambda work: (work.points is not None, work.share, -work.number))

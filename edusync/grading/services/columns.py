"""Columns of the book: made by hand, shown and hidden, weighed and curved."""

from typing import Any

from django.db import transaction

from edusync.grading.models import GradeCategory, GradeItem
from edusync.grading.problems import ItemHasSource
from edusync.grading.services.sources import refill_item
from edusync.grading.services.totals import outdate_course
from edusync.kernel import audit, clock
from edusync.kernel.problems import FieldError, PreconditionFailed, ValidationProblem

# What a column that a quiz or an assignment fills gets from there.
FROM_SOURCE = frozenset({"title", "max_points", "due_at"})
# Words of a change that only say where a column stands or what it is called.
LOOKS = frozenset({"title", "position", "due_at"})


@transaction.atomic
def add_item(*, course_id: int, organization_id: int, by_id: int | None, **values: Any) -> GradeItem:
    """A column of the book's own, hidden until posted. `values` as columns of GradeItem. Raises ValidationProblem."""
    check_category(course_id, values.get("category_id"))
    item: GradeItem = GradeItem.objects.create(
        course_id=course_id, organization_id=organization_id, source_kind=GradeItem.Source.CUSTOM, **values
    )
    audit.record("grading.item.added", actor=by_id, target=("grade_item", item.pk), facts=facts_of(item))
    return item


@transaction.atomic
def change_item(
    *, item: GradeItem, base_version: int, by_id: int | None, is_posted: bool | None = None, **values: Any
) -> GradeItem:
    """Change a column; `is_posted` shows its marks to learners or hides them again.

    Raises PreconditionFailed, ItemHasSource for what the quiz or assignment says, ValidationProblem.
    """
    row: GradeItem = GradeItem.objects.select_for_update().get(pk=item.pk)
    if row.row_version != base_version:
        raise PreconditionFailed(row_version=row.row_version)
    if row.source_id is not None and not FROM_SOURCE.isdisjoint(values):
        raise ItemHasSource
    if "category_id" in values:
        check_category(row.course_id, values["category_id"])
    is_refilled = values.get("attempt_choice", row.attempt_choice) != row.attempt_choice
    for name, value in values.items():
        setattr(row, name, value)
    if is_posted is not None:
        row.posted_at = (row.posted_at or clock.now()) if is_posted else None
    row.row_version += 1
    row.save()
    if is_refilled:
        refill_item(item=row)
    if is_posted is not None or not LOOKS.issuperset(values):
        outdate_course(row.course_id)
    audit.record("grading.item.changed", actor=by_id, target=("grade_item", row.pk), facts=facts_of(row))
    return row


@transaction.atomic
def remove_item(*, item: GradeItem, by_id: int | None) -> None:
    """Take a column of the book's own out of it. Raises ItemHasSource."""
    if item.source_id is not None:
        raise ItemHasSource
    item.deleted_at = clock.now()
    item.save(update_fields=["deleted_at", "updated_at"])
    outdate_course(item.course_id)
    audit.record("grading.item.removed", actor=by_id, target=("grade_item", item.pk), facts=facts_of(item))


def check_category(course_id: int, category_id: int | None) -> None:
    """Raise ValidationProblem for a category of another course."""
    if category_id is None:
        return
    if not GradeCategory.objects.filter(pk=category_id, course_id=course_id).exists():
        raise ValidationProblem(errors=[FieldError("/category_id", "unknown", "No category of this course.")])


def facts_of(item: GradeItem) -> dict[str, Any]:
    """What the audit log says of a column."""
    return {
        "course_id": item.course_id,
        "kind": item.source_kind,
        "is_posted": item.posted_at is not None,
        "is_visible": item.is_visible,
        "weight": str(item.weight),
        "curve": item.curve,
    }

"""How a book adds up, and letters."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from edusync.grading.models import Gradebook, GradeCategory, GradingScheme, GradingSchemeBand
from edusync.grading.services.totals import outdate_course
from edusync.kernel import audit
from edusync.kernel.problems import FieldError, PreconditionFailed, ValidationProblem

CATEGORY_COLUMNS = ("name", "weight", "drop_lowest", "drop_highest", "position")


@transaction.atomic
def save_rules(
    *,
    course: Any,
    base_version: int,
    by_id: int | None,
    categories: Sequence[dict[str, Any]],
    scheme_id: int | None,
    aggregation: str,
    missing: str,
    regrade_until: datetime.datetime | None = None,
) -> Gradebook:
    """Write the rules and categories of a course in place of those there were.

    A category without `id` is new, one not named goes; its items count nowhere until they get another. `base_version`
    is the `row_version` that was seen, 0 for none yet. `regrade_until`: until when learners may ask for a second look
    at a mark, None for not at all. Raises PreconditionFailed, ValidationProblem.
    """
    book = Gradebook.objects.select_for_update().filter(course_id=course.pk).first()
    version = book.row_version if book else 0
    if version != base_version:
        raise PreconditionFailed(row_version=version)
    if scheme_id is not None and not GradingScheme.objects.filter(pk=scheme_id).exists():
        raise ValidationProblem(errors=[FieldError("/scheme_id", "unknown", "There is no such scheme.")])
    book = book or Gradebook(course_id=course.pk, organization_id=course.organization_id, row_version=0)
    book.scheme_id, book.aggregation, book.missing = scheme_id, aggregation, missing
    book.regrade_until = regrade_until
    book.row_version += 1
    book.save()
    save_categories(course, categories)
    outdate_course(course.pk)
    audit.record(
        "grading.rules.saved",
        actor=by_id,
        target=("course", course.pk),
        facts={
            "aggregation": aggregation,
            "missing": missing,
            "weights": {one["name"]: str(one["weight"]) for one in categories},
        },
    )
    return book


def save_categories(course: Any, wanted: Sequence[dict[str, Any]]) -> None:
    """Make the categories of the course these, in this order. Raises ValidationProblem."""
    known = {row.pk: row for row in GradeCategory.objects.filter(course_id=course.pk)}
    names = [one["name"] for one in wanted]
    errors = [
        FieldError(f"/categories/{place}/id", "unknown", "No category of this course.")
        for place, one in enumerate(wanted)
        if one.get("id") is not None and one["id"] not in known
    ]
    errors += [
        FieldError(f"/categories/{place}/name", "twice", "Two categories have this name.")
        for place, name in enumerate(names)
        if name in names[:place]
    ]
    if errors:
        raise ValidationProblem(errors=errors)
    kept = {one["id"] for one in wanted if one.get("id") is not None}
    GradeCategory.objects.filter(course_id=course.pk).exclude(pk__in=kept).delete()
    # Out of each other's way first: names may have changed places.
    for key in kept:
        GradeCategory.objects.filter(pk=key).update(name=f"\N{ZERO WIDTH SPACE}{key}")
    for place, one in enumerate(wanted):
        row = known.get(one.get("id") or 0) or GradeCategory(
            course_id=course.pk, organization_id=course.organization_id
        )
        for name in CATEGORY_COLUMNS[:-1]:
            setattr(row, name, one[name])
        row.position = place
        row.save()


@transaction.atomic
def save_scheme(
    *,
    organization_id: int,
    by_id: int | None,
    name: str,
    pass_percent: Decimal,
    bands: Sequence[tuple[Decimal, str]],
    scheme: GradingScheme | None = None,
    base_version: int = 0,
) -> GradingScheme:
    """Make a scheme, or change one seen at `base_version`. Raises PreconditionFailed, ValidationProblem."""
    row = scheme or GradingScheme(organization_id=organization_id, row_version=0)
    if row.row_version != base_version:
        raise PreconditionFailed(row_version=row.row_version)
    if GradingScheme.objects.filter(name=name).exclude(pk=row.pk).exists():
        raise ValidationProblem(errors=[FieldError("/name", "taken", "Another scheme has this name.")])
    if len({bound for bound, _ in bands}) != len(bands):
        raise ValidationProblem(
            errors=[FieldError("/bands", "twice", "Two letters begin at the same percentage.")]
        )
    row.name, row.pass_percent = name, pass_percent
    row.row_version += 1
    row.save()
    GradingSchemeBand.objects.filter(scheme=row).delete()
    GradingSchemeBand.objects.bulk_create(
        GradingSchemeBand(scheme=row, min_percent=bound, letter=letter) for bound, letter in bands
    )
    audit.record("grading.scheme.saved", actor=by_id, target=("grading_scheme", row.pk), facts={"name": name})
    return row

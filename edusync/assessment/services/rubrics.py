"""Changes of rubrics, and of remarks kept for the next time."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from edusync.assessment.models import (
    AnswerLevel,
    CommentBankEntry,
    Rubric,
    RubricAssessment,
    RubricCriterion,
    RubricLevel,
)
from edusync.assessment.problems import RubricInUse
from edusync.assessment.question_rubrics import rubrics_in_use
from edusync.assessment.rubric_content import cleaned_rubric, insert_criteria, insert_rubric, read_rubrics
from edusync.kernel import audit, clock
from edusync.kernel.locking import save_versioned


@transaction.atomic
def create_rubric(*, data: dict[str, Any], course_id: int | None, by_id: int | None) -> Rubric:
    """A new rubric of a course, or of the organization. Raises ValidationProblem."""
    rubric = insert_rubric(cleaned_rubric(data), course_id=course_id, created_by_id=by_id)
    audit.record("assessment.rubric.created", actor=by_id, target=("rubric", rubric.pk))
    return rubric


@transaction.atomic
def change_rubric(*, rubric: Rubric, data: dict[str, Any], by_id: int | None) -> Rubric:
    """Make the rubric say this. Once work was marked by it only words change, not criteria, levels or points.

    Raises ValidationProblem, RubricInUse, PreconditionFailed.
    """
    said = cleaned_rubric(data)
    before = read_rubrics([rubric.pk])[rubric.pk]
    if before == said:
        return rubric
    if marked_by([rubric]) and measure_of(before) != measure_of(said):
        raise RubricInUse
    rubric.title, rubric.description = said["title"], said["description"]
    save_versioned(rubric, ["title", "description"])
    if measure_of(before) == measure_of(said):
        _reword(rubric, said["criteria"])
    else:
        RubricLevel.objects.filter(criterion__rubric=rubric).delete()
        RubricCriterion.objects.filter(rubric=rubric).delete()
        insert_criteria(rubric, said["criteria"])
    audit.record("assessment.rubric.changed", actor=by_id, target=("rubric", rubric.pk))
    return rubric


def marked_by(rubrics: Sequence[Rubric]) -> set[int]:
    """Those by which work was marked, or an answer in a quiz; two queries."""
    works = RubricAssessment.objects.filter(rubric__in=rubrics).values_list("rubric_id", flat=True)
    answers = AnswerLevel.objects.filter(criterion__rubric__in=rubrics)
    return {*works.distinct(), *answers.values_list("criterion__rubric_id", flat=True).distinct()}


def measure_of(said: dict[str, Any]) -> list[list[str]]:
    """What decides points: the levels' points by criterion, in order."""
    return [[level["points"] for level in one["levels"]] for one in said["criteria"]]


def _reword(rubric: Rubric, criteria: list[dict[str, Any]]) -> None:
    rows = RubricCriterion.objects.filter(rubric=rubric).order_by("position").prefetch_related("levels")
    for row, said in zip(rows, criteria, strict=True):
        row.title, row.description = said["title"], said["description"]
        row.save(update_fields=["title", "description", "updated_at"])
        levels = sorted(row.levels.all(), key=lambda level: level.position)
        for level, words in zip(levels, said["levels"], strict=True):
            level.title, level.description = words["title"], words["description"]
            level.save(update_fields=["title", "description", "updated_at"])


@transaction.atomic
def delete_rubric(*, rubric: Rubric, by_id: int | None) -> None:
    """Take a rubric out of the bank. Raises RubricInUse where an assignment or a question has it."""
    if rubrics_in_use(rubric):
        raise RubricInUse
    rubric.deleted_at = clock.now()
    save_versioned(rubric, ["deleted_at"])
    audit.record("assessment.rubric.deleted", actor=by_id, target=("rubric", rubric.pk))


def keep_remark(*, owner_id: int, text: str, course_id: int | None = None) -> CommentBankEntry:
    """Keep a remark for the next time; the same words once."""
    row: CommentBankEntry | None = CommentBankEntry.objects.filter(
        owner_id=owner_id, text=text.strip()
    ).first()
    return row or CommentBankEntry.objects.create(owner_id=owner_id, text=text.strip(), course_id=course_id)


def drop_remark(*, entry: CommentBankEntry) -> None:
    """Forget a remark."""
    entry.delete()

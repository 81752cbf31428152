"""Reads of passages and of what stands beside questions."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, FloatField, IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Cast, Coalesce

from edusync.assessment.models import (
    ItemStatistic,
    Question,
    QuestionFlag,
    QuestionSkill,
    QuestionVersion,
    Stimulus,
)

# Fewer answers tell nothing about a question.
LEAST_ANSWERS = 5


def passages() -> Any:
    """Passages with `question_count`: questions whose newest wording names it."""
    newest = QuestionVersion.objects.filter(question=OuterRef("question")).order_by("-number").values("pk")
    naming = (
        QuestionVersion.objects.filter(
            stimulus=OuterRef("pk"), pk=Subquery(newest[:1]), question__deleted_at=None
        )
        .order_by()
        .values("stimulus")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Stimulus.objects.annotate(
        question_count=Coalesce(Subquery(naming, output_field=IntegerField()), 0)
    )


def facilities_of(question_ids: Collection[int]) -> dict[int, tuple[float | None, int]]:
    """Share of the possible points that first attempts earned, and how many there were, by question. One query."""
    rows = (
        ItemStatistic.objects.filter(question_version__question_id__in=list(question_ids))
        .order_by()
        .values("question_version__question_id")
        .annotate(
            earned=Cast(Sum("own"), FloatField()), possible=Cast(Sum("best"), FloatField()), n=Sum("answers")
        )
    )
    return {
        row["question_version__question_id"]: (
            round(row["earned"] / row["possible"], 4)
            if row["n"] >= LEAST_ANSWERS and row["possible"]
            else None,
            row["n"],
        )
        for row in rows
    }


def care_of(question: Question) -> dict[str, Any]:
    """Skills, passage, facility and open reports of a question; four queries."""
    facility, answers = facilities_of([question.pk]).get(question.pk, (None, 0))
    newest = (
        QuestionVersion.objects.filter(question=question)
        .order_by("-number")
        .values_list("stimulus_id", flat=True)
    )
    flags = QuestionFlag.objects.filter(
        question_version__question=question, state=QuestionFlag.State.OPEN
    ).count()
    skills = QuestionSkill.objects.filter(question=question).order_by("name")
    return {
        "skills": [{"name": one.name, "weight": str(one.weight)} for one in skills],
        "passage_id": newest.first(),
        "facility": facility,
        "answers": answers,
        "open_flags": flags,
    }

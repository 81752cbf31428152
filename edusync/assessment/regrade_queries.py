"""Reads of regrades. Permission-free."""

import dataclasses
import uuid
from typing import Any

from django.db.models import Count, F, Max, Min, Q

from edusync.assessment.models import QuestionVersion, QuizAnswer, QuizAttempt, Regrade, RegradeChange
from edusync.assessment.scoring import is_marked_by_hand
from edusync.courses.blocks import document_text

SHOWN_CHARACTERS = 300


@dataclasses.dataclass(frozen=True, slots=True)
class Regradable:
    """A question that attempts were scored by. `has_newer_wording`: some of them by an older one than there is now."""

    uuid: uuid.UUID
    kind: str
    title: str
    attempts: int
    has_newer_wording: bool
    is_marked_by_hand: bool


def regradable_questions(quiz_id: int) -> list[Regradable]:
    """Questions in submitted attempts at the quiz; three queries."""
    answers = QuizAnswer.objects.filter(attempt__quiz_id=quiz_id, attempt__state=QuizAttempt.State.SUBMITTED)
    rows = (
        answers.order_by()
        .values("slot__question_version__question_id")
        .annotate(
            attempts=Count("attempt", distinct=True),
            oldest=Min("slot__question_version__number"),
            place=Min("slot__position"),
        )
    )
    used = {row["slot__question_version__question_id"]: row for row in rows}
    newest = (
        QuestionVersion.objects.filter(question_id__in=list(used))
        .order_by()
        .values("question_id")
        .annotate(last=Max("number"))
    )
    numbers = {row["question_id"]: row["last"] for row in newest}
    versions = QuestionVersion.objects.filter(question_id__in=list(used)).select_related("question")
    latest = {one.question_id: one for one in versions if one.number == numbers[one.question_id]}
    found = sorted(latest.values(), key=lambda one: (used[one.question_id]["place"], one.question_id))
    return [
        Regradable(
            uuid=one.question.uuid,
            kind=one.question.kind,
            title=document_text(one.stem)[:SHOWN_CHARACTERS] or one.question.title,
            attempts=used[one.question_id]["attempts"],
            has_newer_wording=used[one.question_id]["oldest"] < one.number,
            is_marked_by_hand=is_marked_by_hand(one.question.kind),
        )
        for one in found
    ]


def regrades_of(quiz_id: int) -> Any:
    """Regrades of the quiz with question, who asked for it and what they change."""
    rows = Regrade.objects.filter(quiz_id=quiz_id)
    return with_effects(rows)


def with_effects(regrades: Any) -> Any:
    """The regrades with `changed`, `raised`, `lowered`, `now_passing` and `now_failing`, in one query."""
    up = Q(changes__points_after__gt=F("changes__points_before"))
    down = Q(changes__points_after__lt=F("changes__points_before"))
    return regrades.select_related("question", "requested_by").annotate(
        changed=Count("changes"),
        raised=Count("changes", filter=up),
        lowered=Count("changes", filter=down),
        now_passing=Count("changes", filter=Q(changes__passed_before=False, changes__passed_after=True)),
        now_failing=Count("changes", filter=Q(changes__passed_before=True, changes__passed_after=False)),
    )


def changes_of(regrade: Regrade) -> Any:
    """What it changes, with the learner."""
    return RegradeChange.objects.filter(regrade=regrade).select_related("attempt__enrollment__learner")

"""Storing an edition of a quiz: its questions, its parts and its draws, and what it tells when."""

from collections.abc import Sequence
from typing import Any

from edusync.assessment.models import (
    QuestionVersion,
    Quiz,
    QuizAttempt,
    QuizDraw,
    QuizPart,
    QuizReview,
    QuizSlot,
)
from edusync.assessment.quiz_plan import QuizPlan


def store_edition(
    quiz: Quiz, versions: Sequence[tuple[QuestionVersion, Any]], plan: QuizPlan | None = None
) -> None:
    """The slots, parts and draws of the quiz's present edition; `versions` with the points of each."""
    plan = plan or QuizPlan()
    parts = [
        QuizPart.objects.create(
            quiz=quiz,
            edition=quiz.edition,
            position=position,
            title=part.title,
            introduction=part.introduction,
            is_shuffled=part.is_shuffled,
        )
        for position, part in enumerate(plan.parts, start=1)
    ]
    slots: list[QuizSlot] = []
    draws: list[QuizDraw] = []
    for number in range(len(versions) + 1):
        for draw in plan.draws:
            # What names more questions than there are stands at the end.
            if min(draw.after, len(versions)) == number:
                draws.append(
                    QuizDraw(
                        quiz=quiz,
                        edition=quiz.edition,
                        position=len(slots) + len(draws) + 1,
                        part=None if draw.part is None else parts[draw.part],
                        bank_id=draw.bank_id,
                        category_id=draw.category_id,
                        is_deep=draw.is_deep,
                        tag=draw.tag,
                        count=draw.count,
                        points=draw.points,
                    )
                )
        if number < len(versions):
            version, points = versions[number]
            place = plan.question_parts[number] if plan.question_parts else None
            slots.append(
                QuizSlot(
                    quiz=quiz,
                    edition=quiz.edition,
                    position=len(slots) + len(draws) + 1,
                    question_version=version,
                    points=points,
                    part=None if place is None else parts[place],
                )
            )
    QuizSlot.objects.bulk_create(slots)
    QuizDraw.objects.bulk_create(draws)


def drop_unseen(quiz: Quiz) -> None:
    """Let go of what the present edition placed, as far as no attempt shows it."""
    if not QuizAttempt.unscoped.filter(edition=quiz.edition).exists():
        QuizSlot.objects.filter(edition=quiz.edition).delete()
    held = QuizSlot.objects.filter(quiz=quiz)
    drawn = list(
        held.filter(draw__edition=quiz.edition).order_by().values_list("draw_id", flat=True).distinct()
    )
    used = list(
        held.filter(part__edition=quiz.edition).order_by().values_list("part_id", flat=True).distinct()
    )
    QuizDraw.objects.filter(edition=quiz.edition).exclude(pk__in=drawn).delete()
    kept = QuizDraw.objects.filter(edition=quiz.edition, part__isnull=False).values_list("part_id", flat=True)
    QuizPart.objects.filter(edition=quiz.edition).exclude(pk__in=[*used, *kept]).delete()


def put_reviews(quiz: Quiz, rows: Sequence[dict[str, Any]]) -> None:
    """What the quiz tells in which phase, in place of what it said before. The caller counts `row_version` up."""
    QuizReview.objects.filter(quiz=quiz).delete()
    for row in rows:
        QuizReview.objects.create(quiz=quiz, **row)

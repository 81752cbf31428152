"""What a learner's mark was earned with, as far as the learner may be told."""

from typing import Any

from edusync.assessment.models import QuizAttempt
from edusync.assessment.reviewing import review_of
from edusync.grading.models import GradeItem
from edusync.grading.queries.explaining import works_of
from edusync.kernel import clock


def own_works_of(item: GradeItem, enrollment_id: int) -> list[dict[str, Any]]:
    """`works_of`, with points of tries only where the quiz tells them now, and of answers where it tells what was right."""
    works = works_of(item, enrollment_id)
    if item.source_kind != GradeItem.Source.QUIZ:
        return works
    rows = QuizAttempt.objects.filter(quiz_id=item.source_id, enrollment_id=enrollment_id, state="submitted")
    reviews = {
        row.number: review_of(row.quiz, row, clock.now()) for row in rows.select_related("quiz__lesson")
    }
    return [told(work, reviews[work["number"]]) for work in works]


def told(work: dict[str, Any], review: Any) -> dict[str, Any]:
    """One try as its review allows."""
    return {
        **work,
        "points": work["points"] if review.points else None,
        "parts": work["parts"] if review.points and review.correctness else [],
    }

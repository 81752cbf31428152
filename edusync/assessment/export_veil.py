"""What an export of one's data leaves out of attempts: what the learner may not be told yet."""

from collections.abc import Iterable, Sequence
from typing import Any

BATCH = 500


def _reviews(ids: Iterable[int]) -> dict[int, tuple[Any, bool]]:
    """What may be told about the attempts, by id, and whether all of each is marked."""
    # When asked for: the declarations are read before all apps are there.
    from edusync.assessment.models import QuizAttempt
    from edusync.assessment.reviewing import review_of
    from edusync.kernel import clock

    found: dict[int, tuple[Any, bool]] = {}
    wanted, now = sorted(set(ids)), clock.now()
    for start in range(0, len(wanted), BATCH):
        rows = QuizAttempt.unscoped.filter(pk__in=wanted[start : start + BATCH])
        found |= {
            row.pk: (review_of(row.quiz, row, now), not row.needs_marking)
            for row in rows.select_related("quiz__lesson")
        }
    return found


def veil_attempts(rows: Sequence[dict[str, Any]]) -> None:
    """Without points and verdict where they are not told."""
    reviews = _reviews(row["id"] for row in rows)
    for row in rows:
        if not reviews[row["id"]][0].points:
            row["points"] = row["is_passed"] = None


def veil_answers(rows: Sequence[dict[str, Any]]) -> None:
    """What the learner wrote, and of the rest what is told."""
    reviews = _reviews(row["attempt_id"] for row in rows)
    for row in rows:
        review, is_marked = reviews[row["attempt_id"]]
        if not (review.points and review.correctness and is_marked):
            row["points"] = None
        if not is_marked:
            row["remark"] = ""
        if not review.correctness:
            row["is_correct"] = None
        if not review.feedback:
            row["feedback"] = row["remark"] = ""


def veil_behavior(rows: Sequence[dict[str, Any]]) -> None:
    """What a comparison found is told with the verdict, not before: what a person never looked at says nothing."""
    from edusync.assessment.models import ProctorSession

    ids = {row["session_id"] for row in rows}
    decided = set(
        ProctorSession.unscoped.filter(pk__in=ids, state=ProctorSession.State.DECIDED).values_list(
            "pk", flat=True
        )
    )
    for row in rows:
        if row["session_id"] not in decided:
            row["reasons"] = row["distance"] = row["is_marked"] = None


def veil_levels(rows: Sequence[dict[str, Any]]) -> None:
    """Levels of a rubric tell points: what is not told is emptied. The row says no more than that somebody marked."""
    from edusync.assessment.models import QuizAnswer

    answers = QuizAnswer.objects.filter(pk__in={row["answer_id"] for row in rows})
    attempts = dict(answers.values_list("pk", "attempt_id"))
    reviews = _reviews(attempts.values())
    for row in rows:
        review, is_marked = reviews[attempts[row["answer_id"]]]
        if not (review.points and review.correctness and is_marked):
            row["points"] = row["level_id"] = None
            row["comment"] = ""
        if not review.feedback:
            row["comment"] = ""

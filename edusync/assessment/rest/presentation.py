"""Attempts as JSON. What tells the right answer is only added here, and only to a submitted attempt."""

import random
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from edusync.assessment.feedback import feedback_html, outcome_of
from edusync.assessment.models import QuizAnswer, QuizAttempt
from edusync.assessment.queries import attempt_summary
from edusync.assessment.reviewing import Review, review_of
from edusync.assessment.scoring import learner_inputs, solution
from edusync.assessment.sheets import Sheet, Slot
from edusync.kernel import clock

Item = TypeVar("Item")


def attempt_json(attempt: QuizAttempt, sheet: Sheet, answers: Mapping[int, QuizAnswer]) -> dict[str, Any]:
    """The whole attempt: what is asked, what was answered and, as the quiz allows, what it earned."""
    quiz, now = attempt.quiz, clock.now()
    review = review_of(quiz, attempt, now)
    return {
        **attempt_summary(attempt, quiz),
        "quiz_id": attempt.quiz_id,
        "lesson_id": quiz.lesson_id,
        "pass_percent": quiz.pass_percent,
        "server_time": now,
        "review": review_json(review),
        "slots": [
            slot_json(slot, position, attempt, answers.get(slot.id), review)
            for position, slot in enumerate(shuffled(sheet.slots, attempt.seed), start=1)
        ],
    }


def review_json(review: Review) -> dict[str, bool]:
    """The review as ReviewShape describes it."""
    return {
        "points": review.points,
        "responses": review.answers,
        "correctness": review.correctness,
        "feedback": review.feedback,
        "key": review.key,
    }


def slot_json(
    slot: Slot, position: int, attempt: QuizAttempt, answer: QuizAnswer | None, review: Review
) -> dict[str, Any]:
    """One question with the learner's response."""
    options = [
        {"id": choice.id, "html": slot.option_html[choice.id]}
        for choice in shuffled(slot.choices, attempt.seed and attempt.seed + slot.id)
    ]
    return {
        "id": slot.id,
        "position": position,
        "kind": slot.kind,
        "stem": slot.stem,
        "points": float(slot.points),
        "options": options,
        "hints": slot.hints,
        "inputs": learner_inputs(slot.kind, slot.settings),
        "response": answer.response if review.answers and answer is not None and answer.answered_at else None,
        "result": result_json(slot, answer, review),
    }


def result_json(slot: Slot, answer: QuizAnswer | None, review: Review) -> dict[str, Any] | None:
    """What the slot earned and what would have been right, as far as it may be told; None where nothing may be.

    Points of single questions tell right from wrong, so they come with correctness only.
    """
    if not (review.correctness or review.feedback or review.key):
        return None
    right = solution(slot.kind, slot.settings, slot.choices) if review.key else None
    is_scored = review.correctness
    return {
        "points": float((answer and answer.points) or 0) if is_scored and review.points else None,
        "is_correct": bool(answer and answer.is_correct) if is_scored else None,
        "feedback": _feedback(slot, answer) if review.feedback else "",
        "explanation": slot.explanation if right else "",
        "correct_options": right.option_ids if right else [],
        "correct_text": right.text if right else "",
        "correct_response": right.response if right else None,
    }


def _feedback(slot: Slot, answer: QuizAnswer | None) -> str:
    """What was said when the answer was scored; in another language, what that says there."""
    if slot.is_translated:
        return feedback_html(slot, outcome_of(slot, answer))
    return answer.feedback if answer else ""


def shuffled(items: Sequence[Item], seed: int) -> list[Item]:
    """The items in an order that the seed decides; 0 keeps theirs."""
    order = list(items)
    if seed:
        random.Random(seed).shuffle(order)  # noqa: S311 (variety, no secret)
    return order

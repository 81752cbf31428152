"""Attempts as JSON. What tells the right answer is only added here, and only to a submitted attempt."""

from collections.abc import Mapping
from typing import Any

from edusync.assessment.asked import asked_sheet, corrected_sheet, corrections_for
from edusync.assessment.feedback import feedback_html, outcome_of
from edusync.assessment.models import Quiz, QuizAnswer, QuizAttempt
from edusync.assessment.queries import attempt_summary
from edusync.assessment.reviewing import Review, review_json, review_of
from edusync.assessment.scoring import is_marked_by_hand, is_scored, presented, solution
from edusync.assessment.sheets import Sheet, Slot, arranged, sheet_of, shuffled
from edusync.kernel import clock


def attempt_json(attempt: QuizAttempt, sheet: Sheet, answers: Mapping[int, QuizAnswer]) -> dict[str, Any]:
    """The whole attempt: what is asked, what was answered and, as the quiz allows, what it earned."""
    quiz, now = attempt.quiz, clock.now()
    review = review_of(quiz, attempt, now)
    sheet = asked_sheet(attempt, sheet)
    shown = shown_slots(attempt, sheet)
    parts = {slot.part.id: slot.part for _, slot in shown if slot.part}
    passages = {slot.passage.id: slot.passage for _, slot in shown if slot.passage}
    return {
        **attempt_summary(attempt, quiz),
        "quiz_id": attempt.quiz_id,
        "lesson_id": quiz.lesson_id,
        "pass_percent": quiz.pass_percent,
        "server_time": now,
        "review": review_json(review),
        "is_certainty_asked": quiz.is_certainty_asked,
        "wrong_penalty_percent": quiz.wrong_penalty_percent,
        "navigation": quiz.navigation,
        "slot_count": len(sheet.slots),
        "reached": attempt.reached,
        "parts": [
            {"id": part.id, "title": part.title, "introduction": part.introduction} for part in parts.values()
        ],
        "passages": [{"id": one.id, "title": one.title, "content": one.content} for one in passages.values()],
        "slots": [
            slot_json(slot, position, attempt, answers.get(slot.id), review) for position, slot in shown
        ],
    }


def shown_slots(attempt: QuizAttempt, sheet: Sheet) -> list[tuple[int, Slot]]:
    """The questions that the learner may see now, with their places from 1: who may not go back sees one at a time."""
    places = list(enumerate(arranged(sheet, attempt.seed), start=1))
    is_open = attempt.state == QuizAttempt.State.OPEN
    if is_open and attempt.quiz.navigation == Quiz.Navigation.FORWARD:
        return places[attempt.reached : attempt.reached + 1]
    return places


def shown_sheet(attempt: QuizAttempt) -> Sheet:
    """The questions of the attempt; once it is submitted, with the keys that hold now."""
    sheet = sheet_of(attempt.edition)
    if attempt.state != QuizAttempt.State.SUBMITTED:
        return sheet
    return corrected_sheet(sheet, corrections_for(attempt.quiz))


def slot_json(
    slot: Slot, position: int, attempt: QuizAttempt, answer: QuizAnswer | None, review: Review
) -> dict[str, Any]:
    """One question with the learner's response."""
    options = [
        {"id": choice.id, "html": slot.option_html[choice.id]}
        for choice in shuffled(slot.choices, attempt.seed and attempt.seed + slot.id)
    ]
    asked, inputs = presented(slot.kind, slot.settings, slot.stem)
    return {
        "id": slot.id,
        "position": position,
        "part_id": slot.part.id if slot.part else None,
        "passage_id": slot.passage.id if slot.passage else None,
        "kind": slot.kind,
        "stem": asked,
        "points": float(slot.points),
        "options": options,
        "hints": slot.hints,
        "inputs": inputs,
        "response": answer.response if review.answers and answer is not None and answer.answered_at else None,
        "certainty": answer.certainty if review.answers and answer is not None else None,
        "result": result_json(slot, answer, review, is_marked=not attempt.needs_marking),
    }


def result_json(
    slot: Slot, answer: QuizAnswer | None, review: Review, *, is_marked: bool
) -> dict[str, Any] | None:
    """What the slot earned and what would have been right, as far as it may be told; None where nothing may be.

    Points of single questions tell right from wrong, so they come with correctness only. What a person gave is told
    when all is marked (`is_marked`).
    """
    if not is_scored(slot.kind) or not (review.correctness or review.feedback or review.key):
        return None
    by_hand = is_marked_by_hand(slot.kind) or (answer is not None and answer.marked_at is not None)
    right = solution(slot.kind, slot.settings, slot.choices) if review.key else None
    is_told = review.correctness and (is_marked or not by_hand)
    return {
        "points": float((answer and answer.points) or 0) if is_told and review.points else None,
        "is_correct": bool(answer and answer.is_correct) if is_told else None,
        "is_waiting": by_hand and not is_marked,
        "remark": answer.remark if answer and review.feedback and is_marked else "",
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

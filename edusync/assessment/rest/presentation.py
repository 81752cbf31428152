"""Attempts as JSON. What tells the right answer is only added here, and only to a submitted attempt."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from edusync.assessment.asked import (
    asked_sheet,
    asked_slot,
    corrected,
    corrected_sheet,
    corrections_for,
    seed_of,
)
from edusync.assessment.feedback import feedback_html, outcome_of
from edusync.assessment.models import AnswerCheck, Quiz, QuizAnswer, QuizAttempt, Rubric
from edusync.assessment.queries import attempt_summary
from edusync.assessment.question_rubrics import judgements_of
from edusync.assessment.rest.assignment_json import rubric_json
from edusync.assessment.reviewing import Review, default_review, review_json, review_of, review_rows
from edusync.assessment.scoring import is_marked_by_hand, is_scored, presented, solution
from edusync.assessment.services.checking import checks_of, is_check_offered
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
    can_check = attempt.state == QuizAttempt.State.OPEN and is_check_offered(quiz)
    checks = checks_of(attempt) if can_check else {}
    rubrics = filled_rubrics(attempt, [slot for _, slot in shown], answers, review)
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
        "can_check": can_check,
        "slot_count": len(sheet.slots),
        "reached": attempt.reached,
        "parts": [
            {"id": part.id, "title": part.title, "introduction": part.introduction} for part in parts.values()
        ],
        "passages": [{"id": one.id, "title": one.title, "content": one.content} for one in passages.values()],
        "slots": [
            {
                **slot_json(slot, position, attempt, answers.get(slot.id), review, rubrics.get(slot.id)),
                "check": standing_check(attempt, slot, answers.get(slot.id), checks.get(slot.id, [])),
            }
            for position, slot in shown
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


def standing_check(
    attempt: QuizAttempt, slot: Slot, answer: QuizAnswer | None, checks: Sequence[AnswerCheck]
) -> dict[str, Any] | None:
    """What was told about the answer that stands; None once another one was given."""
    if not checks or not (checks[-1].is_last or (answer and answer.response == checks[-1].response)):
        return None
    return check_json(attempt, slot, checks)


def check_json(attempt: QuizAttempt, slot: Slot, checks: Sequence[AnswerCheck]) -> dict[str, Any]:
    """The newest check as CheckShape describes it; `slot` with the values of the attempt. The key comes with the last."""
    quiz, check = attempt.quiz, checks[-1]
    review = review_rows(quiz).get("just_after") or default_review(quiz)
    correction = corrections_for(quiz).get(slot.question)
    has_key = correction is not None and correction.key is not None and slot.version <= correction.up_to
    # A key of another wording has not got the values of the attempt yet.
    keyed = asked_slot(corrected(slot, correction), seed_of(attempt, slot)) if has_key else slot
    given = QuizAnswer(response=check.response, answered_at=check.created_at if check.response else None)
    outcome = outcome_of(keyed, given)
    right = solution(keyed.kind, keyed.settings, keyed.choices) if review.key and check.is_last else None
    return {
        "is_correct": check.is_correct,
        "share": float(outcome.share),
        "is_last": check.is_last,
        "wrong_count": sum(not one.is_correct for one in checks),
        "response": check.response,
        "feedback": feedback_html(keyed, outcome) if review.feedback else "",
        "explanation": keyed.explanation if right else "",
        "correct_options": right.option_ids if right else [],
        "correct_text": right.text if right else "",
        "correct_response": right.response if right else None,
    }


def filled_rubrics(
    attempt: QuizAttempt, slots: Sequence[Slot], answers: Mapping[int, QuizAnswer], review: Review
) -> dict[int, dict[str, Any]]:
    """The rubrics by which answers were marked, by slot id, with the levels; four queries, mostly none.

    They tell points, so they are told with these; the remarks on criteria with feedback.
    """
    marked = {
        slot.id: answer
        for slot in slots
        if slot.rubric_id and (answer := answers.get(slot.id)) and answer.marked_at is not None
    }
    if not marked or attempt.needs_marking or not (review.points and review.correctness):
        return {}
    levels = judgements_of([answer.pk for answer in marked.values()])
    wanted = {slot.id: slot.rubric_id for slot in slots if slot.id in marked}
    rubrics = Rubric.objects.filter(pk__in=set(wanted.values())).prefetch_related("criteria__levels")
    said = {rubric.pk: rubric_json(rubric) for rubric in rubrics}
    return {
        slot_id: {
            "rubric": said[rubric_id],
            "levels": [
                {**dataclasses.asdict(one), "comment": one.comment if review.feedback else ""}
                for one in levels[marked[slot_id].pk]
            ],
        }
        for slot_id, rubric_id in wanted.items()
        if rubric_id in said and marked[slot_id].pk in levels
    }


def slot_json(
    slot: Slot,
    position: int,
    attempt: QuizAttempt,
    answer: QuizAnswer | None,
    review: Review,
    rubric: dict[str, Any] | None = None,
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
        "rubric": rubric,
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

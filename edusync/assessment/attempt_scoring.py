"""What an attempt is worth: plain arithmetic over its answers, without reading or writing anything.

An answer earns its share of the points. Where learners say how sure they are, it earns by the table of certainty-based
marking (A. R. Gardner-Medwin, "Confidence-based marking: towards deeper learning and better exams", in C. Bryan and
K. Clegg (eds.), Innovative Assessment in Higher Education, Routledge 2006): in thirds of the points a right answer
earns 1, 2 or 3, a wrong one 0, -2 or -6. Without it, a wrong answer may take away a percentage of the points.
An answer that is partly right lies between the two in proportion. An attempt is never worth less than nothing.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from edusync.assessment.asked import Corrections, asked_slot, corrected, seed_of
from edusync.assessment.feedback import feedback_html, outcome_of
from edusync.assessment.models import QuizAnswer, QuizAttempt, Regrade
from edusync.assessment.scoring import Outcome, is_marked_by_hand, is_scored
from edusync.assessment.sheets import Sheet, Slot

MILLI = Decimal("0.001")
NOTHING = Decimal(0)
# Responses by slot id.
WrongChecks = Mapping[int, Sequence[Any]]
NO_CHECKS: WrongChecks = {}
# By certainty: what a right and what a wrong answer earns, in thirds of the points.
CERTAINTY_THIRDS: Mapping[int, tuple[int, int]] = {1: (1, 0), 2: (2, -2), 3: (3, -6)}
# Who does not say how sure, guesses.
UNSAID = 1


def score_attempt(
    attempt: QuizAttempt,
    sheet: Sheet,
    answers: dict[int, QuizAnswer],
    corrections: Corrections,
    wrong_checks: WrongChecks = NO_CHECKS,
) -> None:
    """Set points and verdict of every answer, adding those never given, and of the attempt with its quiz at hand.

    `wrong_checks` are responses that practice said were wrong before, by slot id: each costs what a wrong answer costs.
    """
    total = most = NOTHING
    waiting = 0
    for slot in sheet.slots:
        if not is_scored(slot.kind):
            continue
        answer = answers.get(slot.id)
        if answer is None:
            answer = answers[slot.id] = QuizAnswer(attempt_id=attempt.pk, slot_id=slot.id)
        counted = corrected(slot, corrections.get(slot.question))
        score_answer(attempt, slot, answer, corrections)
        if (before := wrong_checks.get(slot.id)) and not is_marked_by_hand(slot.kind):
            take_away(attempt, slot, answer, before)
        is_dropped = counted.points == 0
        waiting += answer.points is None and not is_dropped
        total += NOTHING if is_dropped else answer.points or NOTHING
        most += counted.points
    attempt.needs_marking = waiting
    # What consists of dropped questions alone is worth what it was.
    attempt.max_points = most or attempt.max_points
    attempt.points = min(max(total, NOTHING), attempt.max_points)
    is_enough = attempt.points * 100 >= attempt.max_points * attempt.quiz.pass_percent
    attempt.is_passed = None if waiting else is_enough


def score_answer(attempt: QuizAttempt, slot: Slot, answer: QuizAnswer, corrections: Corrections) -> None:
    """Points, verdict and feedback of one answer. What a person gave stays; what a person must give has no points yet."""
    if answer.marked_at is not None:
        return
    if is_marked_by_hand(slot.kind):
        is_given = answer.answered_at is not None and is_said(answer)
        answer.points, answer.is_correct = (None, None) if is_given else (NOTHING, False)
        answer.feedback = ""
        return
    seed, correction = seed_of(attempt, slot), corrections.get(slot.question)
    asked = asked_slot(slot, seed)
    keyed = asked_slot(corrected(slot, correction), seed)
    outcome = outcome_of(keyed, answer)
    points = earned(attempt, keyed, answer, outcome)
    holds = correction is not None and slot.version <= correction.up_to
    if correction is not None and holds and correction.act == Regrade.Act.FULL:
        points, outcome = slot.points, Outcome(outcome.share * 0 + 1)
    elif correction is not None and holds and correction.is_only_raised:
        before = outcome_of(asked, answer)
        was = earned(attempt, asked, answer, before)
        if was > points:
            points, outcome, keyed = was, before, asked
    answer.points, answer.is_correct = points, outcome.is_correct
    answer.feedback = feedback_html(keyed, outcome)


def take_away(attempt: QuizAttempt, slot: Slot, answer: QuizAnswer, before: Sequence[Any]) -> None:
    """Take from the points what wrong answers before this one cost; never more than the question is worth."""
    tries = sum(response != answer.response for response in before)
    penalty = Decimal(attempt.quiz.wrong_penalty_percent) / 100
    if tries and answer.points is not None and not attempt.quiz.is_certainty_asked:
        answer.points = max(answer.points - slot.points * penalty * tries, -slot.points).quantize(MILLI)


def is_said(answer: QuizAnswer) -> bool:
    """Whether a text or a file was given."""
    response = answer.response or {}
    return bool(str(response.get("text") or "").strip() or response.get("files"))


def earned(attempt: QuizAttempt, slot: Slot, answer: QuizAnswer, outcome: Outcome) -> Decimal:
    """Points of an outcome by the rules of the quiz; nothing given earns nothing and costs nothing."""
    share = Decimal(outcome.share.numerator) / Decimal(outcome.share.denominator)
    if answer.answered_at is not None:
        share = share_with_rules(share, attempt.quiz, answer.certainty)
    return (slot.points * share).quantize(MILLI, ROUND_HALF_EVEN)


def share_with_rules(share: Decimal, rules: object, certainty: int | None) -> Decimal:
    """The share of the points, by certainty or with what a wrong answer costs. From -2 to 1."""
    if getattr(rules, "is_certainty_asked", False):
        right, wrong = CERTAINTY_THIRDS[certainty or UNSAID]
        return (share * right + (1 - share) * wrong) / 3
    penalty = getattr(rules, "wrong_penalty_percent", 0)
    return -Decimal(penalty) / 100 if penalty and share == 0 else share

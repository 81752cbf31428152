"""Leaving a question for good, in quizzes that go only forward."""

from django.db import transaction

from edusync.assessment.deadlines import is_over, navigation_of, with_quiz_rules
from edusync.assessment.models import Quiz, QuizAttempt
from edusync.assessment.problems import AttemptClosed, QuestionNotReached
from edusync.assessment.sheets import sheet_of
from edusync.kernel.transactions import retry_deadlocks


@retry_deadlocks
@transaction.atomic
def advance_attempt(*, attempt: QuizAttempt, position: int) -> QuizAttempt:
    """Leave the question at that position (from 1) and open the next; where it was left already, nothing changes.

    The last question stays open until the attempt is submitted. Raises AttemptClosed, QuestionNotReached.
    """
    held = with_quiz_rules(QuizAttempt.unscoped.select_for_update()).get(pk=attempt.pk)
    if held.state != QuizAttempt.State.OPEN or is_over(held):
        raise AttemptClosed
    if navigation_of(held) != Quiz.Navigation.FORWARD or position > held.reached + 1:
        raise QuestionNotReached
    if position == held.reached + 1 and position < len(sheet_of(held.edition).slots):
        held.reached = position
        held.save(update_fields=["reached", "updated_at"])
    attempt.reached = held.reached
    return attempt

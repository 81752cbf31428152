"""What follows from a mark that learners see, beside its cell in the gradebook, which a trigger fills."""

from decimal import Decimal

from edusync.assessment.models import Assignment, Submission
from edusync.assessment.services.assignments.submitting import OPEN_STATUSES
from edusync.progress.services import complete_lesson


def follow_mark(submission: Submission) -> None:
    """Complete the lesson where passing does.

    The submission has its assignment with lesson and its enrollment at hand.
    """
    if submission.points is None or submission.enrollment.status not in OPEN_STATUSES:
        return
    assignment = submission.assignment
    percent = int(submission.points * 100 / submission.max_points)
    is_enough = (
        assignment.completes_on == Assignment.CompletesOn.SUBMITTED or percent >= assignment.pass_percent
    )
    if is_enough:
        complete_lesson(
            enrollment=submission.enrollment,
            lesson=assignment.lesson,
            method="score",
            score=Decimal(percent),
        )

"""Posting: learners see a mark and what was said about their work from then on."""

from django.db import transaction

from edusync.assessment.assignment_dates import final_points
from edusync.assessment.events import MarkPosted
from edusync.assessment.models import Assignment, Submission
from edusync.assessment.problems import MarkMissing
from edusync.assessment.services.assignments.completing import follow_mark
from edusync.assessment.services.assignments.marking import marked_together
from edusync.kernel import audit, clock
from edusync.kernel.events import publish
from edusync.kernel.locking import save_versioned
from edusync.kernel.transactions import retry_deadlocks


@retry_deadlocks
@transaction.atomic
def post_mark(*, submission: Submission, by_id: int) -> Submission:
    """Let the learner (the group) see the mark; twice is once. Raises MarkMissing."""
    rows = marked_together(submission)
    if rows[0].raw_points is None or rows[0].state != Submission.State.GRADED:
        raise MarkMissing
    for row in rows:
        if row.posted_at is None and row.raw_points is not None:
            _post(row, by_id)
    return rows[0]


def post_marks(*, assignment: Assignment, by_id: int) -> int:
    """Post every mark that was given; returns how many."""
    waiting = Submission.objects.filter(
        assignment=assignment, state=Submission.State.GRADED, raw_points__isnull=False, posted_at=None
    )
    count = 0
    for submission in list(waiting.order_by("id")):
        post_mark(submission=submission, by_id=by_id)
        count += 1
    return count


def _post(row: Submission, by_id: int) -> None:
    row.points = final_points(row.raw_points or row.max_points * 0, row.deducted_percent)
    row.posted_at = clock.now()
    save_versioned(row, ["points", "posted_at"])
    follow_mark(row)
    publish(
        MarkPosted(
            submission_id=row.pk,
            assignment_id=row.assignment_id,
            lesson_id=row.assignment.lesson_id,
            enrollment_id=row.enrollment_id,
        ),
        needs_listener=True,
    )
    audit.record(
        "assessment.mark.posted",
        actor=by_id,
        target=("submission", row.pk),
        subject_id=row.enrollment.learner_id,
    )

"""What learners may do themselves with a lesson's completion: its rule decides."""

from typing import TYPE_CHECKING

from django.db import transaction

from edusync.kernel import clock
from edusync.kernel.transactions import retry_deadlocks
from edusync.progress.models import LessonProgress
from edusync.progress.problems import (
    CompletionNeedsScore,
    CompletionNeedsTime,
    CompletionNeedsWatching,
    CompletionNotReversible,
)
from edusync.progress.queries import LessonTarget
from edusync.progress.services.locking import lock_with_progress
from edusync.progress.services.recording import begun, hand_back, mark, reopen

if TYPE_CHECKING:
    from edusync.enrollment.models import Enrollment


@retry_deadlocks
@transaction.atomic
def complete_by_learner(*, enrollment: "Enrollment", lesson: LessonTarget) -> LessonProgress:
    """Complete a lesson whose rule leaves that to the learner, or is fulfilled. Twice is once.

    Raises EnrollmentClosed, CompletionNeedsScore, CompletionNeedsTime, CompletionNeedsWatching.
    """
    row, progress = lock_with_progress(enrollment, lesson.id)
    progress = progress or begun(row, lesson.id, clock.now())
    if progress.state != LessonProgress.State.COMPLETED:
        _require_rule(lesson, progress)
    mark(row, lesson, progress, lesson.completion)
    hand_back(enrollment, row)
    return progress


@retry_deadlocks
@transaction.atomic
def reopen_by_learner(*, enrollment: "Enrollment", lesson: LessonTarget) -> LessonProgress:
    """Take back a completion the learner made; a lesson that is open stays so.

    Raises EnrollmentClosed, CompletionNotReversible where a rule completed the lesson.
    """
    row, progress = lock_with_progress(enrollment, lesson.id)
    progress = progress or begun(row, lesson.id, clock.now())
    if progress.state == LessonProgress.State.COMPLETED:
        if progress.method != LessonProgress.Method.MANUAL:
            raise CompletionNotReversible(method=progress.method)
        reopen(row, lesson, progress)
    hand_back(enrollment, row)
    return progress


def _require_rule(lesson: LessonTarget, progress: LessonProgress) -> None:
    """Raise the problem that names what the lesson's rule still wants."""
    if lesson.completion == "score":
        raise CompletionNeedsScore(needed_percent=lesson.completion_value)
    if lesson.completion == "time" and progress.seconds < lesson.completion_value:
        raise CompletionNeedsTime(needed_seconds=lesson.completion_value, seconds=progress.seconds)
    if lesson.completion == "view" and progress.watched_share < lesson.needed_share:
        raise CompletionNeedsWatching(needed_share=lesson.needed_share, watched_share=progress.watched_share)

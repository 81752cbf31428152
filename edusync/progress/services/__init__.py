"""Changes of progress."""

from edusync.progress.services.by_learner import complete_by_learner, reopen_by_learner
from edusync.progress.services.rebuild import follow_enrollment, follow_outline, rebuild_progress
from edusync.progress.services.recording import complete_lesson, record_view, reopen_lesson

__all__ = [
    "complete_by_learner",
    "complete_lesson",
    "follow_enrollment",
    "follow_outline",
    "rebuild_progress",
    "record_view",
    "reopen_by_learner",
    "reopen_lesson",
]

"""Changes of progress."""

from edusync.progress.services.by_learner import complete_by_learner, reopen_by_learner
from edusync.progress.services.beats import Agent, Beat, network_of
from edusync.progress.services.rebuild import follow_enrollment, follow_outline, rebuild_progress
from edusync.progress.services.recording import complete_lesson, record_beats, record_view, reopen_lesson

__all__ = [
    "Agent",
    "Beat",
    "complete_by_learner",
    "complete_lesson",
    "follow_enrollment",
    "follow_outline",
    "network_of",
    "rebuild_progress",
    "record_beats",
    "record_view",
    "reopen_by_learner",
    "reopen_lesson",
]

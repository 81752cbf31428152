"""Changes of progress."""

from edusync.progress.services.beats import Agent, Beat, network_of
from edusync.progress.services.by_learner import complete_by_learner, reopen_by_learner
from edusync.progress.services.rebuild import follow_enrollment, follow_outline, rebuild_progress
from edusync.progress.services.recording import complete_lesson, record_beats, record_view, reopen_lesson
from edusync.progress.services.scoring import follow_engagement, rebuild_engagement
from edusync.progress.services.sessions import close_stale_sessions, erase_session_details

__all__ = [
    "Agent",
    "Beat",
    "close_stale_sessions",
    "complete_by_learner",
    "complete_lesson",
    "erase_session_details",
    "follow_engagement",
    "follow_enrollment",
    "follow_outline",
    "network_of",
    "rebuild_engagement",
    "rebuild_progress",
    "record_beats",
    "record_view",
    "reopen_by_learner",
    "reopen_lesson",
]

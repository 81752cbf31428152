"""What can go wrong with recording progress."""

from edusync.kernel.problems import Conflict, Forbidden


class EnrollmentClosed(Forbidden):
    """Facts: `enrollment_status`."""

    code = "enrollment-closed"
    title = "The enrollment is not active: progress is not recorded."


class CompletionNeedsScore(Conflict):
    """Facts: `needed_percent`, the least score in percent."""

    code = "completion-needs-score"
    title = "The lesson is completed by reaching its score."


class CompletionNeedsTime(Conflict):
    """Facts: `needed_seconds`, `seconds` spent so far."""

    code = "completion-needs-time"
    title = "The lesson is completed by spending its time."


class CompletionNeedsWatching(Conflict):
    """Facts: `needed_share`, `watched_share`, both 0 to 100."""

    code = "completion-needs-watching"
    title = "The lesson is completed by watching its video."


class CompletionNotReversible(Conflict):
    """Facts: `method`, how the lesson was completed."""

    code = "completion-not-reversible"
    title = "The lesson was completed by its rule; only a lesson you marked yourself can be reopened."

"""How markers know whose work they see: by name, or by a number while the assignment is anonymous."""

from pathlib import PurePosixPath

from edusync.assessment.models import Submission, SubmissionFile


def is_hidden(submission: Submission) -> bool:
    """Whether markers must not know whose work it is: anonymous, and not posted yet."""
    return submission.assignment.is_anonymous and submission.posted_at is None


def display_name(submission: Submission) -> str:
    """Name of learner or group, else `Learner 7`. Learner and group are at hand."""
    if is_hidden(submission):
        return f"Learner {submission.alias_number}"
    if submission.group is not None:
        return submission.group.name
    learner = submission.enrollment.learner
    return learner.get_full_name() or learner.username


def file_name(submission: Submission, row: SubmissionFile) -> str:
    """The file's name as markers see it: people write their own into it."""
    if is_hidden(submission) and row.role != SubmissionFile.Role.MARKED:
        return f"{row.position}{PurePosixPath(row.name).suffix.lower()[:12]}"
    return row.name

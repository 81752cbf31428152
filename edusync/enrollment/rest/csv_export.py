"""Columns of the file with the learners of a course."""

from typing import Any

from edusync.enrollment.queries import percent_of

COLUMNS = ("name", "email", "status", "percent", "minutes", "enrolled_at", "last_access_at", "completed_at")
CHUNK = 500


def cells(row: Any) -> tuple[Any, ...]:
    """One learner's cells in the order of COLUMNS."""
    return (
        row.learner.display_name,
        row.learner.email,
        row.status,
        percent_of(row),
        row.seconds // 60,
        *(
            instant and instant.isoformat(timespec="seconds")
            for instant in (row.enrolled_at, row.last_access_at)
        ),
        row.completed_at and row.completed_at.isoformat(timespec="seconds"),
    )

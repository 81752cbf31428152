"""What an export of one's data leaves out of sums: what would tell a score that is kept back."""

from collections.abc import Sequence
from typing import Any


def veil_quiz_sums(rows: Sequence[dict[str, Any]]) -> None:
    """Without mean and rank of quizzes for whom a score is kept back: of a single quiz the mean is the score."""
    # When asked for: the declarations are read before all apps are there.
    from edusync.courses.learner_facts import lessons_with_withheld_scores

    for row in rows:
        if row["quiz_percent"] is not None and lessons_with_withheld_scores(row["user_id"]):
            row["quiz_percent"] = row["quiz_rank"] = None

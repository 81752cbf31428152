"""Reads for those who tell people about marks and reviews, permission-free."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from edusync.assessment.models import Assignment, Submission


def marks_posted_between(learner_id: int, begin: dt.datetime, end: dt.datetime) -> list[Submission]:
    """Works of one learner whose marks were posted from `begin` on and before `end`, with course and lesson."""
    rows = Submission.objects.filter(
        enrollment__learner_id=learner_id,
        posted_at__gte=begin,
        posted_at__lt=end,
        assignment__lesson__deleted_at=None,
    )
    rows = rows.select_related("assignment__lesson", "assignment__course")
    return list(rows.order_by("posted_at", "id"))


def posted_at_of(submission_id: int) -> dt.datetime | None:
    """When the mark was posted; None where it was taken back."""
    found: Any = Submission.objects.filter(pk=submission_id).values_list("posted_at", flat=True).first()
    return found  # type: ignore[no-any-return]


def assignments_by_id(ids: Iterable[int]) -> dict[int, Assignment]:
    """Live assignments with lesson and course."""
    rows = Assignment.objects.filter(pk__in=list(ids), lesson__deleted_at=None)
    return {row.pk: row for row in rows.select_related("lesson", "course", "peer_plan")}

"""Background entry points."""

from typing import Any

from edusync.enrollment.queries import organization_ids_with_enrollments
from edusync.grading.events import BookChanged, CoursePassed
from edusync.grading.queries.sources import organizations_of
from edusync.grading.services import follow_source, follow_stale, recompute_course
from edusync.kernel.backfills import backfill
from edusync.kernel.events import on
from edusync.kernel.tasks import periodic
from edusync.kernel.tenancy import organization_context
from edusync.progress.services import follow_enrollment


@on(BookChanged)
def compute_changed_book(payload: dict[str, Any], event_id: int) -> None:
    """Everybody's course grade after a change of weights, rules or columns."""
    recompute_course(course_id=payload["course_id"])


@on(CoursePassed)
def complete_passed_course(payload: dict[str, Any], event_id: int) -> None:
    """The grade was the last thing that was missing."""
    follow_enrollment(enrollment_id=payload["enrollment_id"])


@periodic("grading.follow_stale", every_seconds=60)
def compute_stale_grades() -> None:
    """What triggers marked stale in all organizations."""
    for organization_id in organization_ids_with_enrollments():
        with organization_context(organization_id):
            follow_stale()


@backfill("grading.columns_of_quizzes", "assessment.Quiz")
def columns_of_quizzes(ids: Any) -> int:
    """Quizzes from before there was a gradebook get their columns and cells."""
    return _follow("quiz", ids)


@backfill("grading.columns_of_assignments", "assessment.Assignment")
def columns_of_assignments(ids: Any) -> int:
    """Assignments from before there was a gradebook get their columns and cells."""
    return _follow("assignment", ids)


def _follow(kind: str, ids: Any) -> int:
    count = 0
    for organization_id, mine in organizations_of(kind, ids).items():
        with organization_context(organization_id):
            count += follow_source(kind=kind, source_ids=mine)
    return count

"""The rows of the book: who stands in it, in which order."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from edusync.enrollment import queries as enrollments
from edusync.enrollment.queries.cohorts import members_of_group
from edusync.grading.models import Grade

IN_BOOK = ("active", "completed", "paused", "suspended")
# Words of the filter `only`.
MISSING, NEEDS_MARKING = "missing", "needs_marking"


def learners_in_book(
    course_id: int,
    *,
    search: str = "",
    cohort_id: int | None = None,
    group_id: int | None = None,
    only: str = "",
) -> Any:
    """Enrollments with their learners, by last and first name. `only`: those with a missing mark, or one to be given."""
    rows = enrollments.learners_of_course(course_id, search=search, cohort_id=cohort_id)
    rows = rows.filter(status__in=IN_BOOK)
    if group_id is not None:
        rows = rows.filter(Q(pk__in=members_of_group(group_id).values("enrollment_id")))
    if only in (MISSING, NEEDS_MARKING):
        cells = Grade.objects.filter(enrollment_id=OuterRef("pk"), state=only, item__deleted_at__isnull=True)
        rows = rows.filter(Exists(cells))
    return rows.order_by("learner__last_name", "learner__first_name", "learner_id", "id")

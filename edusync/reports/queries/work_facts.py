"""What learners have to hand in and what they got for it, of the organization in context."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal

from django.db.models import Avg, Q

from edusync.assessment.models import Assignment, AssignmentExtension, Submission
from edusync.enrollment.models import Enrollment
from edusync.grading.models import CourseGrade
from edusync.reports.queries.facts import counted_enrollments


def assignments_due(now: datetime.datetime, until: datetime.datetime) -> dict[int, Decimal]:
    """How many assignments each learner has not handed in that are due in between, later dates of their own included.

    Who handed in everything has 0; who has nothing due is not there. Four queries.
    """
    window = Q(due_at__gt=now, due_at__lte=until)
    later = {
        (assignment_id, enrollment_id): due_at
        for assignment_id, enrollment_id, due_at in AssignmentExtension.objects.filter(
            due_at__gt=now
        ).values_list("assignment_id", "enrollment_id", "due_at")
    }
    extended = {assignment_id for assignment_id, _ in later}
    works = Assignment.objects.filter(
        window | Q(pk__in=extended), lesson__is_published=True, lesson__deleted_at__isnull=True
    ).values_list("pk", "course_id", "due_at")
    by_course: dict[int, list[tuple[int, datetime.datetime | None]]] = defaultdict(list)
    for assignment_id, course_id, due_at in works:
        by_course[course_id].append((assignment_id, due_at))
    done = _handed_in([assignment_id for rows in by_course.values() for assignment_id, _ in rows])
    found: dict[int, Decimal] = defaultdict(Decimal)
    learners = Enrollment.objects.filter(
        course_id__in=list(by_course), status="active", deleted_at__isnull=True
    )
    for enrollment_id, course_id, learner_id in learners.values_list("pk", "course_id", "learner_id"):
        for assignment_id, due_at in by_course[course_id]:
            own = later.get((assignment_id, enrollment_id), due_at)
            if own is not None and now < own <= until:
                found[learner_id] += (assignment_id, enrollment_id) not in done
    return dict(found)


def _handed_in(assignment_ids: Collection[int]) -> set[tuple[int, int]]:
    """(assignment, enrollment) of works that were handed in."""
    rows = Submission.objects.filter(assignment_id__in=assignment_ids).exclude(state="draft")
    return set(rows.values_list("assignment_id", "enrollment_id"))


def grade_averages() -> dict[int, Decimal]:
    """The mean of the grades, in percent, of each learner's courses, by what is marked so far. One query."""
    rows = CourseGrade.objects.filter(
        current_percent__isnull=False, enrollment__in=counted_enrollments().values("pk")
    ).order_by()
    means = rows.values("enrollment__learner_id").annotate(mean=Avg("current_percent"))
    return {row["enrollment__learner_id"]: Decimal(row["mean"]) for row in means}

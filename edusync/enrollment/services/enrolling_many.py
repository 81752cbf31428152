"""Bringing many newcomers into a course by a few statements, as rules do. What needs a look at one person is done one by one."""

import datetime
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from edusync.courses import queries as course_queries
from edusync.courses import services as courses
from edusync.enrollment.events import LearnerEnrolled
from edusync.enrollment.models import Cohort, Enrollment, EnrollmentExtension, EnrollmentTransition
from edusync.enrollment.queries import left_in
from edusync.enrollment.services.changing import Status, audit_change
from edusync.enrollment.services.dates import dates_of, plan_warnings
from edusync.enrollment.services.enrolling import (
    cohort_to_enter,
    enroll_learner,
    new_enrollment,
    note_approval,
    seat_or_line,
)
from edusync.kernel import events
from edusync.kernel.problems import Problem

if TYPE_CHECKING:
    from edusync.courses.models import Course

Instant = datetime.datetime


@transaction.atomic
def enroll_many(
    *,
    course_id: int,
    learner_ids: Sequence[int],
    source: str,
    by_id: int | None = None,
    cohort_id: int | None = None,
    due_at: Instant | None = None,
) -> tuple[list[int], Counter[str]]:
    """What `enroll_learner` does for each of the people, in their order: ids of enrollments, refusals counted by code.

    Newcomers whom a seat is free for are written together; whoever was in the course before, meets a line or other
    courses that come first goes the way of one person.
    """
    try:
        course = courses.lock_course(course_id)
        cohort = cohort_to_enter(course, cohort_id)
    except Problem as problem:
        return [], Counter({problem.code: len(learner_ids)})
    known = set(
        Enrollment.objects.filter(
            course_id=course.pk, learner_id__in=learner_ids, deleted_at__isnull=True
        ).values_list("learner_id", flat=True)
    )
    newcomers = [pk for pk in dict.fromkeys(learner_ids) if pk not in known]
    together = newcomers[: _seats_for(course, cohort, len(newcomers))]
    brought = _seat(course, cohort, together, source, by_id, due_at)
    refused: Counter[str] = Counter()
    seated = set(together)
    others = [pk for pk in dict.fromkeys(learner_ids) if pk not in seated]
    for position, learner_id in enumerate(others):
        try:
            one = enroll_learner(
                course_id=course.pk, learner_id=learner_id, source=source, by_id=by_id,
                cohort_id=cohort_id, due_at=due_at,
            )  # fmt: skip
        except Problem as problem:
            # A full course is full for everybody who follows.
            is_full = problem.code == "course-full"
            refused[problem.code] += len(others) - position if is_full else 1
            if is_full:
                break
        else:
            brought.append(one.pk)
    return brought, refused


def _seats_for(course: "Course", cohort: Cohort | None, wanted: int) -> int:
    """For how many newcomers a seat is free with nothing to be looked at for each of them."""
    if not wanted or course_queries.prerequisites_of(course.pk) or not seat_or_line(course, cohort):
        return 0
    left = [left_in(place) for place in (course, cohort) if place is not None]
    return min([wanted, *(seats for seats in left if seats is not None)])


def _seat(
    course: "Course",
    cohort: Cohort | None,
    learner_ids: Sequence[int],
    source: str,
    by_id: int | None,
    due_at: Instant | None,
) -> list[int]:
    """Give each of the people a seat: rows, log, audit, dates and announcements."""
    if not learner_ids:
        return []
    pattern = new_enrollment(course, learner_ids[0], source)
    pattern.cohort = cohort
    course_due_at, expires_at = dates_of(pattern, course, cohort, [])
    rows = []
    for learner_id in learner_ids:
        row = Enrollment(
            organization_id=pattern.organization_id, course_id=course.pk, learner_id=learner_id, source=source,
            enrolled_at=pattern.enrolled_at, required_weight=pattern.required_weight, status=Status.ACTIVE,
            cohort=cohort, due_at=due_at or course_due_at, expires_at=expires_at,
        )  # fmt: skip
        note_approval(row, Status.ACTIVE, source, by_id, "", is_invited=False)
        rows.append(row)
    Enrollment.objects.bulk_create(rows)
    _fill_ids(course.pk, rows)
    _write_log(rows, by_id, due_at)
    plan_warnings(rows)
    events.publish_many([LearnerEnrolled(row.pk, course.pk, row.learner_id, source) for row in rows])
    return [row.pk for row in rows]


def _fill_ids(course_id: int, rows: Sequence[Enrollment]) -> None:
    """Where the database does not tell the ids of many new rows (MySQL), ask for them."""
    if all(row.pk for row in rows):
        return
    found = Enrollment.objects.filter(
        course_id=course_id, learner_id__in=[row.learner_id for row in rows], deleted_at__isnull=True
    )
    ids = dict(found.values_list("learner_id", "id"))
    for row in rows:
        row.pk = ids[row.learner_id]


def _write_log(rows: Sequence[Enrollment], by_id: int | None, due_at: Instant | None) -> None:
    EnrollmentTransition.objects.bulk_create(
        EnrollmentTransition(
            organization_id=row.organization_id,
            enrollment=row,
            to_status=row.status,
            by_id=by_id or row.learner_id,
        )
        for row in rows
    )
    if due_at is not None:
        EnrollmentExtension.objects.bulk_create(
            EnrollmentExtension(
                organization_id=row.organization_id,
                enrollment=row,
                kind=EnrollmentExtension.Kind.DUE,
                until=due_at,
                granted_by_id=by_id if by_id != row.learner_id else None,
            )
            for row in rows
        )
    for row in rows:
        audit_change(row, "", by_id=by_id or row.learner_id, reason="")

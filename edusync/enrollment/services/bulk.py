"""One act on many enrollments of a course: each row for itself, the answer row by row."""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from edusync.enrollment.models import Cohort, Enrollment, EnrollmentExtension
from edusync.enrollment.problems import CohortNotOpen, CourseFull
from edusync.enrollment.services.approving import approve_enrollment, reject_enrollment
from edusync.enrollment.services.changing import Status, has_seat, locked_with_course, require_status
from edusync.enrollment.services.dates import follow_dates
from edusync.enrollment.services.leaving import (
    free_seat,
    reopen_enrollment,
    resume_enrollment,
    suspend_enrollment,
    withdraw,
)
from edusync.enrollment.states import holds_seat
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor
from edusync.kernel.problems import FieldError, NotFound, Problem, ValidationProblem
from edusync.kernel.transactions import retry_deadlocks

MAX_ROWS = 500
# Statuses of enrollments that are still going on, or may come to.
ALIVE = (
    Status.INVITED, Status.PENDING, Status.WAITLISTED, Status.ACTIVE, Status.PAUSED, Status.SUSPENDED,
)  # fmt: skip


def change_many(
    *,
    course_id: int,
    enrollment_ids: Sequence[int],
    act: str,
    by: Actor,
    reason: str = "",
    until: datetime.datetime | None = None,
    cohort_id: int | None = None,
) -> dict[str, list[Any]]:
    """Do one of ACTS to enrollments of the course: `{"done": [ids], "refused": [{"id", "code"}]}` in the order asked.

    Each row is a transaction of its own; an id of another course is refused as `not-found`.
    """
    rows = {
        row.pk: row
        for row in Enrollment.objects.filter(
            course_id=course_id, pk__in=enrollment_ids, deleted_at__isnull=True
        )
    }
    run = ACTS[act]
    values = {"by_id": by.user_id or 0, "reason": reason, "until": until, "cohort_id": cohort_id}
    done: list[int] = []
    refused: list[dict[str, Any]] = []
    for pk in dict.fromkeys(enrollment_ids):
        try:
            if pk not in rows:
                raise NotFound
            run(rows[pk], values)
            done.append(pk)
        except Problem as problem:
            refused.append({"id": pk, "code": problem.code})
    return {"done": done, "refused": refused}


@retry_deadlocks
@transaction.atomic
def extend_enrollment(
    *, enrollment: Enrollment, kind: str, until: datetime.datetime | None, by_id: int, reason: str = ""
) -> EnrollmentExtension:
    """Give one person other dates: `kind` due or access, None for no end. The latest word counts.

    Raises ValidationProblem (a date that is over), EnrollmentStateConflict (the enrollment has ended).
    """
    if until is not None and until <= clock.now():
        raise ValidationProblem(errors=[FieldError("/until", "in-the-past", "The date is over already.")])
    course, row = locked_with_course(enrollment)
    require_status(row, *ALIVE, Status.COMPLETED)
    extension: EnrollmentExtension = EnrollmentExtension.objects.create(
        organization_id=row.organization_id,
        enrollment=row,
        kind=kind,
        until=until,
        reason=reason[:200],
        granted_by_id=by_id,
    )
    follow_dates(enrollment=row, course=course)
    audit.record(
        "enrollment.extended",
        actor=by_id,
        target=("enrollment", row.pk),
        facts={
            "course_id": row.course_id,
            "kind": kind,
            "until": until and until.isoformat(),
            "reason": reason[:200],
        },
        subject_id=row.learner_id,
    )
    return extension


@retry_deadlocks
@transaction.atomic
def move_to_cohort(*, enrollment: Enrollment, cohort_id: int | None, by_id: int) -> Enrollment:
    """Put a learner into another cohort of the course, or into none; dates follow, and so does the place in line.

    Raises CohortNotOpen (none of this course), CourseFull (no seat in it), EnrollmentStateConflict.
    """
    course, row = locked_with_course(enrollment)
    require_status(row, *ALIVE)
    cohort = None
    if cohort_id is not None:
        cohort = Cohort.objects.filter(pk=cohort_id, course_id=course.pk, deleted_at=None).first()
        if cohort is None:
            raise CohortNotOpen(cohort_id=cohort_id)
    if row.cohort_id == cohort_id:
        return row
    if holds_seat(row.status) and cohort is not None and not has_seat(cohort):
        raise CourseFull(capacity=cohort.capacity)
    before, row.cohort = row.cohort_id, cohort
    row.save(update_fields=["cohort", "updated_at"])
    row.waitlist_entries.filter(state="waiting").update(cohort=cohort)
    if holds_seat(row.status):
        follow_dates(enrollment=row, course=course)
    audit.record(
        "enrollment.cohort.changed",
        actor=by_id,
        target=("enrollment", row.pk),
        facts={"course_id": row.course_id, "from": before, "to": cohort_id},
        subject_id=row.learner_id,
    )
    free_seat(course)
    return row


Act = Callable[[Enrollment, dict[str, Any]], object]
ACTS: dict[str, Act] = {
    "approve": lambda row, v: approve_enrollment(enrollment=row, by_id=v["by_id"], reason=v["reason"]),
    "reject": lambda row, v: reject_enrollment(enrollment=row, by_id=v["by_id"], reason=v["reason"]),
    "suspend": lambda row, v: suspend_enrollment(enrollment=row, by_id=v["by_id"], reason=v["reason"]),
    "resume": lambda row, v: resume_enrollment(enrollment=row, by_id=v["by_id"], reason=v["reason"]),
    "reopen": lambda row, v: reopen_enrollment(enrollment=row, by_id=v["by_id"], reason=v["reason"]),
    "withdraw": lambda row, v: withdraw(enrollment=row, by_id=v["by_id"], reason=v["reason"]),
    "extend": lambda row, v: extend_enrollment(
        enrollment=row, kind="due", until=v["until"], by_id=v["by_id"], reason=v["reason"]
    ),
    "move": lambda row, v: move_to_cohort(enrollment=row, cohort_id=v["cohort_id"], by_id=v["by_id"]),
}

"""Cohorts: runs of a course with dates, seats and pace of their own."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from edusync.courses import services as courses
from edusync.courses.problems import CapacityBelowSeats
from edusync.enrollment.models import Cohort, Enrollment
from edusync.enrollment.problems import CohortInUse, CohortNameTaken, CohortNotOpen
from edusync.enrollment.services.dates import follow_dates
from edusync.enrollment.services.waiting import promote
from edusync.enrollment.states import ENDED
from edusync.kernel import audit, clock
from edusync.kernel.locking import save_versioned
from edusync.kernel.policy import Actor
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.tasks import enqueue
from edusync.kernel.transactions import retry_deadlocks

FIELDS = (
    *("name", "starts_at", "ends_at", "enrollment_opens_at", "enrollment_closes_at"),
    *("capacity", "pacing", "is_open"),
)
DATE_FIELDS = frozenset({"starts_at", "ends_at", "pacing"})
DATES_BATCH = 200


def cohort_of_course(*, course_id: int, cohort_id: int | None) -> Cohort | None:
    """The live cohort of that course, None for none. Raises CohortNotOpen when it is of another one."""
    if cohort_id is None:
        return None
    row: Cohort | None = Cohort.objects.filter(pk=cohort_id, course_id=course_id, deleted_at=None).first()
    if row is None:
        raise CohortNotOpen(cohort_id=cohort_id)
    return row


@transaction.atomic
def create_cohort(*, course_id: int, values: Mapping[str, Any], by: Actor) -> Cohort:
    """Make a cohort. Raises CohortNameTaken, ValidationProblem."""
    cohort = Cohort(course_id=course_id, **{name: values[name] for name in FIELDS if name in values})
    cohort.organization_id = courses.lock_course(course_id).organization_id
    _refuse_odd_dates(cohort)
    try:
        with transaction.atomic():
            cohort.save(force_insert=True)
    except IntegrityError as error:
        raise CohortNameTaken from error
    _record("created", cohort, by, {"name": cohort.name})
    return cohort


@retry_deadlocks
@transaction.atomic
def update_cohort(*, cohort: Cohort, changes: Mapping[str, Any], by: Actor) -> Cohort:
    """Store changes. More seats are offered to those in line; other dates move the dates of its learners.

    Raises CohortNameTaken, CapacityBelowSeats, ValidationProblem, PreconditionFailed.
    """
    course = courses.lock_course(cohort.course_id)
    cohort.refresh_from_db(fields=["seats_taken", "seats_offered"])
    wanted = {
        name: changes[name] for name in FIELDS if name in changes and changes[name] != getattr(cohort, name)
    }
    if not wanted:
        return cohort
    before = {name: getattr(cohort, name) for name in wanted}
    for name, value in wanted.items():
        setattr(cohort, name, value)
    if cohort.capacity is not None and cohort.capacity < cohort.seats_taken + cohort.seats_offered:
        raise CapacityBelowSeats(seats_taken=cohort.seats_taken, seats_offered=cohort.seats_offered)
    _refuse_odd_dates(cohort)
    try:
        with transaction.atomic():
            save_versioned(cohort, list(wanted))
    except IntegrityError as error:
        raise CohortNameTaken from error
    _record("updated", cohort, by, {"before": _plain(before), "after": _plain(wanted)})
    if "capacity" in wanted:
        promote(course)
    if DATE_FIELDS & wanted.keys():
        enqueue("enrollment.follow_cohort_dates", cohort_id=cohort.pk, after_id=0)
    return cohort


@transaction.atomic
def remove_cohort(*, cohort: Cohort, by: Actor) -> None:
    """Take a cohort away that nobody takes the course with. Raises CohortInUse, PreconditionFailed."""
    courses.lock_course(cohort.course_id)
    learners = Enrollment.objects.filter(cohort=cohort, deleted_at=None).exclude(status__in=ENDED).count()
    if learners:
        raise CohortInUse(learners=learners)
    cohort.deleted_at = clock.now()
    save_versioned(cohort, ["deleted_at"])
    _record("removed", cohort, by, {"name": cohort.name})


@retry_deadlocks
@transaction.atomic
def follow_cohort_dates(*, cohort_id: int, after_id: int) -> None:
    """Bring the dates of the cohort's learners in line with it, a batch at a time."""
    rows = Enrollment.objects.filter(cohort_id=cohort_id, deleted_at=None, pk__gt=after_id)
    batch = list(rows.exclude(status__in=ENDED).order_by("id").values_list("id", flat=True)[:DATES_BATCH])
    cohort = Cohort.objects.select_related("course").get(pk=cohort_id)
    for row in Enrollment.objects.select_for_update().filter(pk__in=batch).order_by("id"):
        row.cohort = cohort
        follow_dates(enrollment=row, course=cohort.course)
    if len(batch) == DATES_BATCH:
        enqueue("enrollment.follow_cohort_dates", cohort_id=cohort_id, after_id=batch[-1])


def _refuse_odd_dates(cohort: Cohort) -> None:
    errors: list[FieldError] = []
    for first, last in (("starts_at", "ends_at"), ("enrollment_opens_at", "enrollment_closes_at")):
        begin, end = getattr(cohort, first), getattr(cohort, last)
        if begin and end and end <= begin:
            errors.append(FieldError(f"/{last}", "before-start", "The end must come after the beginning."))
    if cohort.pacing == Cohort.Pacing.SCHEDULED and cohort.starts_at is None:
        errors.append(FieldError("/starts_at", "required", "A schedule counts from a beginning."))
    if errors:
        raise ValidationProblem(errors=errors)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()
    }


def _record(act: str, cohort: Cohort, by: Actor, facts: dict[str, Any]) -> None:
    audit.record(
        f"enrollment.cohort.{act}",
        actor=by,
        target=("cohort", cohort.pk),
        facts={"course_id": cohort.course_id, **facts},
    )

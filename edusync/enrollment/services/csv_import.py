"""People brought into a course, or out of it, by a CSV file: tried first, then done in the background."""

import datetime
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from django.db import transaction

from edusync.enrollment import queries
from edusync.enrollment.csv_table import ACT, COHORT, DUE, MAX_BYTES, PERSON, PersonRow, read_people_table
from edusync.enrollment.models import Cohort, Enrollment, EnrollmentImport, EnrollmentImportRow
from edusync.enrollment.problems import ImportNotReady
from edusync.enrollment.services.enrolling import enroll_learner
from edusync.enrollment.services.leaving import withdraw
from edusync.enrollment.states import ENDED
from edusync.identity.services.people_sets import members_by_login
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor
from edusync.kernel.problems import Problem
from edusync.kernel.tasks import enqueue
from edusync.kernel.tenancy import organization_context
from edusync.kernel.transactions import retry_deadlocks

logger = logging.getLogger(__name__)
State = EnrollmentImport.State
Result = EnrollmentImportRow.Result
ENROLL, WITHDRAW = "enroll", "withdraw"
# What may stand in the column of acts; empty means enroll.
ACTS = {
    **dict.fromkeys(("", "enroll", "add", "enrol", "+"), ENROLL),
    **dict.fromkeys(("withdraw", "remove", "unenroll", "unenrol", "del", "-"), WITHDRAW),
}
BATCH = 100
CHECKED_AT_ONCE = 500


@dataclass(slots=True)
class _Check:
    """What the rows of one file are checked against."""

    course_id: int
    cohorts: dict[str, int]
    headings: Mapping[str, str]
    seen: set[int] = field(default_factory=set)


def request_enrollment_import(
    *, course_id: int, content: IO[bytes], name: str, by: Actor
) -> EnrollmentImport:
    """Read a file and say of every row what would become of it. Nobody is enrolled by this. Raises CsvRefused."""
    table = read_people_table(content.read(MAX_BYTES + 1))
    cohorts = Cohort.objects.filter(course_id=course_id, deleted_at=None).values_list("name", "id")
    check = _Check(course_id, {name.casefold(): pk for name, pk in cohorts}, table.headings)
    with transaction.atomic():
        job: EnrollmentImport = EnrollmentImport.objects.create(
            course_id=course_id,
            created_by_id=by.user_id,
            file_name=" ".join(name.split())[:200],
            row_count=len(table.rows),
        )
        for start in range(0, len(table.rows), CHECKED_AT_ONCE):
            rows = list(_checked(job, table.rows[start : start + CHECKED_AT_ONCE], check))
            EnrollmentImportRow.objects.bulk_create(rows)
            job.error_count += sum(row.result == Result.ERROR for row in rows)
        job.save(update_fields=["error_count", "updated_at"])
        _record("checked", job, by.user_id, errors=job.error_count)
    return job


def _checked(job: EnrollmentImport, rows: list[PersonRow], check: _Check) -> Iterable[EnrollmentImportRow]:
    people = members_by_login(row.cells.get(PERSON, "") for row in rows)
    ids = {user_id for found in people.values() for user_id in found}
    present = dict(
        Enrollment.objects.filter(course_id=check.course_id, learner_id__in=ids, deleted_at=None)
        .order_by("attempt_number")
        .values_list("learner_id", "status")
    )
    for row in rows:
        found = people.get(row.cells.get(PERSON, "").lower(), set())
        learner_id = next(iter(found)) if len(found) == 1 else None
        result, code, meaning = _verdict(row, found, learner_id, present, check)
        yield EnrollmentImportRow(
            organization_id=job.organization_id,
            job=job,
            line_number=row.line,
            cells=row.cells,
            learner_id=learner_id,
            result=result,
            code=code,
            field_name=check.headings.get(meaning, "")[:40],
        )


def _verdict(
    row: PersonRow, found: set[int], learner_id: int | None, present: Mapping[int, str], check: _Check
) -> tuple[str, str, str]:
    """Result, code and meaning of the cell in question."""
    if fault := _fault_of_cells(row, check) or _fault_of_person(row, found):
        return Result.ERROR, *fault
    if learner_id in check.seen:
        return Result.ERROR, "person-twice", PERSON
    check.seen.add(learner_id or 0)
    status = present.get(learner_id or 0)
    is_in = status is not None and status not in ENDED
    if ACTS[row.cells.get(ACT, "").lower()] == WITHDRAW:
        return (Result.READY, "", "") if is_in else (Result.SKIPPED, "not-enrolled", PERSON)
    if status in {"active", "completed", "paused", "suspended"}:
        return Result.SKIPPED, "already-enrolled", PERSON
    return Result.READY, "", ""


def _fault_of_cells(row: PersonRow, check: _Check) -> tuple[str, str] | None:
    if row.is_too_long:
        return "too-many-cells", ""
    if row.cells.get(ACT, "").lower() not in ACTS:
        return "act-unknown", ACT
    if COHORT in row.cells and row.cells[COHORT].casefold() not in check.cohorts:
        return "cohort-unknown", COHORT
    if DUE in row.cells:
        due = due_of(row.cells[DUE])
        if due is None:
            return "due-not-a-date", DUE
        if due <= clock.now():
            return "due-over", DUE
    return None


def _fault_of_person(row: PersonRow, found: set[int]) -> tuple[str, str] | None:
    if PERSON not in row.cells:
        return "person-missing", PERSON
    if len(found) != 1:
        return ("person-unknown" if not found else "person-ambiguous"), PERSON
    return None


def due_of(text: str) -> datetime.datetime | None:
    """The instant a cell names: `2027-03-31` (the end of that day in UTC) or with a time; None for anything else."""
    try:
        if len(text) <= 10:
            day = datetime.date.fromisoformat(text)
            return datetime.datetime.combine(day, datetime.time(23, 59, 59), datetime.UTC)
        instant = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=datetime.UTC)


@transaction.atomic
def start_enrollment_import(*, job: EnrollmentImport, by: Actor) -> EnrollmentImport:
    """Let the worker do what the check promised; one that failed goes on where it stopped. Raises ImportNotReady."""
    row: EnrollmentImport = EnrollmentImport.objects.select_for_update().get(pk=job.pk)
    if row.state not in {State.CHECKED, State.FAILED}:
        raise ImportNotReady(state=row.state)
    row.state, row.created_by_id = State.QUEUED, by.user_id
    row.save(update_fields=["state", "created_by", "updated_at"])
    _record("started", row, by.user_id)
    enqueue("enrollment.run_import", job_id=row.pk)
    return row


def run_enrollment_import(*, job_id: int) -> EnrollmentImport:
    """Do every row that is ready, a batch a transaction; a second call goes on after the last batch. Raises what a bug raises."""
    job: EnrollmentImport = EnrollmentImport.unscoped.get(pk=job_id)
    with organization_context(job.organization_id):
        if job.state not in {State.QUEUED, State.RUNNING}:
            return job
        EnrollmentImport.objects.filter(pk=job.pk).update(state=State.RUNNING, updated_at=clock.now())
        cohorts = Cohort.objects.filter(course_id=job.course_id, deleted_at=None).values_list("name", "id")
        by_name = {name.casefold(): pk for name, pk in cohorts}
        try:
            while _run_batch(job, by_name):
                pass
        except Exception:
            logger.exception("Enrollment import %s stopped.", job.pk)
            EnrollmentImport.objects.filter(pk=job.pk).update(state=State.FAILED, updated_at=clock.now())
        job.refresh_from_db()
        return job


@retry_deadlocks
@transaction.atomic
def _run_batch(job: EnrollmentImport, cohorts: Mapping[str, int]) -> bool:
    """The next rows; False when there were none, and the import is done."""
    # Locks the job: of two workers one does the batch, the other finds it done.
    row: EnrollmentImport = EnrollmentImport.objects.select_for_update().get(pk=job.pk)
    if row.state != State.RUNNING:
        return False
    ready = EnrollmentImportRow.objects.filter(job=row, result=Result.READY).order_by("line_number")
    batch = list(ready[:BATCH])
    for one in batch:
        one.result, one.code = _done(row, one, cohorts)
        one.save(update_fields=["result", "code", "updated_at"])
    row.done_count += sum(one.result == Result.DONE for one in batch)
    row.error_count += sum(one.result == Result.ERROR for one in batch)
    if len(batch) < BATCH:
        row.state, row.finished_at = State.DONE, clock.now()
        _record("finished", row, row.created_by_id, done=row.done_count, errors=row.error_count)
    row.save(update_fields=["done_count", "error_count", "state", "finished_at", "updated_at"])
    return len(batch) == BATCH


def _done(job: EnrollmentImport, row: EnrollmentImportRow, cohorts: Mapping[str, int]) -> tuple[str, str]:
    if row.learner_id is None:
        return Result.ERROR, "person-unknown"
    try:
        if ACTS[row.cells.get(ACT, "").lower()] == WITHDRAW:
            enrollment = queries.enrollment_of(course_id=job.course_id, learner_id=row.learner_id)
            if enrollment is None:
                return Result.SKIPPED, "not-enrolled"
            withdraw(enrollment=enrollment, by_id=job.created_by_id, reason="CSV")
            return Result.DONE, "withdrawn"
        enrollment = enroll_learner(
            course_id=job.course_id,
            learner_id=row.learner_id,
            source=Enrollment.Source.IMPORT,
            by_id=job.created_by_id,
            cohort_id=cohorts.get(row.cells.get(COHORT, "").casefold()),
            due_at=due_of(row.cells.get(DUE, "")),
        )
    except Problem as problem:
        return (Result.SKIPPED if problem.code == "already-enrolled" else Result.ERROR), problem.code
    return Result.DONE, "waitlisted" if enrollment.status == Enrollment.Status.WAITLISTED else "enrolled"


def _record(act: str, job: EnrollmentImport, by_id: int | None, **facts: Any) -> None:
    audit.record(
        f"enrollment.import.{act}",
        actor=by_id,
        target=("enrollment-import", job.pk),
        facts={"course_id": job.course_id, "file_name": job.file_name, "rows": job.row_count, **facts},
    )

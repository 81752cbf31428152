"""Runs a people import chunk by chunk: a dry run, or for good. Goes on where a killed worker stopped."""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from edusync.identity.services.people_import import deciding, known
from edusync.identity.services.people_import.drafts import CREATE, ERROR, SKIP, UPDATE, Draft
from edusync.identity.services.people_import.passwords import hash_passwords
from edusync.identity.services.people_import.references import References
from edusync.identity.services.people_import.writing import ChunkWriter
from edusync.integrations.models import UserImportJob, UserImportRow
from edusync.integrations.problems import ImportCrashed
from edusync.integrations.services.people import sources
from edusync.integrations.services.people.roster import RosterRun
from edusync.integrations.services.people.settings import setting_of
from edusync.integrations.services.people.sources import PERSON, Chunk
from edusync.kernel import audit, clock
from edusync.kernel.problems import Problem
from edusync.kernel.tenancy import organization_context
from edusync.kernel.transactions import retry_deadlocks

logger = logging.getLogger(__name__)
State = UserImportJob.State
_COUNTS = {CREATE: "created_count", UPDATE: "updated_count", SKIP: "skipped_count", ERROR: "error_count"}
AfterChunk = Callable[[int], None]


class _Stopped(Exception):
    """Somebody canceled the job, or another worker runs it."""


def run_people_import(job_id: int, *, after_chunk: AfterChunk | None = None) -> UserImportJob:
    """Check or run a job that waits for it; a job in another state stays as it is.

    Every chunk is a transaction of its own that also moves `rows_done`, so a second call goes on after the last one.
    `after_chunk` is told the rows done. Never raises for a bad file: the job fails and keeps the problem.
    """
    job = UserImportJob.unscoped.select_related("file").get(pk=job_id)
    with organization_context(job.organization_id):
        if job.state not in {State.CHECKING, State.RUNNING}:
            return job
        try:
            _Run(job, after_chunk).run()
        except _Stopped:
            job.refresh_from_db()
        except Problem as problem:
            _fail(job, problem)
        except Exception:
            logger.exception("People import %s stopped.", job.pk)
            _fail(job, ImportCrashed())
        return job


class _Run:
    def __init__(self, job: UserImportJob, after_chunk: AfterChunk | None) -> None:
        self.job = job
        self.is_dry = job.state == State.CHECKING
        self.after_chunk = after_chunk
        setting = setting_of(job.organization_id)
        self.references = References(job, are_passwords_allowed=setting.are_passwords_allowed)
        self.duplicates = deciding.Duplicates()
        self.roster = (
            RosterRun(job, self.references) if job.format == UserImportJob.Format.ONEROSTER else None
        )
        self.mails_per_minute = setting.mails_per_minute
        self.mails = 0

    def run(self) -> None:
        records = sources.records_of(self.job)
        if self.roster:
            self.roster.survey(records)
        if self.is_dry:
            self._start_over(len(records))
        for chunk in sources.chunks_of(records):
            drafts = self._drafts(chunk)
            if chunk.last <= self.job.rows_done:
                if self.roster:
                    self.roster.recall(chunk, drafts)
                continue
            self._process(chunk, drafts)
            if self.after_chunk:
                self.after_chunk(chunk.last)
        self._finish()

    def _start_over(self, total: int) -> None:
        """A forecast is made anew as a whole: it depends on what its earlier chunks would make."""
        UserImportRow.objects.filter(job=self.job).delete()
        changes = dict.fromkeys(("rows_done", *_COUNTS.values()), 0) | {"rows_total": total}
        if not UserImportJob.objects.filter(pk=self.job.pk, state=State.CHECKING).update(**changes):
            raise _Stopped
        for name, value in changes.items():
            setattr(self.job, name, value)

    def _drafts(self, chunk: Chunk) -> list[Draft]:
        """Rows as drafts. Also of chunks that are done: later rows may repeat what stands in them."""
        if self.roster:
            drafts = self.roster.drafts(chunk)
        else:
            drafts = [sources.draft_of(record, self.job, self.references) for record in chunk.records]
        if chunk.kind in {PERSON, "users"}:
            for draft in drafts:
                if not draft.is_refused:
                    self.duplicates.note(draft)
        return drafts

    def _process(self, chunk: Chunk, drafts: list[Draft]) -> None:
        if not self.is_dry:
            hash_passwords(drafts)
        try:
            self._write(chunk, drafts)
        except IntegrityError:
            # Somebody took an address or a name in between, or the database takes two names for one that differ.
            logger.info("People import %s: rows up to %s one by one.", self.job.pk, chunk.last)
            self.job.refresh_from_db()
            for record, draft in zip(chunk.records, drafts, strict=True):
                self._write_one(Chunk(chunk.kind, [record]), draft)

    def _write_one(self, chunk: Chunk, draft: Draft) -> None:
        try:
            self._write(chunk, [draft])
        except IntegrityError:
            self.job.refresh_from_db()
            draft.refuse("email", "taken", "Address, user name or number is taken.")
            self._write(chunk, [draft])

    @retry_deadlocks
    def _write(self, chunk: Chunk, drafts: list[Draft]) -> None:
        problems_before = [list(draft.problems) for draft in drafts]
        ids_before = [draft.user_id for draft in drafts]
        try:
            with transaction.atomic():
                self._lock()
                mails = self._decide_and_write(chunk, drafts)
                self._note(chunk, drafts)
        except BaseException:
            for draft, problems, user_id in zip(drafts, problems_before, ids_before, strict=True):
                draft.problems, draft.user_id, draft.outcome = problems, user_id, ""
            raise
        self.mails += mails

    def _lock(self) -> None:
        row = UserImportJob.objects.select_for_update().get(pk=self.job.pk)
        if row.state != self.job.state or row.rows_done != self.job.rows_done:
            raise _Stopped

    def _decide_and_write(self, chunk: Chunk, drafts: list[Draft]) -> int:
        if self.roster and chunk.kind != "users":
            self.roster.handle(chunk, drafts, is_dry=self.is_dry)
            return 0
        found = known.look_up([draft for draft in drafts if not draft.is_refused], self.job.organization_id)
        deciding.decide(drafts, found, self.references, self.job)
        mails = 0
        if not self.is_dry:
            writer = ChunkWriter(self.job, found, self.references)
            mails = writer.write(drafts, mails_before=self.mails, mails_per_minute=self.mails_per_minute)
        elif self.job.are_groups_created:
            self.references.plan_groups(draft for draft in drafts if draft.outcome in {CREATE, UPDATE})
        if self.roster:
            self.roster.keep_users(chunk, drafts, is_dry=self.is_dry)
        return mails

    def _note(self, chunk: Chunk, drafts: Sequence[Draft]) -> None:
        positions = (chunk.records[0].position, chunk.last)
        UserImportRow.objects.filter(job=self.job, position__range=positions).delete()
        UserImportRow.objects.bulk_create([self._row(draft) for draft in drafts])
        counts = deciding.outcomes(drafts)
        changes: dict[str, Any] = {"rows_done": chunk.last}
        for outcome, name in _COUNTS.items():
            # The run counts anew: the numbers of the dry run were set to zero when it began.
            changes[name] = getattr(self.job, name) + counts[outcome]
        UserImportJob.objects.filter(pk=self.job.pk).update(**changes, updated_at=clock.now())
        for name, value in changes.items():
            setattr(self.job, name, value)

    def _row(self, draft: Draft) -> UserImportRow:
        is_refused = draft.outcome == ERROR
        is_stranger = draft.is_elsewhere
        return UserImportRow(
            organization_id=self.job.organization_id,
            job_id=self.job.pk,
            position=draft.position,
            file_name=draft.file_name,
            line=draft.line,
            label=draft.label,
            outcome=draft.outcome,
            problems=draft.problems[:20],
            cells=draft.cells if is_refused else None,
            user_id=None if is_refused or is_stranger or self.is_dry else draft.user_id,
        )

    @transaction.atomic
    def _finish(self) -> None:
        self._lock()
        self.job.state = State.CHECKED if self.is_dry else State.FINISHED
        self.job.finished_at = clock.now()
        if not self.is_dry:
            # The first rows were shown for choosing fields; afterwards nothing needs them.
            self.job.sample = []
        self.job.save(update_fields=["state", "finished_at", "sample", "updated_at"])
        if self.is_dry:
            return
        audit.record(
            "integrations.people.imported",
            actor=self.job.requested_by_id,
            target=("people-import", self.job.pk),
            facts={
                "source_name": self.job.source_name,
                "rows": self.job.rows_total,
                **{name: getattr(self.job, name) for name in _COUNTS.values()},
            },
        )
        transaction.on_commit(lambda: drop_upload(self.job))


def drop_upload(job: UserImportJob) -> None:
    """Take the uploaded file out of the store."""
    from edusync.files.services import drop_file

    file = job.file
    if file is None:
        return
    UserImportJob.objects.filter(pk=job.pk).update(file=None)
    job.file = None
    drop_file(file=file)


def _fail(job: UserImportJob, problem: Problem) -> None:
    with transaction.atomic():
        UserImportJob.objects.filter(pk=job.pk, state=job.state).update(
            state=State.FAILED, finished_at=clock.now(), problem=problem.body(), updated_at=clock.now()
        )
    job.refresh_from_db()

"""Exports of courses: asked for, written in the background, kept for a day, dropped."""

import datetime as dt
import logging
import tempfile
from collections.abc import Iterable
from typing import IO

from django.db import transaction

from edusync.courses.models import Course
from edusync.courses.snapshots import take_snapshot
from edusync.courses.snapshots.linking import files_named
from edusync.files.models import FileObject
from edusync.files.policy import register_place
from edusync.files.services import link_file, store_file, unlink_file
from edusync.integrations.exports import ExportNotes, exporter_of, register_export
from edusync.integrations.formats.backup import write_backup
from edusync.integrations.models import ContentExportJob
from edusync.integrations.problems import ExportCrashed, UnknownExport
from edusync.integrations.services.code import write_code_zip
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor
from edusync.kernel.problems import Problem
from edusync.kernel.tasks import enqueue
from edusync.kernel.tenancy import organization_context

logger = logging.getLogger(__name__)
State = ContentExportJob.State
KEPT = dt.timedelta(days=1)
PLACE = "course_export"
_STEP = 10


@transaction.atomic
def request_export(*, course: Course, code: str, by_id: int | None) -> ContentExportJob:
    """Note that a course is to be exported, and let the worker do it after commit. Raises UnknownExport.

    Asked again while the person's same export waits or runs, that one is the answer.
    """
    if exporter_of(code) is None:
        raise UnknownExport
    running = ContentExportJob.objects.filter(
        course=course, code=code, requested_by_id=by_id, state__in=[State.WAITING, State.RUNNING]
    ).first()
    if running is not None:
        return running
    job = ContentExportJob.objects.create(
        organization_id=course.organization_id, course=course, code=code, requested_by_id=by_id
    )
    audit.record(
        "integrations.course.exported", actor=by_id, target=("course", course.pk), facts={"format": code}
    )
    enqueue("integrations.run_export", job_id=job.pk)
    return job


def run_export(job_id: int) -> ContentExportJob:
    """Write the file of a job that waits. Never raises for a bad course: the job fails and keeps the problem."""
    job = ContentExportJob.unscoped.select_related("course").get(pk=job_id)
    with organization_context(job.organization_id):
        waiting = ContentExportJob.objects.filter(pk=job_id, state__in=[State.WAITING, State.RUNNING])
        if not waiting.update(state=State.RUNNING, started_at=clock.now()):
            return job
        try:
            _run(job)
        except Problem as problem:
            _fail(job, problem)
        except Exception:
            logger.exception("Export %s stopped.", job.pk)
            _fail(job, ExportCrashed())
        return job


def _run(job: ContentExportJob) -> None:
    exporter = exporter_of(job.code)
    if exporter is None:
        raise UnknownExport
    notes = ExportNotes(on_progress=_progress(job))
    with tempfile.TemporaryFile(prefix="edusync-export-") as target:
        exporter.write(job.course, target, notes)
        target.seek(0)
        with transaction.atomic():
            file = store_file(
                content=target, name=f"{job.course.slug}{exporter.ending}", uploaded_by_id=job.requested_by_id
            )
            link_file(file=file, place=PLACE, place_id=job.pk, role="export")
            job.state, job.finished_at, job.file = State.FINISHED, clock.now(), file
            job.expires_at, job.losses = job.finished_at + KEPT, notes.losses
            job.done = job.total = max(job.total, 1)
            job.save()


def _progress(job: ContentExportJob):  # type: ignore[no-untyped-def]
    def note(done: int, total: int) -> None:
        job.done, job.total = done, total
        if done % _STEP == 0 or done == total:
            ContentExportJob.objects.filter(pk=job.pk).update(done=done, total=total, updated_at=clock.now())

    return note


def _fail(job: ContentExportJob, problem: Problem) -> None:
    job.state, job.finished_at, job.problem = State.FAILED, clock.now(), problem.body()
    job.save(update_fields=["state", "finished_at", "problem", "updated_at"])


def drop_expired_exports() -> int:
    """Take the files of exports whose day is over out of the store; returns how many."""
    count = 0
    for job in ContentExportJob.unscoped.filter(state=State.FINISHED, expires_at__lt=clock.now()):
        with organization_context(job.organization_id), transaction.atomic():
            file, job.file, job.state = job.file, None, State.EXPIRED
            job.save(update_fields=["file", "state", "updated_at"])
            if file is not None:
                unlink_file(file=file, place=PLACE, place_id=job.pk)
        count += 1
    return count


def visible_exports(actor: Actor, place_ids: Iterable[int]) -> set[int]:
    """Whose file the actor may fetch: one's own exports."""
    if not actor.is_authenticated:
        return set()
    rows = ContentExportJob.objects.filter(pk__in=list(place_ids), requested_by_id=actor.user_id)
    return set(rows.values_list("pk", flat=True))


def backup_parts(course: Course) -> tuple[dict[str, object], dict[str, FileObject]]:
    """Snapshot and files of a course."""
    snapshot = take_snapshot(course)
    return snapshot, files_named(snapshot["files"])


def _write_backup(course: Course, target: IO[bytes], notes: ExportNotes) -> None:
    snapshot, files = backup_parts(course)
    write_backup(snapshot, files, target, on_progress=notes.advance)


def _write_code(course: Course, target: IO[bytes], notes: ExportNotes) -> None:
    write_code_zip(course, target)


register_place(PLACE, visible=visible_exports)
register_export(
    code="backup",
    ending=".edusync.zip",
    write=_write_backup,
    title="Backup",
    summary="Everything of the course, to restore here or on another EduSync site. No learners.",
)
register_export(
    code="code",
    ending="-code.zip",
    write=_write_code,
    title="Course as code",
    summary="A folder of Markdown and YAML to edit with any program and push back.",
)

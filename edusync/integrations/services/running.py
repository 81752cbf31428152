"""Running an import: read the package, build the course in one transaction, write the report."""

import logging
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.db import transaction

from edusync.courses.models import Course
from edusync.courses.problems import ReviewNeeded
from edusync.courses.services import publish_course
from edusync.files.services import forget_contents, open_file
from edusync.integrations import queries
from edusync.integrations.formats.archive import SourceFolder, opened_package
from edusync.integrations.formats.backup import is_backup, read_backup
from edusync.integrations.formats.cartridge import is_cartridge, read_cartridge
from edusync.integrations.formats.code import is_code, read_code_course
from edusync.integrations.formats.markdown import is_markdown, read_markdown
from edusync.integrations.formats.moodle import is_moodle, read_moodle
from edusync.integrations.formats.olx import is_olx, read_olx
from edusync.integrations.formats.tree import Outcome, SourceCourse
from edusync.integrations.models import ContentImportJob, ContentImportNode
from edusync.integrations.problems import ImportCrashed, PackageTooLarge, UnknownFormat
from edusync.integrations.services.building import CourseBuilder
from edusync.integrations.services.keeping import FileKeeper, drop_package
from edusync.integrations.services.requests import refuse_duplicate
from edusync.integrations.services.restoring import SnapshotBuilder
from edusync.kernel import audit, clock
from edusync.kernel.problems import Problem
from edusync.kernel.tenancy import organization_context

logger = logging.getLogger(__name__)
State = ContentImportJob.State
LONGEST_READING_SECONDS = 900
# The first that recognizes a package reads it; Markdown comes last, for any package may hold a page of it.
READERS: tuple[tuple[Callable[[SourceFolder], bool], Callable[..., SourceCourse]], ...] = (
    (is_backup, read_backup),
    (is_code, read_code_course),
    (is_cartridge, read_cartridge),
    (is_moodle, read_moodle),
    (is_olx, read_olx),
    (is_markdown, read_markdown),
)
_STEP = 25
_COPY = 1 << 20
_BATCH = 500


class _DryRunDone(Exception):
    """Leaves the transaction of a dry run, so that nothing of it stays."""


def run_import(job_id: int, *, path: Path | None = None, is_published: bool = False) -> ContentImportJob:
    """Run an import that waits. `path` is a folder or package on disk in place of an uploaded one.

    Never raises for a bad source: the job fails and keeps the problem. A job that is done stays as it is.
    """
    job = ContentImportJob.unscoped.get(pk=job_id)
    with organization_context(job.organization_id):
        waiting = ContentImportJob.objects.filter(pk=job_id, state__in=[State.WAITING, State.RUNNING])
        if not waiting.update(state=State.RUNNING, started_at=clock.now(), problem=None):
            return job
        job.refresh_from_db()
        try:
            _run(job, path, is_published)
        except Problem as problem:
            _fail(job, problem)
        except Exception:
            logger.exception("Import %s stopped.", job.pk)
            _fail(job, ImportCrashed(), is_package_kept=True)
        return job


def _run(job: ContentImportJob, path: Path | None, is_published: bool) -> None:
    with _package(job, path) as place, opened_package(place, name=job.source_name) as folder:
        source = read_source(folder, on_progress=_Progress(job))
        job.format, job.source_identity = source.format, source.identity
        job.source_digest, job.outline = folder.digest(), source.outline()
        if not job.is_copy_wanted and not job.is_dry_run:
            refuse_duplicate(job, outline=job.outline)
        _build(job, source, is_published)
    drop_package(job)


def read_source(folder: SourceFolder, *, on_progress: Any = None) -> SourceCourse:
    """The course in a folder, by the format that is recognized. Raises UnknownFormat and the formats' problems."""
    for recognizes, read in READERS:
        if recognizes(folder):
            return read(folder, on_progress=on_progress)
    raise UnknownFormat(
        "It holds no course.xml (Open edX), no imsmanifest.xml (Common Cartridge), no moodle_backup.xml and no Markdown pages."
    )


@contextmanager
def _package(job: ContentImportJob, path: Path | None) -> Iterator[Path]:
    """The package as a file on disk."""
    if path is not None:
        yield path
        return
    if job.file is None:
        raise ImportCrashed("The package is not in the store any more.")
    with tempfile.TemporaryDirectory(prefix="edusync-package-") as folder:
        place = Path(folder) / "package"
        with open_file(job.file) as content, place.open("wb") as target:
            while chunk := content.read(_COPY):
                target.write(chunk)
        yield place


class _Progress:
    """Writes how far the reading is, every few nodes, where others see it; ends a reading that takes too long."""

    def __init__(self, job: ContentImportJob) -> None:
        self.job = job
        self.deadline = time.monotonic() + LONGEST_READING_SECONDS

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() > self.deadline:
            raise PackageTooLarge(f"Reading it takes longer than {LONGEST_READING_SECONDS // 60} minutes.")
        if done % _STEP == 1 or done == total:
            row = ContentImportJob.objects.filter(pk=self.job.pk)
            row.update(nodes_done=done, nodes_total=total, updated_at=clock.now())


def _build(job: ContentImportJob, source: SourceCourse, is_published: bool) -> None:
    """The course and its report, or nothing of it."""
    keeper = FileKeeper(job.requested_by_id)
    kind = CourseBuilder if source.snapshot is None else SnapshotBuilder
    builder = kind(source, keeper, created_by_id=job.requested_by_id)
    try:
        with transaction.atomic():
            course = builder.build(title=_title(job, source))
            if is_published:
                # Where the organization demands an approval, it stays a draft.
                with suppress(ReviewNeeded):
                    course = publish_course(course=course, by_id=job.requested_by_id)
            if job.is_dry_run:
                raise _DryRunDone
            _finish(job, source, builder, course)
    except _DryRunDone:
        forget_contents(keys=keeper.new_keys)
        with transaction.atomic():
            _finish(job, source, None, None)
    except BaseException:
        forget_contents(keys=keeper.new_keys)
        raise


def _title(job: ContentImportJob, source: SourceCourse) -> str:
    """The source's title; a copy says that it is one."""
    if not job.is_copy_wanted or not queries.duplicates_of(job):
        return source.title
    base = source.title[:180]
    taken = queries.titles_beginning(f"{base} (copy")
    numbered = (f"{base} (copy {number})" for number in range(2, len(taken) + 3))
    return next(title for title in (f"{base} (copy)", *numbered) if title not in taken)


def _finish(
    job: ContentImportJob,
    source: SourceCourse,
    builder: CourseBuilder | SnapshotBuilder | None,
    course: Course | None,
) -> None:
    counts = source.ledger.counts()
    locked = ContentImportJob.objects.select_for_update().get(pk=job.pk)
    if locked.state != State.RUNNING:
        raise ImportCrashed("Another worker finished this import.")
    job.state, job.finished_at, job.course, job.problem = State.FINISHED, clock.now(), course, None
    job.nodes_total = job.nodes_done = len(source.ledger.nodes)
    job.imported_count = counts[Outcome.IMPORTED]
    job.lossy_count = counts[Outcome.LOSSY]
    job.skipped_count = counts[Outcome.SKIPPED]
    job.save()
    lessons = builder.lessons if builder else {}
    ContentImportNode.objects.filter(job=job).delete()
    ContentImportNode.objects.bulk_create(
        [
            ContentImportNode(
                organization_id=job.organization_id,
                job=job,
                position=position,
                path=node.path[:500],
                kind=node.kind[:60],
                title=node.title[:200],
                outcome=str(node.outcome or Outcome.SKIPPED),
                code=node.code[:60],
                detail=node.detail[:500],
                lesson=lessons.get(node.lesson_key),
            )
            for position, node in enumerate(source.ledger.nodes, 1)
        ],
        batch_size=_BATCH,
    )
    if course is not None:
        audit.record(
            "integrations.course.imported",
            actor=job.requested_by_id,
            target=("course", course.pk),
            facts={"import": str(job.uuid), "format": job.format},
        )


def _fail(job: ContentImportJob, problem: Problem, *, is_package_kept: bool = False) -> None:
    with transaction.atomic():
        job.state, job.finished_at, job.problem = State.FAILED, clock.now(), problem.body()
        job.course = None
        fields = ["state", "finished_at", "problem", "format", "source_identity", "source_digest", "outline"]
        job.save(update_fields=[*fields, "updated_at"])
    if not is_package_kept:
        drop_package(job)

"""Asking for an import."""

import hashlib
from typing import IO

from django.db import transaction

from edusync.files.services import store_file
from edusync.integrations import queries
from edusync.integrations.formats.archive import DEFAULT_LIMITS, looks_like_archive
from edusync.integrations.models import ContentImportJob
from edusync.integrations.problems import ImportDuplicate, ImportNotRepeatable, NotAnArchive, PackageTooLarge
from edusync.integrations.services.comparing import differences
from edusync.kernel import audit
from edusync.kernel.tasks import enqueue

ARCHIVES = frozenset({"application/zip", "application/gzip", "application/x-tar"})
_CHUNK = 1 << 16
_MIB = 1 << 20


@transaction.atomic
def request_import(
    *,
    content: IO[bytes] | None,
    name: str,
    requested_by_id: int | None,
    is_dry_run: bool = False,
    is_copy_wanted: bool = False,
) -> ContentImportJob:
    """Note that a course is to be imported, keep its package, and let the worker run it after commit.

    `content` is the package (zip, tar.gz), seekable; None when the caller runs the import itself from a folder.
    Raises NotAnArchive, PackageTooLarge, and ImportDuplicate when the very same package became a course before, no
    copy is asked for and it is no dry run.
    """
    job = ContentImportJob(
        source_name=" ".join(name.split())[:255] or "course",
        requested_by_id=requested_by_id,
        is_dry_run=is_dry_run,
        is_copy_wanted=is_copy_wanted,
    )
    if content is not None:
        job.package_sha256 = _digest(content)
        if not is_dry_run and not is_copy_wanted:
            refuse_duplicate(job, outline=None)
        job.file = store_file(content=content, name=name, uploaded_by_id=requested_by_id, allowed=ARCHIVES)
    job.organization_id = _organization_id()
    job.save(force_insert=True)
    audit.record(
        "integrations.import.requested",
        actor=requested_by_id,
        target=("import", job.pk),
        facts={"source_name": job.source_name, "is_dry_run": is_dry_run},
    )
    if content is not None:
        enqueue("integrations.run_import", job_id=job.pk)
    return job


def _organization_id() -> int:
    from edusync.kernel.tenancy import current_organization_id

    return current_organization_id()


def _digest(content: IO[bytes]) -> str:
    """SHA-256 of the package, after a look at its first bytes."""
    content.seek(0)
    if not looks_like_archive(content.read(512)):
        raise NotAnArchive("Send a zip file or a tar.gz file of the course.")
    content.seek(0)
    whole, size = hashlib.sha256(), 0
    while chunk := content.read(_CHUNK):
        size += len(chunk)
        if size > DEFAULT_LIMITS.archive_bytes:
            raise PackageTooLarge(f"The package is larger than {DEFAULT_LIMITS.archive_bytes // _MIB} MiB.")
        whole.update(chunk)
    content.seek(0)
    return whole.hexdigest()


def refuse_duplicate(job: ContentImportJob, *, outline: list[dict[str, object]] | None) -> None:
    """Raise ImportDuplicate when a living course came of the same source; it tells what differs from it now.

    `outline` is that of the source; when it is not read yet, the one noted at the earlier import stands in.
    """
    found = queries.duplicates_of(job)
    if not found:
        return
    newest = found[0]
    here = queries.present_outline(newest.job.course_id or 0)
    raise ImportDuplicate(
        f"“{newest.title}” was made from this source. Ask for a copy to import it once more.",
        duplicates=[duplicate.as_json() for duplicate in found],
        differences=differences(source=outline or newest.job.outline, here=here),
    )


@transaction.atomic
def retry_import(*, job: ContentImportJob) -> ContentImportJob:
    """Run an import again that an error on our side stopped. Raises ImportNotRepeatable."""
    job = ContentImportJob.objects.select_for_update().get(pk=job.pk)
    if job.state != ContentImportJob.State.FAILED or job.file_id is None:
        raise ImportNotRepeatable(
            "Only an import that failed on our side, and whose package is still here, can run again."
        )
    job.state = ContentImportJob.State.WAITING
    job.problem, job.finished_at, job.nodes_done = None, None, 0
    job.save(update_fields=["state", "problem", "finished_at", "nodes_done", "updated_at"])
    enqueue("integrations.run_import", job_id=job.pk)
    return job

"""Work out as a ZIP, marked files in: one by one or as the same ZIP. Names in it never tell who an anonymous learner is."""

import re
import shutil
import tempfile
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Any

from django.db import transaction
from django.db.models import Max

from edusync.assessment.assignment_content import fault
from edusync.assessment.marking_names import display_name, file_name
from edusync.assessment.models import Submission, SubmissionFile
from edusync.assessment.services.assignments.drafts import PLACE
from edusync.files.models import FileObject
from edusync.files.services import MEGABYTE, link_file, open_file, safe_name, store_file

TEXT_NAME = "submission.txt"
LINK_NAME = "link.txt"
MAX_ARCHIVE_BYTES = 500 * MEGABYTE
MAX_MARKED_BYTES = 50 * MEGABYTE
MAX_ENTRIES = 2_000
_FOLDER = re.compile(r"\[([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\]")


def work_archive(submissions: list[Submission]) -> IO[bytes]:
    """A ZIP with a folder for each submission, at its beginning. Its name ends with the public id, for the way back.

    Assignment, enrollment and learner are at hand. Raises ValidationProblem when all together are too large.
    """
    files: dict[int, list[SubmissionFile]] = {}
    rows = SubmissionFile.objects.filter(submission__in=submissions, file__isnull=False)
    for row in rows.exclude(role=SubmissionFile.Role.MARKED).select_related("file").order_by("position"):
        files.setdefault(row.submission_id, []).append(row)
    total = sum(row.file.size_bytes for group in files.values() for row in group if row.file)
    if total > MAX_ARCHIVE_BYTES:
        raise fault("", "too-large", "All files together are too large for one archive.")
    target = tempfile.TemporaryFile()  # noqa: SIM115, whoever sends it closes it
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for submission in submissions:
            folder = f"{safe_name(display_name(submission))} [{submission.uuid}]"
            if submission.text:
                archive.writestr(f"{folder}/{TEXT_NAME}", submission.text)
            if submission.url:
                archive.writestr(f"{folder}/{LINK_NAME}", submission.url)
            for row in files.get(submission.pk, []):
                name = f"{folder}/{row.position} {file_name(submission, row)}"
                _write(archive, name, row.file)
    target.seek(0)
    return target


def _write(archive: zipfile.ZipFile, name: str, file: FileObject | None) -> None:
    if file is None or file.scan == FileObject.Scan.REFUSED:
        return
    try:
        with open_file(file) as content, archive.open(name, "w") as entry:
            shutil.copyfileobj(content, entry, 64 * 1024)
    except FileNotFoundError:
        archive.writestr(f"{name}.missing.txt", "The content of this file is missing in the store.")


@transaction.atomic
def add_marked_file(
    *, submission: Submission, content: IO[bytes] | bytes, name: str, by_id: int
) -> SubmissionFile | None:
    """Give a file back with the work. None if it is one that the learner handed in, unchanged.

    Raises what storing a file raises.
    """
    name = safe_name(name)
    file = store_file(content=content, name=name, uploaded_by_id=by_id, max_bytes=MAX_MARKED_BYTES)
    rows = SubmissionFile.objects.filter(submission=submission)
    if rows.filter(file=file).exists():
        return None
    link_file(file=file, place=PLACE, place_id=submission.pk, role=SubmissionFile.Role.MARKED)
    last: Any = rows.aggregate(last=Max("position"))["last"] or 0
    row: SubmissionFile = SubmissionFile.objects.create(
        submission=submission, file=file, role=SubmissionFile.Role.MARKED, name=name, position=last + 1
    )
    return row


def read_marked_archive(*, content: IO[bytes], submissions: Any, by_id: int) -> int:
    """Take marked files out of a ZIP with the folders of `work_archive`; returns how many came back.

    `submissions` are those the marker may mark. What belongs to none of them is passed over. Raises ValidationProblem.
    """
    try:
        archive = zipfile.ZipFile(content)
    except zipfile.BadZipFile as error:
        raise fault("/file", "not-a-zip", "This is no ZIP archive.") from error
    with archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_ARCHIVE_BYTES:
            raise fault("/file", "too-large", "The archive holds too much.")
        wanted = {name for name in map(_public_id, entries) if name}
        rows = {row.uuid: row for row in submissions.filter(uuid__in=wanted)}
        return sum(_take(archive, entry, rows, by_id) for entry in entries)


def _public_id(entry: zipfile.ZipInfo) -> uuid.UUID | None:
    found = _FOLDER.search(str(PurePosixPath(entry.filename).parent))
    return uuid.UUID(found[1]) if found else None


def _take(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, rows: dict[Any, Submission], by_id: int) -> bool:
    submission = rows.get(_public_id(entry))
    name = PurePosixPath(entry.filename).name
    if submission is None or name in (TEXT_NAME, LINK_NAME):
        return False
    try:
        with archive.open(entry) as content, tempfile.TemporaryFile() as plain:
            for piece in _bounded(content):
                plain.write(piece)
            plain.seek(0)
            row = add_marked_file(submission=submission, content=plain, name=name, by_id=by_id)
            return row is not None
    except (zipfile.BadZipFile, RuntimeError, EOFError) as error:
        raise fault("/file", "not-readable", f"{name} cannot be unpacked.") from error


def _bounded(content: IO[bytes]) -> Iterator[bytes]:
    """The content in pieces; an archive that lies about its sizes is broken off."""
    total = 0
    while piece := content.read(64 * 1024):
        total += len(piece)
        if total > MAX_MARKED_BYTES:
            raise fault("/file", "too-large", "A file in the archive is too large.")
        yield piece

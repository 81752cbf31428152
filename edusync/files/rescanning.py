"""Stored files are shown to the scanner again when it has learned more; what it finds then is locked away."""

import datetime
from collections.abc import Iterable

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F

from edusync.files.events import FileQuarantined
from edusync.files.models import FileObject
from edusync.files.problems import ScannerUnavailable
from edusync.files.scanning import ContentUnread, definitions, finding_in
from edusync.files.storage import storage
from edusync.kernel import audit, clock, events
from edusync.kernel.policy import Actor
from edusync.kernel.tenancy import organization_context

Scan = FileObject.Scan
BATCH_CONTENTS = 200
MAX_FINDING = 120

logger = structlog.get_logger(__name__)


def rescan_files(*, limit: int = BATCH_CONTENTS) -> int:
    """Scan the contents, of all organizations, that were last seen with other definitions; returns how many were read.

    Those never scanned come first, then the longest ago. A scanner that is away ends the round: the next one goes on. What
    is locked away stays so until somebody asks for it (`scan_file`).
    """
    if not settings.FILE_SCANNER:
        return 0
    try:
        known = definitions()
        return _scan_round(known, limit)
    except ScannerUnavailable as problem:
        logger.warning("rescan_stopped", answer=problem.facts.get("answer", ""))
        return 0


def _scan_round(known: str, limit: int) -> int:
    rows = FileObject.unscoped.exclude(scan_definitions=known).exclude(scan=Scan.REFUSED)
    order = (F("scanned_at").asc(nulls_first=True), "id")
    # One content may belong to files of several organizations: it is read once for all of them.
    keys = dict.fromkeys(rows.order_by(*order).values_list("storage_key", flat=True)[:limit])
    for key in keys:
        finding = _finding(key)
        note_scan(rows=FileObject.unscoped.filter(storage_key=key), finding=finding, known=known)
    return len(keys)


def _finding(key: str) -> str:
    """What is found in a content of the store; nothing in one that is missing or that the scanner does not read to its end."""
    try:
        with storage().open(key) as content:
            return finding_in(content)
    except FileNotFoundError:
        return ""
    except ContentUnread as unread:
        logger.warning("content_unread", storage_key=key, answer=str(unread))
        return ""


def note_scan(*, rows: Iterable[FileObject], finding: str, known: str, by: Actor | None = None) -> None:
    """Write down what was found in the content of these files; those that change their state are told about."""
    for file in rows:
        with organization_context(file.organization_id), transaction.atomic():
            row = (
                FileObject.objects.select_for_update()
                .filter(pk=file.pk, storage_key=file.storage_key)
                .first()
            )
            if row is not None:
                _note(row, finding, known, clock.now(), by)


def _note(row: FileObject, finding: str, known: str, now: datetime.datetime, by: Actor | None) -> None:
    was = row.scan
    row.scan = Scan.REFUSED if finding else Scan.CLEAN
    row.scan_finding, row.scan_definitions, row.scanned_at = finding[:MAX_FINDING], known, now
    # The list of files is ordered and purged by what people did, so `updated_at` stays.
    FileObject.objects.filter(pk=row.pk).update(
        scan=row.scan, scan_finding=row.scan_finding, scan_definitions=known, scanned_at=now
    )
    if row.scan == was:
        return
    action = "files.file.quarantined" if finding else "files.file.released"
    audit.record(action, actor=by, target=("file", row.pk), facts={"name": row.name, "found": finding})
    if finding:
        events.publish(FileQuarantined(file_id=row.pk, name=row.name, found=row.scan_finding))


def scan_file(*, file: FileObject, by: Actor) -> FileObject:
    """Show one file to the scanner now: one that is locked away and is clean by now becomes usable again.

    Raises ScannerUnavailable; without a scanner nothing happens.
    """
    if settings.FILE_SCANNER:
        known = definitions()
        try:
            with storage().open(file.storage_key) as content:
                finding = finding_in(content)
        except FileNotFoundError:
            return file
        except ContentUnread as unread:
            raise ScannerUnavailable(answer=str(unread)) from unread
        note_scan(rows=[file], finding=finding, known=known, by=by)
        file.refresh_from_db()
    return file

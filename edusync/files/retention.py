"""Forgets what nobody needs: files that are used nowhere, and uploads that stopped half way."""

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef

from edusync.files.models import FileLink, FileObject, FileUpload
from edusync.files.services import drop_file
from edusync.files.uploads import drop_upload
from edusync.kernel import clock

UPLOAD_LIFETIME = datetime.timedelta(days=1)
BATCH_FILES = 500

Keeper = Callable[[list[FileObject]], Iterable[int]]
_keepers: list[Keeper] = []


def register_keeper(keeper: Keeper) -> None:
    """Let another app name those of these files (by id) that must stay though no link says so: kept old versions."""
    _keepers.append(keeper)


def unused_files(rows: Any) -> Any:
    """Those of the rows that stand nowhere, not even on the shelf of a course."""
    return rows.filter(~Exists(FileLink.unscoped.filter(file_id=OuterRef("pk"))))


def purge_unused_files(*, days: int | None = None, is_dry_run: bool = False) -> list[FileObject]:
    """Delete files unused and unchanged for so many days (setting FILE_UNUSED_DAYS), in all organizations.

    Returns them; with `is_dry_run` they stay. A file that another table still names stays, too.
    """
    days = settings.FILE_UNUSED_DAYS if days is None else days
    if not days:
        return []
    limit = clock.now() - datetime.timedelta(days=days)
    gone: list[FileObject] = []
    last_id = 0
    while True:
        rows = unused_files(FileObject.unscoped.filter(pk__gt=last_id, updated_at__lt=limit))
        batch = list(rows.order_by("pk")[:BATCH_FILES])
        if not batch:
            return gone
        last_id = batch[-1].pk
        kept = {file_id for keeper in _keepers for file_id in keeper(batch)}
        gone += [file for file in batch if file.pk not in kept and (is_dry_run or drop_file(file=file))]


def drop_stale_uploads() -> int:
    """Forget uploads that got no piece for a day; returns how many."""
    stale = FileUpload.unscoped.filter(updated_at__lt=clock.now() - UPLOAD_LIFETIME)
    return sum(drop_upload(upload) for upload in stale)

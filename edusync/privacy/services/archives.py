"""Where the copies of people's data lie: a folder of its own, apart from the files people see, and not for long."""

import datetime as dt
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

from edusync.kernel import clock
from edusync.privacy.models import DataSubjectRequest
from edusync.privacy.problems import ArchiveExpired

KEPT = dt.timedelta(days=7)


def folder() -> Path:
    """The folder of archives, for the site's own user only."""
    place = Path(settings.DATA_DIR) / "exports"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


@contextmanager
def new_archive(name: str) -> "Iterator[IO[bytes]]":
    """A file to write the archive to; it appears under its name when it is whole, and not at all on failure."""
    place = folder()
    descriptor, temporary = tempfile.mkstemp(dir=place)
    try:
        with os.fdopen(descriptor, "w+b") as target:
            yield target
        Path(temporary).replace(place / name)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def archive_size(name: str) -> int:
    """Bytes of a finished archive."""
    return (folder() / name).stat().st_size


def open_archive(row: DataSubjectRequest) -> IO[bytes]:
    """The archive of an export. Raises ArchiveExpired."""
    if not row.archive_name or row.archive_expires_at is None or row.archive_expires_at <= clock.now():
        raise ArchiveExpired
    try:
        return (folder() / row.archive_name).open("rb")
    except FileNotFoundError as error:
        raise ArchiveExpired from error


def drop_archive(row: DataSubjectRequest) -> None:
    """Remove the archive of a request. The caller stores the row."""
    if row.archive_name:
        (folder() / row.archive_name).unlink(missing_ok=True)
    row.archive_name, row.archive_bytes = "", 0


def drop_expired_archives() -> int:
    """Remove archives that are out of date, in all organizations; returns how many."""
    expired = DataSubjectRequest.unscoped.filter(archive_expires_at__lte=clock.now()).exclude(archive_name="")
    rows = list(expired)
    for row in rows:
        drop_archive(row)
        row.save(update_fields=["archive_name", "archive_bytes", "updated_at"])
    return len(rows)

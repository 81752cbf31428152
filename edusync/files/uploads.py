"""Uploads in pieces: a film of an hour survives a tunnel. Each piece names where it begins; the last makes the file."""

import os
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction

from edusync.files import services
from edusync.files.models import FileObject, FileUpload
from edusync.files.names import safe_name
from edusync.files.problems import FileTooLarge, UploadOutOfStep
from edusync.files.quotas import require_room

PIECE_BYTES = 5 * 1024 * 1024


def begin_upload(
    *, name: str, size_bytes: int, uploaded_by_id: int, course_id: int | None = None
) -> FileUpload:
    """Announce a file. Raises FileTooLarge, FileQuotaExceeded before a byte has travelled."""
    if size_bytes > services.max_file_bytes():
        raise FileTooLarge(max_bytes=services.max_file_bytes())
    require_room(size_bytes=size_bytes, uploaded_by_id=uploaded_by_id)
    upload = FileUpload.objects.create(
        name=safe_name(name), size_bytes=size_bytes, uploaded_by_id=uploaded_by_id, course_id=course_id
    )
    path = _path(upload)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return upload


def add_piece(*, upload: FileUpload, offset: int, content: IO[bytes]) -> FileUpload:
    """Append a piece of at most PIECE_BYTES. Raises UploadOutOfStep where it does not begin where the last one ended.

    What arrives of a broken piece is kept: the browser asks how far it came and goes on there.
    """
    # Read before anything is locked: a slow line must not make others wait.
    piece = content.read(PIECE_BYTES)
    with transaction.atomic():
        row = FileUpload.objects.select_for_update().get(pk=upload.pk)
        path = _path(row)
        received = min(row.received_bytes, path.stat().st_size if path.exists() else 0)
        if offset != received:
            raise UploadOutOfStep(received_bytes=received)
        row.received_bytes = received + _append(path, received, piece[: row.size_bytes - received])
        row.save(update_fields=["received_bytes", "updated_at"])
    return row  # type: ignore[no-any-return]


def _append(path: Path, start: int, piece: bytes) -> int:
    """Write at `start`; whatever lay behind was never acknowledged."""
    with path.open("r+b" if path.exists() else "wb") as target:
        target.truncate(start)
        target.seek(start)
        target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    return len(piece)


def finish_upload(*, upload: FileUpload) -> FileObject:
    """The file, once all bytes are there. Raises UploadOutOfStep before that, and what `store_file` raises."""
    path = _path(upload)
    if upload.received_bytes != upload.size_bytes or not path.exists():
        raise UploadOutOfStep(received_bytes=upload.received_bytes)
    try:
        with path.open("rb") as content:
            return services.store_file(
                content=content,
                name=upload.name,
                uploaded_by_id=upload.uploaded_by_id,
                is_metadata_removed=True,
            )
    finally:
        drop_upload(upload)


def drop_upload(upload: FileUpload) -> bool:
    """Forget an upload and what arrived of it."""
    _path(upload).unlink(missing_ok=True)
    FileUpload.unscoped.filter(pk=upload.pk).delete()
    return True


def _path(upload: FileUpload) -> Path:
    return Path(settings.MEDIA_ROOT) / "incoming" / f"upload-{upload.uuid}"

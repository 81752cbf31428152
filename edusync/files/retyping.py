"""Files stored before an MP4 was told by its tracks: what is sound alone gets the type of sound."""

import dataclasses
from collections.abc import Iterator

import structlog

from edusync.files.isomedia import is_sound_only
from edusync.files.models import FileObject, FileVersion
from edusync.files.storage import storage

FILM, SOUND = "video/mp4", "audio/mp4"
BATCH = 200

logger = structlog.get_logger(__name__)


@dataclasses.dataclass(frozen=True, slots=True)
class SoundFound:
    """A content that was kept as a film and is sound. `files` and `versions`: how many rows say so, of all organizations."""

    storage_key: str
    name: str
    files: int
    versions: int


def mend_sound(*, is_dry_run: bool = False) -> Iterator[SoundFound]:
    """Look again at what is stored as `video/mp4`, of all organizations, and give sound its type; yields what was found.

    Batch by batch and each content by itself, outside a transaction: it may be stopped and begun again, and what is
    mended is not found a second time. A content is read once, however many files and earlier versions share it.
    """
    seen: set[str] = set()
    for key, name in _contents():
        if key not in seen and _is_sound(key):
            yield _mend(key, name, is_dry_run=is_dry_run)
        seen.add(key)


def _contents() -> Iterator[tuple[str, str]]:
    """Storage key and name of every content kept as a film: present ones, then earlier ones."""
    for rows in (FileObject.unscoped, FileVersion.unscoped):
        last = 0
        while batch := list(
            rows.filter(media_type=FILM, pk__gt=last)
            .order_by("pk")
            .values_list("pk", "storage_key", "name")[:BATCH]
        ):
            yield from ((key, name) for _, key, name in batch)
            last = batch[-1][0]


def _is_sound(key: str) -> bool:
    try:
        with storage().open(key) as content:
            size = content.seek(0, 2)
            return is_sound_only(content, size)
    except FileNotFoundError:
        logger.warning("content_missing", storage_key=key)
        return False


def _mend(key: str, name: str, *, is_dry_run: bool) -> SoundFound:
    """By its key: what was replaced while it was looked at stays as it is. `updated_at` stays, it tells when a file was used."""
    counts = []
    for rows in (FileObject.unscoped, FileVersion.unscoped):
        found = rows.filter(storage_key=key, media_type=FILM)
        counts.append(found.count() if is_dry_run else found.update(media_type=SOUND))
    return SoundFound(key, name, *counts)

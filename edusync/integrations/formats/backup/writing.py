"""Writing a backup."""

from collections.abc import Callable
from typing import IO, Any

import orjson

from edusync.courses.snapshots.shapes import dumped
from edusync.files.models import FileObject
from edusync.files.services import open_file
from edusync.integrations.formats.writing import ZipWriter

FORMAT = "edusync-course-backup"
FORMAT_VERSION = 1
MANIFEST = "edusync.json"
SNAPSHOT = "snapshot.json"
# Pictures, films and archives do not get smaller by packing.
_PACKED = ("image/", "video/", "audio/", "application/zip", "application/pdf", "application/gzip")


def write_backup(
    snapshot: dict[str, Any],
    files: dict[str, FileObject],
    target: IO[bytes],
    *,
    on_progress: Callable[[int, int], None],
) -> None:
    """The snapshot and its files (by public id) into a zip. The same course gives the same bytes."""
    contents = {file.sha256: file for file in files.values()}
    total = len(contents) + 1
    with ZipWriter(target) as archive:
        archive.write(SNAPSHOT, dumped(snapshot))
        on_progress(1, total)
        for done, (sha256, file) in enumerate(sorted(contents.items()), start=2):
            with open_file(file) as content:
                archive.copy(f"files/{sha256}", content, is_packed=file.media_type.startswith(_PACKED))
            on_progress(done, total)
        manifest = {
            "format": FORMAT,
            "version": FORMAT_VERSION,
            "course": {"title": snapshot["course"]["title"], **snapshot["origin"]},
            "entries": archive.digests,
        }
        archive.write(MANIFEST, orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS))

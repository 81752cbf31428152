"""Content-addressed store: every content is kept once, under its SHA-256."""

import dataclasses
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings

from edusync.files.media_types import HEAD_BYTES

CHUNK_BYTES = 64 * 1024


class TooManyBytes(Exception):
    """The content is longer than the caller allows."""


@dataclasses.dataclass(frozen=True, slots=True)
class IncomingContent:
    """A content received but not yet kept: digest, length, first bytes, and a handle to read it again."""

    sha256: str
    size_bytes: int
    head: bytes
    handle: str


class Storage(Protocol):
    """A place for contents. Other places (an object store) take the same calls."""

    def receive(self, content: IO[bytes], *, max_bytes: int) -> IncomingContent:
        """Take `content` in, invisible to readers. Raises TooManyBytes."""
        ...

    def inspect(self, incoming: IncomingContent) -> IO[bytes]:
        """Read what was received."""
        ...

    def keep(self, incoming: IncomingContent) -> str:
        """Make it readable for good; returns its key."""
        ...

    def discard(self, incoming: IncomingContent) -> None:
        """Forget what was received."""
        ...

    def open(self, key: str) -> IO[bytes]:
        """Content by key, seekable. Raises FileNotFoundError."""
        ...

    def delete(self, key: str) -> None:
        """Forget a kept content; no error when it is gone already."""
        ...


class FolderStorage:
    """Keeps contents as files `ab/cd/<sha256>` of one folder. A crash leaves a whole file or none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def receive(self, content: IO[bytes], *, max_bytes: int) -> IncomingContent:
        """Write to a temporary file and flush it to disk."""
        scratch = self.folder / "incoming"
        scratch.mkdir(parents=True, exist_ok=True)
        digest, size, head = hashlib.sha256(), 0, b""
        descriptor, temporary = tempfile.mkstemp(dir=scratch)
        try:
            with os.fdopen(descriptor, "wb") as target:
                while chunk := content.read(CHUNK_BYTES):
                    size += len(chunk)
                    if size > max_bytes:
                        raise TooManyBytes
                    if len(head) < HEAD_BYTES:
                        head = (head + chunk)[:HEAD_BYTES]
                    digest.update(chunk)
                    target.write(chunk)
                target.flush()
                os.fsync(target.fileno())
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return IncomingContent(sha256=digest.hexdigest(), size_bytes=size, head=head, handle=temporary)

    def inspect(self, incoming: IncomingContent) -> IO[bytes]:
        """Open the temporary file."""
        return Path(incoming.handle).open("rb")

    def keep(self, incoming: IncomingContent) -> str:
        """Rename the temporary file to its digest, and flush the folder, so that the name survives a crash too."""
        key = content_key(incoming.sha256)
        final = self.folder / key
        final.parent.mkdir(parents=True, exist_ok=True)
        Path(incoming.handle).replace(final)
        folder = os.open(final.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return key

    def discard(self, incoming: IncomingContent) -> None:
        """Remove the temporary file."""
        Path(incoming.handle).unlink(missing_ok=True)

    def open(self, key: str) -> IO[bytes]:
        """Open for reading."""
        return (self.folder / key).open("rb")

    def delete(self, key: str) -> None:
        """Remove the file."""
        (self.folder / key).unlink(missing_ok=True)


def content_key(sha256: str) -> str:
    """Where a content lies: its digest below two levels of folders."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def storage() -> Storage:
    """The store of this site: a bucket (setting FILE_STORE_URL), else a folder (setting MEDIA_ROOT)."""
    if settings.FILE_STORE_URL:
        from edusync.files.object_store import ObjectStorage, parse_address

        return ObjectStorage(parse_address(settings.FILE_STORE_URL), scratch=Path(settings.MEDIA_ROOT))
    return FolderStorage(Path(settings.MEDIA_ROOT))


def chunks(content: IO[bytes], *, start: int = 0, length: int | None = None) -> Iterator[bytes]:
    """Bytes of `content` from `start` in pieces of CHUNK_BYTES; closes it at the end."""
    with content:
        content.seek(start)
        left = length
        while left is None or left > 0:
            piece = content.read(CHUNK_BYTES if left is None else min(CHUNK_BYTES, left))
            if not piece:
                return
            if left is not None:
                left -= len(piece)
            yield piece

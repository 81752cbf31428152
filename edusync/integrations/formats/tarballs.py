"""Unpacks tar and tar.gz files for `archive.opened_package`, in one pass."""

import gzip
import tarfile
import zlib
from pathlib import Path
from typing import IO

from edusync.integrations.formats.archive import Budget, write_member
from edusync.integrations.problems import BrokenArchive, LinkInside, PackageTooLarge


class _CountedStream:
    """Reads the unpacked stream and compares it with what was read of the file: headers can be bombs too."""

    def __init__(self, stream: IO[bytes], file: IO[bytes], budget: Budget) -> None:
        self._stream = stream
        self._file = file
        self._budget = budget
        self._count = 0

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self._count += len(chunk)
        self._budget.check_ratio(packed=self._file.tell(), unpacked=self._count, name="The archive")
        if self._count > 2 * self._budget.limits.total_bytes:
            raise PackageTooLarge("The package unpacks to too much.")
        return chunk


def unpack(path: Path, target: Path, budget: Budget) -> None:
    """Unpack all files of the tar file into `target`. Raises problems of `opened_package`."""
    try:
        with path.open("rb") as file:
            is_packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            stream = gzip.GzipFile(fileobj=file) if is_packed else file
            counted = _CountedStream(stream, file, budget)  # type: ignore[arg-type]
            with tarfile.open(fileobj=counted, mode="r|", errorlevel=2) as archive:  # type: ignore[call-overload]
                _unpack_members(archive, target, budget)
    except (tarfile.TarError, zlib.error, EOFError, ValueError, OSError) as error:
        raise BrokenArchive(f"The tar file cannot be read: {error}"[:300]) from error


def _unpack_members(archive: tarfile.TarFile, target: Path, budget: Budget) -> None:
    for member in archive:
        if member.isdir():
            continue
        name = budget.admit(member.name, member.size)
        if not member.isreg() or member.issparse():
            raise LinkInside(f"{name} is a link or device.", path=name)
        source = archive.extractfile(member)
        if source is None:
            raise LinkInside(f"{name} is not a plain file.", path=name)
        write_member(source, target / name, budget)

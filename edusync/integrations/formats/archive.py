"""Opens a package (folder, zip or tar) without trusting it.

Nothing of an archive is written before its names are checked; what is written goes to a private folder that is always
removed. The checks follow CVE classes: path traversal, links, devices, bombs, encryption, duplicates.
"""

import hashlib
import os
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from edusync.integrations.problems import DuplicateName, LinkInside, NotAnArchive, PackageTooLarge, UnsafePath

CHUNK = 1 << 16
MIB = 1 << 20
# Texts are parsed in memory: pages, XML, JSON, captions. Pictures and films are not.
MAX_READ = 8 * MIB
VERSION_CONTROL = frozenset({".git", ".hg", ".svn"})


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a package may hold. Bytes, except counts and `ratio` (unpacked to packed size)."""

    archive_bytes: int = 512 * MIB
    total_bytes: int = 1024 * MIB
    file_bytes: int = 256 * MIB
    files: int = 20_000
    ratio: int = 150
    ratio_free_bytes: int = 16 * MIB
    depth: int = 40


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class SourceFolder:
    """A checked folder of plain files. `paths` are relative, with `/`, sorted; histories of versions are left out."""

    root: Path
    paths: tuple[str, ...]
    name: str

    def read(self, path: str, *, limit: int = MAX_READ) -> bytes:
        """Content of a file of the folder that the parser reads as text. Raises PackageTooLarge over `limit` bytes."""
        place = self.root / path
        if place.stat().st_size > limit:
            raise PackageTooLarge(
                f"{path} is larger than the {limit // 1024} KiB that a text may have.", path=path
            )
        return place.read_bytes()

    def narrowed(self, prefix: str) -> "SourceFolder":
        """The same folder seen from one of its sub-folders."""
        if not prefix:
            return self
        inside = tuple(
            path.removeprefix(f"{prefix}/") for path in self.paths if path.startswith(f"{prefix}/")
        )
        return SourceFolder(self.root / prefix, inside, self.name)

    def digest(self) -> str:
        """SHA-256 over names and contents: the same however the files are packed."""
        whole = hashlib.sha256()
        for path in self.paths:
            with (self.root / path).open("rb") as file:
                whole.update(f"{path}\0{hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
        return whole.hexdigest()


class Budget:
    """Counts files and bytes while a package is unpacked. Raises PackageTooLarge."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.files = 0
        self.total = 0
        self.names: set[str] = set()

    def admit(self, name: str, size: int) -> str:
        """The checked relative path of the next file. Raises UnsafePath, DuplicateName, PackageTooLarge."""
        path = safe_path(name, self.limits)
        if path in self.names:
            raise DuplicateName(f"{path} stands in the package twice.", path=path)
        self.names.add(path)
        self.files += 1
        if self.files > self.limits.files:
            raise PackageTooLarge(
                f"The package holds more than {self.limits.files} files.", limit=self.limits.files
            )
        if size > self.limits.file_bytes:
            raise PackageTooLarge(f"{path} is larger than {self.limits.file_bytes // MIB} MiB.", path=path)
        if self.total + size > self.limits.total_bytes:
            raise PackageTooLarge(f"The package unpacks to more than {self.limits.total_bytes // MIB} MiB.")
        return path

    def spend(self, number: int) -> None:
        """Count bytes that were really unpacked."""
        self.total += number
        if self.total > self.limits.total_bytes:
            raise PackageTooLarge(f"The package unpacks to more than {self.limits.total_bytes // MIB} MiB.")

    def check_ratio(self, *, packed: int, unpacked: int, name: str) -> None:
        """A file that unpacks to far more than it is packed is taken for a bomb."""
        if unpacked > self.limits.ratio_free_bytes and unpacked > self.limits.ratio * max(packed, 1):
            raise PackageTooLarge(
                f"{name} unpacks to more than {self.limits.ratio} times its size.", path=name
            )


def safe_path(name: str, limits: Limits = DEFAULT_LIMITS) -> str:
    """The name as a relative path in NFC. Raises UnsafePath."""
    path = unicodedata.normalize("NFC", name)
    parts = PurePosixPath(path).parts
    is_unsafe = (
        not parts
        or path.startswith("/")
        or "\\" in path
        or ".." in parts
        or ":" in parts[0]
        or len(parts) > limits.depth
        or any(len(part.encode("utf-8", "surrogateescape")) > 255 for part in parts)
        or any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in path)
    )
    if is_unsafe:
        shown = ascii(name)[1:-1][:200]
        raise UnsafePath(f"The name {shown} leads out of the package or cannot be a file name.", path=shown)
    return "/".join(part for part in parts if part != ".")


def write_member(source: IO[bytes], target: Path, budget: Budget) -> int:
    """Copy one file of an archive to disk. Returns its size in bytes."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        size = 0
        with target.open("xb") as file:
            while chunk := source.read(CHUNK):
                size += len(chunk)
                if size > budget.limits.file_bytes:
                    raise PackageTooLarge(
                        f"{target.name} is larger than {budget.limits.file_bytes // MIB} MiB."
                    )
                budget.spend(len(chunk))
                file.write(chunk)
    except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
        raise DuplicateName(f"{target.name} is both a file and a folder, or stands there twice.") from error
    return size


@contextmanager
def opened_package(path: Path, *, name: str = "", limits: Limits = DEFAULT_LIMITS) -> Iterator[SourceFolder]:
    """The package as a checked folder. Unpacked files are removed at the end, whatever happens.

    Raises NotAnArchive, BrokenArchive, EncryptedArchive, UnsafePath, LinkInside, DuplicateName, PackageTooLarge.
    """
    if path.is_dir() and not path.is_symlink():
        yield _plain_folder(path, name or path.resolve().name, limits)
        return
    if not path.is_file():
        raise NotAnArchive("There is no such file or folder.")
    if path.stat().st_size > limits.archive_bytes:
        raise PackageTooLarge(f"The package is larger than {limits.archive_bytes // MIB} MiB.")
    unpack = _unpacker(path)
    target = Path(tempfile.mkdtemp(prefix="edusync-import-"))
    try:
        unpack(path, target, Budget(limits))
        yield _plain_folder(target, name or path.name, limits)
    finally:
        shutil.rmtree(target, ignore_errors=True)


def looks_like_archive(head: bytes) -> bool:
    """Whether the first 512 bytes of a file are those of a zip, gzip or tar file."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b")) or head[257:262] == b"ustar"


def _unpacker(path: Path):  # type: ignore[no-untyped-def]
    from edusync.integrations.formats import tarballs, zips

    with path.open("rb") as file:
        head = file.read(512)
    if not looks_like_archive(head):
        raise NotAnArchive("Send a zip file or a tar.gz file of the course.")
    return zips.unpack if head.startswith(b"PK") else tarballs.unpack


def _plain_folder(root: Path, name: str, limits: Limits) -> SourceFolder:
    paths: list[str] = []
    total = 0
    for folder, folders, files in os.walk(root):
        here = Path(folder)
        folders[:] = sorted(set(folders) - VERSION_CONTROL)
        for entry in [*folders, *files]:
            if (here / entry).is_symlink():
                raise LinkInside(f"{entry} is a link.", path=entry)
        for entry in files:
            file = here / entry
            if not file.is_file():
                raise LinkInside(f"{entry} is a device or pipe.", path=entry)
            size = file.stat().st_size
            total += size
            if size > limits.file_bytes or total > limits.total_bytes or len(paths) >= limits.files:
                raise PackageTooLarge("The folder holds too much.", path=entry)
            relative = file.relative_to(root).as_posix()
            safe_path(relative, limits)
            paths.append(relative)
    return SourceFolder(root, tuple(sorted(paths)), name)

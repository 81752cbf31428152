"""Unpacks zip files for `archive.opened_package`."""

import stat
import zipfile
import zlib
from pathlib import Path

from edusync.integrations.formats.archive import Budget, write_member
from edusync.integrations.problems import BrokenArchive, EncryptedArchive, LinkInside


def unpack(path: Path, target: Path, budget: Budget) -> None:
    """Unpack all files of the zip into `target`. Raises problems of `opened_package`."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [
                (_checked(member, budget), member) for member in archive.infolist() if not member.is_dir()
            ]
            for name, member in members:
                with archive.open(member) as source:
                    size = write_member(source, target / name, budget)
                budget.check_ratio(packed=member.compress_size, unpacked=size, name=name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise BrokenArchive(f"The zip file cannot be read: {error}"[:300]) from error


def _checked(member: zipfile.ZipInfo, budget: Budget) -> str:
    name = budget.admit(member.filename, member.file_size)
    mode = member.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise LinkInside(f"{name} is a link or device.", path=name)
    if member.flag_bits & 0x1:
        raise EncryptedArchive(f"{name} is encrypted.", path=name)
    budget.check_ratio(packed=member.compress_size, unpacked=member.file_size, name=name)
    return name

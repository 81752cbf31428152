"""Writing zip files whose bytes depend on nothing but their content."""

import hashlib
import zipfile
from typing import IO, Any

_CHUNK = 1 << 20
# Zip knows no earlier time; a fixed one makes the same course the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)


class ZipWriter:
    """A zip file being written. `digests` tells SHA-256 and size of each member."""

    def __init__(self, target: IO[bytes]) -> None:
        self._archive = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self.digests: dict[str, dict[str, Any]] = {}

    def __enter__(self) -> "ZipWriter":
        """Itself."""
        return self

    def __exit__(self, *failure: Any) -> None:
        """Write the list of members."""
        self._archive.close()

    def write(self, path: str, content: bytes) -> None:
        """A member with this content."""
        self._archive.writestr(self._member(path), content)
        self.digests[path] = {"sha256": hashlib.sha256(content).hexdigest(), "size_bytes": len(content)}

    def write_text(self, path: str, text: str) -> None:
        """A member with this text."""
        self.write(path, text.encode())

    def copy(self, path: str, source: IO[bytes], *, is_packed: bool = False) -> None:
        """A member with the content of a stream. `is_packed`: it does not get smaller (pictures, films)."""
        member = self._member(path)
        if is_packed:
            member.compress_type = zipfile.ZIP_STORED
        whole, size = hashlib.sha256(), 0
        with self._archive.open(member, "w", force_zip64=True) as out:
            while chunk := source.read(_CHUNK):
                whole.update(chunk)
                size += len(chunk)
                out.write(chunk)
        self.digests[path] = {"sha256": whole.hexdigest(), "size_bytes": size}

    @staticmethod
    def _member(path: str) -> zipfile.ZipInfo:
        member = zipfile.ZipInfo(path, _EPOCH)
        member.compress_type = zipfile.ZIP_DEFLATED
        member.external_attr = 0o644 << 16
        return member

"""Addresses as OLX writes them: /static/…, asset keys, /jump_to_id/…"""

import re
from pathlib import PurePosixPath
from urllib.parse import unquote

from edusync.integrations.formats.archive import SourceFolder
from edusync.integrations.formats.tree import SourceFile

_STATIC = re.compile(r"^(?:/?static/|.*\basset-v1:[^/]*\+block@|/c4x/[^/]+/[^/]+/asset/)(?P<name>.+)$")
_JUMP = re.compile(r"(?:/jump_to(?:_id)?/|/courseware/(?:[^/?#]+/)*)(?P<id>[^?#]+)$")
_BARE = re.compile(r"^[0-9A-Za-z_-]{8,}$")


def _folded(name: str) -> str:
    """Studio turns spaces and other signs of file names into underscores when it writes addresses."""
    return re.sub(r"[^\w.-]", "_", name).lower()


class OlxAddresses:
    """Reads addresses of one course. Remembers which files are used."""

    def __init__(self, folder: SourceFolder, block_ids: set[str], prefix: str = "") -> None:
        self.folder = folder
        self.prefix = prefix
        self.block_ids = block_ids
        self.files: dict[str, SourceFile] = {}
        self._static: dict[str, str] = {}
        for path in folder.paths:
            if path.startswith("static/"):
                self._static.setdefault(_folded(path.removeprefix("static/")), path)

    def file(self, address: str) -> str | None:
        """Key of the static file."""
        found = _STATIC.match(unquote(address.strip()))
        if not found:
            return None
        name = found["name"].split("?")[0].split("#")[0]
        return self.use(name)

    def use(self, name: str) -> str | None:
        """Key of the static file of that name, which from now on belongs to the course."""
        path = self._static.get(_folded(name)) or self._static.get(_folded(PurePosixPath(name).name))
        if path and path not in self.files:
            place, name = self.folder.root / path, PurePosixPath(path).name
            self.files[path] = SourceFile(path, name, path=place, node_path=f"{self.prefix}{path}")
        return path

    def add(self, key: str, name: str, content: bytes, *, made_of: str) -> str:
        """A file made by the importer of another one."""
        self.files[key] = SourceFile(key, name, content=content, node_path=f"{self.prefix}{made_of}")
        return key

    def lesson(self, address: str) -> str | None:
        """Id of the block that a link jumps to."""
        address = unquote(address.strip())
        found = _JUMP.search(address)
        wanted = found["id"] if found else address if _BARE.match(address) else ""
        for piece in reversed(wanted.strip("/").split("/")):
            name = piece.rpartition("@")[2]
            if name in self.block_ids:
                return name
        return None

    def is_local(self, address: str) -> bool:
        """Whether the address means a file or block of the course."""
        address = address.strip()
        if _STATIC.match(unquote(address)):
            return True
        return not re.match(r"^(?:[a-z][a-z0-9+.-]*:|//)", address, re.IGNORECASE)

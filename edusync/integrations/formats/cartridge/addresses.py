"""Addresses as cartridges write them: relative to a file, or below a placeholder that names the root of the files."""

import posixpath
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote

from edusync.integrations.formats.archive import SourceFolder
from edusync.integrations.formats.tree import SourceFile

_SCHEME = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_FILE_BASE = re.compile(r"\$IMS[-_]CC[-_]FILEBASE\$/*", re.IGNORECASE)
_WIKI = re.compile(r"\$WIKI_REFERENCE\$/(?:pages|wiki)/(?P<name>[^?#]+)", re.IGNORECASE)
_OBJECT = re.compile(r"\$CANVAS_(?:OBJECT|COURSE)_REFERENCE\$/(?P<path>[^?#]+)", re.IGNORECASE)
# Where the files behind the placeholder stand: Canvas keeps them in a folder of this name.
_FILE_ROOTS = ("web_resources", "")


class CartridgeFiles:
    """Files of the package, and those that the course uses."""

    def __init__(self, folder: SourceFolder, prefix: str) -> None:
        self.folder = folder
        self.prefix = prefix
        self.files: dict[str, SourceFile] = {}
        self._paths = set(folder.paths)
        self._folded = {path.casefold(): path for path in reversed(folder.paths)}

    def find(self, path: str) -> str | None:
        """The path as the package has it: as written, percent-decoded, or in other letters."""
        for candidate in (path, unquote(path), unquote(path).replace("+", " ")):
            normal = posixpath.normpath(candidate.replace("\\", "/").lstrip("/"))
            if normal in self._paths:
                return normal
            if normal.casefold() in self._folded:
                return self._folded[normal.casefold()]
        return None

    def use(self, path: str) -> str:
        """The file belongs to the course from now on."""
        if path not in self.files:
            place, name = self.folder.root / path, PurePosixPath(path).name
            self.files[path] = SourceFile(path, name, path=place, node_path=f"{self.prefix}{path}")
        return path


class CartridgeAddresses:
    """Reads the addresses of one file of the cartridge. `lessons` tells which lesson a file or identifier became."""

    def __init__(self, files: CartridgeFiles, page_path: str, lessons: Mapping[str, str]) -> None:
        self.files = files
        self.place = posixpath.dirname(page_path)
        self.lessons = lessons

    def file(self, address: str) -> str | None:
        """Key of the file; None for pages that are lessons, and for what the package does not hold."""
        path = self._path(address)
        if path is None or path in self.lessons:
            return None
        return self.files.use(path)

    def lesson(self, address: str) -> str | None:
        """Key of the lesson that a link leads to."""
        decoded = unquote(address.strip())
        if found := _WIKI.search(decoded):
            name = found["name"].strip("/")
            path = self.files.find(f"wiki_content/{name}.html")
            return self.lessons.get(path or "") or self.lessons.get(name)
        if found := _OBJECT.search(decoded):
            return next(
                (
                    self.lessons[piece]
                    for piece in reversed(found["path"].split("/"))
                    if piece in self.lessons
                ),
                None,
            )
        path = self._path(address)
        return self.lessons.get(path) if path else None

    def is_local(self, address: str) -> bool:
        """Whether the address means something of the package."""
        decoded = unquote(address.strip())
        return decoded.startswith("$") or not _SCHEME.match(decoded)

    def _path(self, address: str) -> str | None:
        decoded = unquote(address.strip())
        if found := _FILE_BASE.search(decoded):
            bare = decoded[found.end() :].partition("#")[0].partition("?")[0]
            raw = re.split(
                r"(?:\$|%24)IMS[-_]CC[-_]FILEBASE(?:\$|%24)/*", address.strip(), flags=re.IGNORECASE
            )[-1]
            raw = raw.partition("#")[0].partition("?")[0]
            names = [f"{root}/{one}" if root else one for root in _FILE_ROOTS for one in (bare, raw)]
            names.append(posixpath.join(self.place, bare))
            return next((path for name in names if (path := self.files.find(name))), None)
        if not self.is_local(address) or decoded.startswith("$"):
            return None
        bare = address.strip().partition("#")[0].partition("?")[0]
        return self.files.find(posixpath.join(self.place, bare)) if bare else None

"""Addresses as Markdown pages write them: relative to the page, or as the finished site had them."""

import posixpath
import re
from pathlib import PurePosixPath
from urllib.parse import unquote

from edusync.integrations.formats.archive import SourceFolder
from edusync.integrations.formats.markdown.pages import MARKDOWN
from edusync.integrations.formats.tree import SourceFile

_SCHEME = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


class FileShelf:
    """Files of the package by path, by the end of their path, and those in use."""

    def __init__(self, folder: SourceFolder, lessons: set[str], prefix: str = "") -> None:
        self.folder = folder
        self.prefix = prefix
        self.lessons = lessons
        self.files: dict[str, SourceFile] = {}
        self._by_name: dict[str, list[str]] = {}
        for path in folder.paths:
            self._by_name.setdefault(PurePosixPath(path).name.lower(), []).append(path)

    def find(self, path: str) -> str | None:
        """The file at that path, or the only one whose path ends so: site generators move pages and figures."""
        if path in self.folder.paths:
            return path
        name = PurePosixPath(path).name.lower()
        found = self._by_name.get(name, [])
        ending = [one for one in found if ("/" + one).lower().endswith("/" + path.lower().lstrip("/"))]
        return ending[0] if ending else found[0] if len(found) == 1 else None

    def use(self, path: str) -> str:
        """The file belongs to the course from now on."""
        if path not in self.files:
            place, name = self.folder.root / path, PurePosixPath(path).name
            self.files[path] = SourceFile(path, name, path=place, node_path=f"{self.prefix}{path}")
        return path


class PageAddresses:
    """Reads the addresses of one page."""

    def __init__(self, shelf: FileShelf, page_path: str) -> None:
        self.shelf = shelf
        self.place = posixpath.dirname(page_path)

    def _path(self, address: str) -> str:
        """Path within the package that an address without scheme means; empty when it leads out."""
        bare = unquote(address.strip()).partition("#")[0].partition("?")[0]
        if not bare or _SCHEME.match(address.strip()):
            return ""
        joined = bare.lstrip("/") if bare.startswith("/") else posixpath.join(self.place, bare)
        path = posixpath.normpath(joined)
        while path.startswith("../"):
            path = path[3:]
        return "" if path in {".", ".."} else path

    def file(self, address: str) -> str | None:
        """Key of a file that is not a page."""
        path = self._path(address)
        if not path or PurePosixPath(path).suffix.lower() in MARKDOWN:
            return None
        found = self.shelf.find(path)
        if found is None or PurePosixPath(found).suffix.lower() in MARKDOWN:
            return None
        return self.shelf.use(found)

    def lesson(self, address: str) -> str | None:
        """Path of the page that becomes a lesson."""
        path = self._path(address)
        if not path:
            return None
        pure = PurePosixPath(path)
        if pure.suffix.lower() in {".html", ".htm"}:
            names = [str(pure.with_suffix(suffix)) for suffix in sorted(MARKDOWN)]
        elif pure.suffix:
            names = [path]
        else:
            names = [f"{path}{suffix}" for suffix in sorted(MARKDOWN)] + [
                f"{path}/index.md",
                f"{path}/README.md",
            ]
        for name in names:
            found = self.shelf.find(name)
            if found in self.shelf.lessons:
                return found
        return None

    def is_local(self, address: str) -> bool:
        """Whether the address has no scheme."""
        return not _SCHEME.match(address.strip())

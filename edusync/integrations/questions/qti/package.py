"""Single items and content packages; what comes from strangers is opened by the readers that refuse bombs and paths."""

import contextlib
import dataclasses
import posixpath
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from edusync.integrations.formats.archive import MIB, Limits, SourceFolder, opened_package
from edusync.integrations.formats.xmlfiles import Element, parse_xml
from edusync.integrations.problems import BrokenXml, ForbiddenXml
from edusync.integrations.questions.qti.names import local

LIMITS = Limits(
    archive_bytes=10 * MIB, total_bytes=100 * MIB, file_bytes=20 * MIB, files=5000, ratio_free_bytes=2 * MIB
)
MAX_PICTURE = 5 * MIB
# Of all pictures of a package together.
MAX_PICTURES = 50 * MIB
_ITEMS = ("imsqti_item", "imsqti_apipitem")


@dataclasses.dataclass(frozen=True, slots=True)
class ItemFile:
    """An item of a package: its place, and its tree, or why there is none."""

    path: str
    root: Element | None
    fault: tuple[str, str] = ("", "")


class PackageFiles:
    """Files beside an item. Those asked for are read while the package is open."""

    def __init__(self, folder: SourceFolder | None = None) -> None:
        self.folder = folder
        self.spent = 0

    def read(self, path: str) -> bytes | None:
        """Content of a file of the package; None for what is not in it or is too large."""
        if self.folder is None or path not in self.folder.paths:
            return None
        size = (self.folder.root / path).stat().st_size
        if size > MAX_PICTURE or self.spent + size > MAX_PICTURES:
            return None
        self.spent += size
        return self.folder.read(path, limit=MAX_PICTURE)


@contextlib.contextmanager
def opened_items(content: bytes) -> Iterator[tuple[list[ItemFile], PackageFiles]]:
    """The items of a package or of a single file.

    Raises the problems of `opened_package`, and BrokenXml, ForbiddenXml for a single file.
    """
    if not content.startswith(b"PK"):
        yield [ItemFile("", parse_xml(content, path="item.xml"))], PackageFiles()
        return
    with tempfile.NamedTemporaryFile(prefix="edusync-qti-", suffix=".zip") as file:
        file.write(content)
        file.flush()
        with opened_package(Path(file.name), name="package.zip", limits=LIMITS) as folder:
            yield [_item(folder, path) for path in _item_paths(folder)], PackageFiles(folder)


def _item(folder: SourceFolder, path: str) -> ItemFile:
    if path not in folder.paths:
        return ItemFile(path, None, ("missing-file", "The manifest names a file that is not in the package."))
    try:
        return ItemFile(path, parse_xml(folder.read(path), path=path))
    except (BrokenXml, ForbiddenXml) as problem:
        return ItemFile(path, None, ("unreadable", (problem.detail or problem.title)[:300]))


def _item_paths(folder: SourceFolder) -> list[str]:
    """Items that the manifest names, in its order; without one, all XML files that look like items."""
    manifest = next((path for path in folder.paths if posixpath.basename(path) == "imsmanifest.xml"), None)
    if manifest is None:
        return [path for path in folder.paths if path.endswith(".xml") and _is_item(folder, path)]
    base = posixpath.dirname(manifest)
    found = []
    for resource in parse_xml(folder.read(manifest), path=manifest).iter():
        if not isinstance(resource.tag, str) or local(resource) != "resource":
            continue
        if (resource.get("type") or "").startswith(_ITEMS) and resource.get("href"):
            found.append(joined(base, resource.get("href") or ""))
    return list(dict.fromkeys(found))


def _is_item(folder: SourceFolder, path: str) -> bool:
    with (folder.root / path).open("rb") as file:
        head = file.read(4000)
    return b"assessmentItem" in head or b"qti-assessment-item" in head


def joined(base: str, address: str) -> str:
    """The path within the package that an address in a file of the folder `base` means."""
    return posixpath.normpath(posixpath.join(base, unquote(urlsplit(address).path)))

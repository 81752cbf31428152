"""Files of a backup: their list names them by context and area, their contents stand under their checksum."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from edusync.integrations.formats.moodle.backup import BackupReader, children_of, text_at, words_at
from edusync.integrations.formats.tree import SourceFile

_SCHEME = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_HASH = re.compile(r"^[0-9a-f]{40}$")
_PLUGIN_FILE = "@@PLUGINFILE@@"
_VIEW = re.compile(r"\$@(?P<kind>[A-Z0-9]+)VIEWBYID(?:CH)?\*(?P<id>\d+)(?:\*\d+)?@\$")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An entry of the list: `path` is where its content stands in the backup, `name` folder and name as Moodle shows it."""

    context: str
    area: str
    item: str
    name: str
    path: str
    media_type: str


class StoredFiles:
    """All files of the backup, and those that the course uses."""

    def __init__(self, reader: BackupReader) -> None:
        self.reader = reader
        self.files: dict[str, SourceFile] = {}
        self._by_area: dict[tuple[str, str], list[StoredFile]] = defaultdict(list)
        root = reader.xml("files.xml")
        for element in children_of(root, "file") if root is not None else []:
            stored = self._entry(element)
            if stored is not None:
                self._by_area[stored.context, stored.area].append(stored)
        if root is not None:
            reader.node("files.xml").keep()

    def _entry(self, element) -> StoredFile | None:  # type: ignore[no-untyped-def]
        digest, name = words_at(element, "contenthash"), text_at(element, "filename").strip()
        if name in {"", "."} or not _HASH.match(digest):
            return None
        path = f"files/{digest[:2]}/{digest}"
        if path not in self.reader.paths:
            return None
        area = f"{words_at(element, 'component')}/{words_at(element, 'filearea')}"
        folder = text_at(element, "filepath").strip().strip("/")
        full = f"{folder}/{name}" if folder else name
        return StoredFile(
            words_at(element, "contextid"),
            area,
            words_at(element, "itemid"),
            full,
            path,
            words_at(element, "mimetype"),
        )

    def within(self, context: str, area: str, item: str = "") -> list[StoredFile]:
        """Files of an area of a context, in order of their names."""
        found = self._by_area.get((context, area), [])
        return sorted((one for one in found if not item or one.item == item), key=lambda one: one.name)

    def use(self, stored: StoredFile) -> str:
        """Key of the file, which from now on belongs to the course."""
        key = f"{stored.path}/{stored.name}"
        if key not in self.files:
            name = stored.name.rpartition("/")[2]
            place = self.reader.folder.root / stored.path
            self.files[key] = SourceFile(
                key, name, path=place, node_path=f"{self.reader.prefix}{stored.path}"
            )
        return key


class MoodleAddresses:
    """Reads the addresses of one text: files of its own areas, and signs that stand for other activities."""

    def __init__(
        self,
        files: StoredFiles,
        context: str,
        areas: tuple[str, ...],
        lessons: Mapping[str, str],
        item: str = "",
    ) -> None:
        self.lessons = lessons
        self._files = files
        self._named = {one.name: one for area in reversed(areas) for one in files.within(context, area, item)}

    def file(self, address: str) -> str | None:
        """Key of the file of the text's own areas."""
        decoded = address.strip()
        if not decoded.startswith(_PLUGIN_FILE):
            return None
        bare = decoded.removeprefix(_PLUGIN_FILE).lstrip("/").partition("?")[0].partition("#")[0]
        stored = self._named.get(unquote(bare)) or self._named.get(bare)
        return self._files.use(stored) if stored else None

    def lesson(self, address: str) -> str | None:
        """Key of the lesson that another activity became."""
        found = _VIEW.search(address)
        return self.lessons.get(found["id"]) if found else None

    def is_local(self, address: str) -> bool:
        """Whether the address means something of the backup."""
        return address.strip().startswith(("@@", "$@")) or not _SCHEME.match(address.strip())

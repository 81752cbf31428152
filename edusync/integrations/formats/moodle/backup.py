"""What a backup holds: its index, its sections and activities, and XML with Moodle's way of writing nothing."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from edusync.integrations.formats.archive import SourceFolder
from edusync.integrations.formats.richtext.shape import tag_of
from edusync.integrations.formats.tree import Ledger, SourceNode
from edusync.integrations.formats.xmlfiles import Element, parse_xml
from edusync.integrations.problems import BrokenXml, ForbiddenXml, PackageTooLarge

INDEX = "moodle_backup.xml"
NULL = "$@NULL@$"


def child_of(element: Element | None, *names: str) -> Element | None:
    """The first element at that path of names."""
    for name in names:
        if element is None:
            return None
        element = next((child for child in element if tag_of(child) == name), None)
    return element


def children_of(element: Element | None, name: str) -> list[Element]:
    """Direct children of that name."""
    return [] if element is None else [child for child in element if tag_of(child) == name]


def text_at(element: Element | None, *names: str) -> str:
    """Text at that path; empty where Moodle writes its sign for nothing."""
    found = child_of(element, *names)
    text = "" if found is None else (found.text or "")
    return "" if text.strip() == NULL else text


def words_at(element: Element | None, *names: str) -> str:
    """The text on one line."""
    return " ".join(text_at(element, *names).split())


def number_at(element: Element | None, *names: str) -> int:
    """The text as a whole number; 0 for anything else."""
    text = words_at(element, *names)
    return int(text) if text.isdigit() and len(text) < 16 else 0


@dataclass(slots=True)
class Activity:
    """One activity of the backup. `kind` is Moodle's module name."""

    module_id: str
    section_id: str
    kind: str
    title: str
    folder: str


@dataclass(slots=True)
class Backup:
    """The index of a backup."""

    title: str
    identity: str
    activities: list[Activity] = field(default_factory=list)
    section_folders: list[str] = field(default_factory=list)


class BackupReader:
    """Reads XML files of one backup; each is a node of the report."""

    def __init__(self, folder: SourceFolder, ledger: Ledger, prefix: str) -> None:
        self.folder, self.ledger, self.prefix = folder, ledger, prefix
        self.paths = set(folder.paths)

    def node(self, path: str) -> SourceNode:
        """The node of a file."""
        return self.ledger.list_node(f"{self.prefix}{path}", "file")

    def xml(self, path: str) -> Element | None:
        """Root of the file; None when it is missing or broken, which its node tells."""
        if path not in self.paths:
            return None
        node = self.node(path)
        try:
            return parse_xml(self.folder.read(path), path=path, node=node)
        except (BrokenXml, ForbiddenXml, PackageTooLarge) as problem:
            node.skip("broken-xml", problem.detail or problem.title)
            return None

    def index(self) -> Backup:
        """The index of the backup. Raises BrokenXml, ForbiddenXml."""
        root = parse_xml(self.folder.read(INDEX), path=INDEX, node=self.node(INDEX))
        self.node(INDEX).keep()
        about = child_of(root, "information")
        identity = f"{text_at(about, 'original_site_identifier_hash')}/{text_at(about, 'original_course_id')}"
        backup = Backup(words_at(about, "original_course_fullname"), identity.strip("/")[:200])
        contents = child_of(about, "contents")
        for element in children_of(child_of(contents, "activities"), "activity"):
            backup.activities.append(
                Activity(
                    module_id=words_at(element, "moduleid"),
                    section_id=words_at(element, "sectionid"),
                    kind=words_at(element, "modulename").lower()[:40],
                    title=words_at(element, "title"),
                    folder=_folder(words_at(element, "directory")),
                )
            )
        backup.section_folders = [
            _folder(words_at(element, "directory"))
            for element in children_of(child_of(contents, "sections"), "section")
        ]
        return backup


def _folder(path: str) -> str:
    """The folder's name as a plain relative path: backups do not lead out of themselves."""
    return "/".join(part for part in PurePosixPath(path).parts if part not in {"/", "..", "."})

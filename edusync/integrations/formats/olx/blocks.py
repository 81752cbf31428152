"""The tree of blocks of an OLX course: pointers followed, settings of policies merged, each block with its node."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml.etree import _Element as Element

from edusync.integrations.formats.archive import SourceFolder
from edusync.integrations.formats.richtext.shape import tag_of
from edusync.integrations.formats.text import decode_text
from edusync.integrations.formats.tree import Ledger, SourceNode
from edusync.integrations.formats.xmlfiles import parse_xml
from edusync.integrations.problems import BrokenData

CONTAINERS = frozenset(
    [
        "course",
        "chapter",
        "sequential",
        "vertical",
        "library_content",
        "itembank",
        "conditional",
        "randomize",
        "split_test",
        "wrapper",
    ]
)
_MAX_DEPTH = 12


@dataclass(slots=True)
class OlxBlock:
    """One block with its definition. `path` is where the definition stands; children only of containers.

    `is_repeated` marks a block that the source shows again in another place.
    """

    tag: str
    url_name: str
    path: str
    node: SourceNode
    element: Element
    settings: dict[str, Any] = field(default_factory=dict)
    children: list["OlxBlock"] = field(default_factory=list)
    is_repeated: bool = False

    @property
    def title(self) -> str:
        """The name shown to learners; may be empty."""
        return " ".join(str(self.settings.get("display_name") or "").split())

    def walk(self) -> Iterator["OlxBlock"]:
        """The block and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def is_hidden(self) -> bool:
        """Whether only staff sees the block in the source."""
        return str(self.settings.get("visible_to_staff_only", "")).lower() == "true"


class BlockReader:
    """Reads the tree from `course.xml` on."""

    def __init__(self, folder: SourceFolder, ledger: Ledger, prefix: str) -> None:
        self.folder = folder
        self.ledger = ledger
        self.prefix = prefix
        self.paths = frozenset(folder.paths)
        self.policy: dict[str, dict[str, Any]] = {}
        self._read: set[str] = set()

    def node(self, path: str, kind: str, title: str = "") -> SourceNode:
        """The node of a path within the course folder."""
        return self.ledger.list_node(f"{self.prefix}{path}", kind, title)

    def read_json(self, path: str) -> Any:
        """A JSON file of the course, or {}. Raises BrokenData."""
        if path not in self.paths:
            return {}
        try:
            return json.loads(decode_text(self.folder.read(path)) or "{}")
        except (ValueError, RecursionError) as error:
            raise BrokenData(f"{path}: {error}"[:300], path=path) from error

    def read_course(self) -> OlxBlock:
        """The whole tree. Raises BrokenXml, ForbiddenXml, BrokenData."""
        pointer = parse_xml(self.folder.read("course.xml"), path="course.xml")
        run = pointer.get("url_name") or "course"
        policy = self.read_json(f"policies/{run}/policy.json") or self.read_json(f"policies/{run}.json")
        if isinstance(policy, dict):
            self.policy = {key: value for key, value in policy.items() if isinstance(value, dict)}
        block = self.block(pointer, "course.xml", depth=0)
        self.node("course.xml", "course").keep()
        for name in ("org", "course"):
            block.settings.setdefault(name, pointer.get(name, ""))
        return block

    def block(self, element: Element, place: str, *, depth: int, number: int = 1) -> OlxBlock:
        """The block that an element stands for: its own content, or the file its `url_name` points to."""
        tag = tag_of(element)
        url_name = element.get("url_name") or element.get("slug") or ""
        path = f"{tag}/{url_name.replace(':', '/')}.xml"
        if url_name and path in self.paths:
            node = self.node(path, tag)
            if path in self._read:
                node.lose(
                    "used-twice", "The source shows it in several places; here it stands in the first one."
                )
                return OlxBlock(tag, url_name, path, node, element, is_repeated=True)
            self._read.add(path)
            element = _with_outer(parse_xml(self.folder.read(path), path=path, node=node), element)
            place = path
        elif place == "course.xml" and tag == "course":
            node = self.node(place, tag)
        else:
            path = f"{place}#{tag}/{url_name or number}"
            node = self.node(path, tag)
        block = OlxBlock(
            tag,
            url_name,
            path,
            node,
            element,
            {**_attributes(element), **self.policy.get(f"{tag}/{url_name}", {})},
        )
        node.title = block.title
        if tag in CONTAINERS and depth < _MAX_DEPTH:
            self._read_children(block, place, depth)
        return block

    def _read_children(self, block: OlxBlock, place: str, depth: int) -> None:
        for number, child in enumerate((c for c in block.element if tag_of(c)), 1):
            block.children.append(self.block(child, place, depth=depth + 1, number=number))

    def is_pointer(self, block: OlxBlock) -> bool:
        """Whether the block has only a name that leads to no file."""
        names = set(block.element.attrib) - {"url_name", "slug", "org", "course"}
        return (
            "#" in block.path
            and not names
            and not len(block.element)
            and not (block.element.text or "").strip()
        )


def _with_outer(definition: Element, pointer: Element) -> Element:
    """The definition, with what the pointer says besides."""
    for name, value in pointer.attrib.items():
        if name not in definition.attrib:
            definition.set(name, value)
    return definition


def _attributes(element: Element) -> dict[str, Any]:
    return {str(name): value for name, value in element.attrib.items()}

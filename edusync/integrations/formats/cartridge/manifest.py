"""The manifest of a cartridge: its title, the tree of items, the resources. Versions differ in their namespaces only."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from edusync.integrations.formats.richtext.shape import tag_of

MAX_DEPTH = 30


@dataclass(slots=True)
class Item:
    """A node of the outline. One without `resource` is a heading for those below it."""

    identifier: str
    title: str
    resource: str
    children: list["Item"] = field(default_factory=list)

    def walk(self) -> Iterator["Item"]:
        """The item and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Resource:
    """Something of the package: `href` is its main file, `files` all of them."""

    identifier: str
    type: str
    href: str
    files: tuple[str, ...]
    dependencies: tuple[str, ...]
    intended_use: str

    def is_a(self, *words: str) -> bool:
        """Whether the type is one of these, whatever the version in its name."""
        return any(self.type.startswith(word) for word in words)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a cartridge says of itself."""

    identifier: str
    version: str
    title: str
    language: str
    description: str
    items: tuple[Item, ...]
    resources: dict[str, Resource]


def read_manifest(root: Element) -> Manifest:
    """The manifest of its root element. Broken references stay: the reader of the course reports them."""
    organizations = _child(root, "organizations")
    organization = _child(organizations, "organization") if organizations is not None else None
    metadata = _child(root, "metadata")
    return Manifest(
        identifier=(root.get("identifier") or "")[:200],
        version=_deep_text(metadata, "schemaversion"),
        title=_lom(metadata, "general", "title"),
        language=_lom(metadata, "general", "language"),
        description=_lom(metadata, "general", "description"),
        items=tuple(_items(organization, 0)) if organization is not None else (),
        resources=_resources(root),
    )


def _child(element: Element | None, name: str) -> Element | None:
    if element is None:
        return None
    return next((child for child in element if tag_of(child) == name), None)


def _children(element: Element | None, name: str) -> list[Element]:
    return [] if element is None else [child for child in element if tag_of(child) == name]


def text_of_child(element: Element | None, name: str) -> str:
    """Text of the first child of that name, on one line."""
    found = _child(element, name)
    return "" if found is None else " ".join("".join(found.itertext()).split())  # type: ignore[arg-type]


def _deep_text(element: Element | None, name: str) -> str:
    return text_of_child(element, name)[:40]


def _lom(metadata: Element | None, *path: str) -> str:
    """Text of the metadata's element at the path below `lom`; the first of several languages."""
    found = _child(metadata, "lom")
    for name in path:
        found = _child(found, name)
    if found is None:
        return ""
    strings = [child for child in found if tag_of(child) in {"string", "langstring"}]
    words = "".join((strings[0] if strings else found).itertext())  # type: ignore[arg-type]
    return " ".join(words.split())


def _items(parent: Element, depth: int) -> Iterator[Item]:
    if depth > MAX_DEPTH:
        return
    for element in _children(parent, "item"):
        yield Item(
            identifier=(element.get("identifier") or "")[:200],
            title=text_of_child(element, "title"),
            resource=element.get("identifierref") or "",
            children=list(_items(element, depth + 1)),
        )


def _resources(root: Element) -> dict[str, Resource]:
    found: dict[str, Resource] = {}
    for element in _children(_child(root, "resources"), "resource"):
        base = element.get("{http://www.w3.org/XML/1998/namespace}base") or ""
        files = tuple(base + (file.get("href") or "") for file in _children(element, "file"))
        href = element.get("href")
        resource = Resource(
            identifier=element.get("identifier") or "",
            type=(element.get("type") or "").lower(),
            href=base + href if href else (files[0] if files else ""),
            files=files,
            dependencies=tuple(one.get("identifierref") or "" for one in _children(element, "dependency")),
            intended_use=(element.get("intendeduse") or "").lower(),
        )
        found.setdefault(resource.identifier, resource)
    return found

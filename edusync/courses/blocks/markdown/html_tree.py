"""Cleaned inline HTML as a small tree."""

import dataclasses
import html
from html.parser import HTMLParser
from typing import Union

VOID = frozenset({"br", "hr"})

Node = Union["Element", str]


@dataclasses.dataclass
class Element:
    """An element; text stands as plain strings among the children."""

    tag: str
    attributes: dict[str, str]
    children: list[Node] = dataclasses.field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def opening(self) -> str:
        """The opening tag."""
        return f"<{self.tag}{''.join(f' {name}={quoted(value)}' for name, value in self.attributes.items())}>"


def quoted(value: str) -> str:
    """An attribute's value as HTML writes it."""
    return f'"{html.escape(value, quote=False).replace(chr(34), "&quot;").replace(chr(160), "&nbsp;")}"'


def escaped(text: str) -> str:
    """Text as HTML writes it."""
    return html.escape(text, quote=False).replace("\xa0", "&nbsp;")


def outer_html(node: Node) -> str:
    """The node as HTML."""
    if isinstance(node, str):
        return escaped(node)
    if node.tag in VOID:
        return node.opening()
    return f"{node.opening()}{''.join(outer_html(child) for child in node.children)}</{node.tag}>"


class _Builder(HTMLParser):
    """Builds the tree; cleaned HTML is balanced."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1 and self.open[-1].tag == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        children = self.open[-1].children
        if children and isinstance(children[-1], str):
            children[-1] += data
        else:
            children.append(data)


def parse(markup: str) -> list[Node]:
    """The nodes of cleaned HTML."""
    builder = _Builder()
    builder.feed(markup)
    builder.close()
    return builder.root.children

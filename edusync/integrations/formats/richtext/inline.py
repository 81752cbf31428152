"""HTML trees to the HTML that may stand inside a text block, a table cell, a choice or a feedback."""

import html
import re

from lxml.etree import _Element as Element

from edusync.integrations.formats.richtext import shape
from edusync.integrations.formats.richtext.links import Links, file_address, lesson_address, web_address
from edusync.integrations.formats.tree import SourceNode

_SPACES = re.compile(r"[ \t\n\r\f]+")
_VOID = frozenset({"br", "hr"})
_WITH_BREAK = frozenset(
    {"div", "section", "article", "header", "footer", "tr", "center", "figcaption", "caption"}
)


class InlineWriter:
    """Writes flow HTML with the allowed elements only; tells the node what had to change."""

    def __init__(self, links: Links, node: SourceNode) -> None:
        self.links = links
        self.node = node

    def inner(self, element: Element, *, is_literal: bool = False) -> str:
        """The content of the element."""
        parts = [self.words(element.text, is_literal=is_literal)]
        for child in element:
            parts += (self.outer(child, is_literal=is_literal), self.words(child.tail, is_literal=is_literal))
        return "".join(parts)

    def words(self, text: str | None, *, is_literal: bool = False) -> str:
        """Escaped text, spaces folded unless literal."""
        if not text:
            return ""
        return html.escape(text if is_literal else _SPACES.sub(" ", text), quote=False)

    def outer(self, element: Element, *, is_literal: bool = False) -> str:
        """The element itself."""
        tag = shape.tag_of(element)
        if not tag or tag in shape.DROPPED:
            self.note_dropped(element)
            return ""
        if tag in {"x-inline", "x-display"}:
            formula = formula_html(element.text or "")
            parent = element.getparent()
            is_apart = (
                tag == "x-display" and parent is not None and shape.tag_of(parent) in {"div", "section"}
            )
            return f"<p>{formula}</p>" if is_apart else formula
        if tag in {"img", "iframe", "object", "embed", "video", "audio"}:
            return self.media_link(element)
        if tag == "a":
            return self.anchor(element)
        name = shape.RENAMED.get(tag, tag)
        if name in _VOID:
            return f"<{name}>"
        content = self.inner(element, is_literal=is_literal or tag == "pre")
        if name in shape.KEPT:
            return f"<{name}{self.attributes(element, name)}>{content}</{name}>"
        if tag in {"td", "th"}:
            return f"{content} "
        return (
            f"<p>{content}</p>"
            if tag in _WITH_BREAK and shape.is_plain(element) and content.strip()
            else content
        )

    def attributes(self, element: Element, name: str) -> str:
        """The few attributes that stay."""
        if name == "abbr" and element.get("title"):
            return f' title="{html.escape(element.get("title", ""))}"'
        if name == "ol" and (element.get("start") or "").isdigit():
            return f' start="{element.get("start")}"'
        return ""

    def anchor(self, element: Element) -> str:
        """A link whose address is understood; else its words only."""
        content = self.inner(element)
        address = self.address(element.get("href") or "")
        if address is None or shape.is_blank_html(content):
            return content
        return f'<a href="{html.escape(address)}">{content}</a>'

    def address(self, address: str) -> str | None:
        """Where a link of the source leads now: a placeholder, a web address, or None with the loss told."""
        address = address.strip()
        if not address or address.startswith("#") or address.lower().startswith("javascript:"):
            return None
        key = self.links.file(address)
        if key:
            return file_address(key)
        lesson = self.links.lesson(address)
        if lesson:
            return lesson_address(lesson)
        if self.links.is_local(address):
            self.node.lose("link-unresolved", f"The link to {address[:120]} leads to nothing in the package.")
            return None
        found = web_address(address)
        if found is None:
            self.node.lose("link-unresolved", f"The link to {address[:120]} leads to nothing in the package.")
        return found

    def media_link(self, element: Element) -> str:
        """A picture or film where only text may stand: a link to it."""
        source = element.get("src") or element.get("data") or ""
        words = element.get("alt") or element.get("title") or ""
        self.node.lose("picture-became-link", "A picture or film inside text became a link to it.")
        address = self.address(source)
        shown = html.escape(words or source.rpartition("/")[2], quote=False)
        return f'<a href="{html.escape(address)}">{shown}</a>' if address and shown else shown

    def note_dropped(self, element: Element) -> None:
        """Tell what kind of thing was left out."""
        tag = shape.tag_of(element)
        if tag == "script":
            self.node.lose("script-removed", "A script was left out.")
        elif tag in {"style", "link"}:
            self.node.lose("style-removed", "The source's own style was left out.")
        elif tag in shape.INTERACTIVE or tag == "svg":
            self.node.lose("interactive-removed", "Buttons, fields or drawings of the source were left out.")


def formula_html(latex: str) -> str:
    """An inline formula."""
    return f'<span data-latex="{html.escape(latex)}">{html.escape(latex, quote=False)}</span>'

"""Boxes of the source (challenge, solution, note, tip …) to callout blocks."""

import html
from typing import TYPE_CHECKING

from lxml.etree import _Element as Element

from edusync.integrations.formats.richtext.inline import formula_html
from edusync.integrations.formats.richtext.shape import COLLAPSED, HEADINGS, Block, tag_of, text_of

if TYPE_CHECKING:
    from edusync.integrations.formats.richtext.convert import Converter

_MAX_TITLE = 250


def callout_blocks(converter: "Converter", element: Element, tone: str, word: str) -> list[Block]:
    """The box as callouts. What a callout cannot hold (pictures, tables, inner boxes) stands between or after them."""
    title = _take_title(element)
    flow: list[str] = []
    found: list[Block] = []

    def close() -> None:
        if flow or (title and not found):
            heading = (
                title
                if not any(block["type"] == "callout" and block["tone"] == tone for block in found)
                else ""
            )
            found.append(
                {
                    "type": "callout",
                    "tone": tone,
                    "title": heading[:_MAX_TITLE],
                    "html": "\n".join(flow),
                    "is_collapsed": word in COLLAPSED,
                }
            )
            flow.clear()

    for block in converter.nested(element):
        markup = _as_flow(block)
        if markup is None:
            close()
            found.append(block)
        else:
            flow.append(markup)
    close()
    return found


def _take_title(element: Element) -> str:
    """The first heading or summary of the box, removed from it, when nothing but space stands before it."""
    place = element
    while not (place.text or "").strip():
        first = next((child for child in place if tag_of(child)), None)
        if first is None:
            return ""
        if tag_of(first) in HEADINGS or tag_of(first) in {"summary", "h5"}:
            title = text_of(first)
            if first.find(".//img") is not None:
                return ""
            first.text = ""
            for child in list(first):
                first.remove(child)
            return title
        if tag_of(first) not in {"div", "header", "section"}:
            return ""
        place = first
    return ""


def _as_flow(block: Block) -> str | None:
    """The block as HTML inside a callout; None when it must stand by itself."""
    if block["type"] == "text":
        return str(block["html"])
    if block["type"] == "heading":
        return f"<h5>{html.escape(block['text'], quote=False)}</h5>"
    if block["type"] == "code":
        return f"<pre><code>{html.escape(block['code'], quote=False)}</code></pre>"
    if block["type"] == "math":
        return f"<p>{formula_html(block['latex'])}</p>"
    if block["type"] == "quote":
        return f"<blockquote>{block['html']}</blockquote>"
    return None

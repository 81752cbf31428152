"""Small facts about HTML trees and the blocks made of them."""

import html
import re
from typing import Any

from lxml.etree import _Element as Element

Block = dict[str, Any]

DROPPED = frozenset(
    [
        "script",
        "style",
        "link",
        "meta",
        "base",
        "noscript",
        "template",
        "head",
        "title",
        "textarea",
        "svg",
        "canvas",
        "map",
        "area",
        "param",
        "source",
        "track",
        "button",
        "input",
        "select",
        "option",
        "datalist",
        "output",
        "progress",
        "meter",
    ]
)
INTERACTIVE = frozenset(["button", "input", "select", "textarea", "canvas"])
STANDALONE = frozenset(["img", "table", "iframe", "object", "embed", "video", "audio", "figure", "x-display"])
HEADINGS = frozenset(["h1", "h2", "h3", "h4"])
FLOW = frozenset(
    [
        "p",
        "div",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "hr",
        "section",
        "article",
        "aside",
        "header",
        "footer",
        "main",
        "nav",
        "figure",
        "h5",
        "h6",
    ]
)
RICH = STANDALONE | HEADINGS | FLOW
KEPT = frozenset(
    [
        "p",
        "br",
        "strong",
        "em",
        "u",
        "s",
        "sub",
        "sup",
        "code",
        "a",
        "ul",
        "ol",
        "li",
        "blockquote",
        "kbd",
        "mark",
        "abbr",
        "pre",
        "dl",
        "dt",
        "dd",
        "hr",
        "h5",
        "h6",
    ]
)
RENAMED = {
    "b": "strong", "i": "em", "cite": "em", "dfn": "em", "var": "em", "del": "s", "strike": "s", "ins": "u",
    "tt": "code", "samp": "code", "q": "em", "h1": "h5", "h2": "h5", "h3": "h5", "h4": "h6", "summary": "strong",
}  # fmt: skip
_TONES = {
    "callout": "info", "note": "info", "info": "info", "documentation": "info", "discussion": "info", "testimonial": "info",
    "prereq": "info", "prerequisites": "info", "overview": "info", "objectives": "info", "questions": "info",
    "keypoints": "success", "checklist": "success",
    "tip": "tip", "hint": "tip", "best-practice": "tip", "spoiler": "tip", "hint-wrapper": "tip", "tab": "tip",
    "warning": "warning", "caution": "warning", "alert": "warning", "important": "warning", "danger": "warning",
    "challenge": "challenge", "try-it": "challenge", "exercise": "challenge", "group-tab": "tip",
    "solution": "solution", "detailed-solution": "solution", "answer": "solution", "output-solution": "solution",
}  # fmt: skip
COLLAPSED = frozenset(["solution", "spoiler", "hint-wrapper", "hint", "answer"])


def tag_of(element: Element) -> str:
    """Lower-case name of the element; empty for comments and the like."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag.rpartition("}")[2].lower()


def classes_of(element: Element) -> list[str]:
    """Words of the class attribute."""
    return (element.get("class") or "").lower().split()


def tone_of(element: Element) -> tuple[str, str] | None:
    """Tone of a callout and the class that asks for it, or None when the element is no callout."""
    for word in classes_of(element):
        if word in _TONES:
            return _TONES[word], word
    return None


def text_of(element: Element) -> str:
    """All text of the element on one line."""
    return " ".join("".join(element.itertext()).split())  # type: ignore[arg-type]


def is_plain(element: Element) -> bool:
    """Whether nothing below the element needs a block or paragraph of its own."""
    return not any(tag_of(child) in RICH for child in element.iterdescendants())


def needs_blocks(element: Element) -> bool:
    """Whether something below the element cannot stand inside the HTML of a text block."""
    return any(
        tag_of(child) in STANDALONE or tag_of(child) in HEADINGS for child in element.iterdescendants()
    )


def is_blank_html(markup: str) -> bool:
    """Whether the HTML shows nothing."""
    if "<hr" in markup or "data-latex" in markup:
        return False
    return not html.unescape(re.sub(r"<[^>]*>", "", markup)).replace("\u200b", "").strip()


def document_of(blocks: list[Block]) -> dict[str, Any]:
    """A block document of the blocks, numbered anew."""
    # An embedded film keeps its provider's id in `id`, so its own name is called `block`.
    named = [
        {**block, "block" if block["type"] == "embed" else "id": f"b{n}"} for n, block in enumerate(blocks, 1)
    ]
    return {"version": 1, "blocks": named}

"""Whole HTML pages of packages: what stands in their body, their title and their meta facts."""

from dataclasses import dataclass, field
from html import escape

import lxml.html
from lxml.etree import ParserError

from edusync.integrations.formats.text import decode_text
from edusync.integrations.formats.tree import SourceNode


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """A page: `body` is markup, `meta` holds the named meta elements in small letters."""

    body: str
    title: str = ""
    meta: dict[str, str] = field(default_factory=dict)


def read_html_page(content: bytes, node: SourceNode | None = None) -> HtmlPage:
    """The page in a file. Never fails: HTML parsing repairs what it meets."""
    text = decode_text(content, node)
    if not text.strip():
        return HtmlPage(body="")
    parser = lxml.html.HTMLParser(huge_tree=True, encoding="utf-8")
    try:
        document = lxml.html.document_fromstring(text.encode(), parser=parser)
    except (ParserError, ValueError):
        return HtmlPage(body="")
    body = document.find("body")
    title = document.findtext(".//title") or ""
    meta = {
        (found.get("name") or "").lower(): found.get("content") or ""
        for found in document.iter("meta")
        if found.get("name")
    }
    return HtmlPage(body=_inner(body), title=" ".join(title.split()), meta=meta)


def _inner(body: lxml.html.HtmlElement | None) -> str:
    if body is None:
        return ""
    parts = [escape(body.text or "", quote=False)]
    parts += [lxml.html.tostring(child, encoding="unicode") for child in body]
    return "".join(parts)

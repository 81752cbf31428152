"""XML from strangers: no document types, no entities, no network."""

import re

from lxml import etree
from lxml.etree import _Element as Element

from edusync.integrations.formats.text import decode_text
from edusync.integrations.formats.tree import SourceNode
from edusync.integrations.problems import BrokenXml, ForbiddenXml

_SILENT = {"<!--": "-->", "<![CDATA[": "]]>"}
_SILENT_BEGIN = re.compile(r"<!--|<!\[CDATA\[")
_DECLARATION = re.compile(r"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST)", re.IGNORECASE)
_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def parse_xml(content: bytes, *, path: str, node: SourceNode | None = None) -> Element:
    """Root element of an XML file. Raises BrokenXml, ForbiddenXml."""
    text = _HEAD.sub("", decode_text(content, node).lstrip("\ufeff"), count=1)
    if _DECLARATION.search(_audible(text)):
        raise ForbiddenXml(f"{path} declares a document type or entities.", path=path)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True, strip_cdata=True, encoding="utf-8",
    )  # fmt: skip
    try:
        root = etree.fromstring(_CONTROLS.sub("", text).encode(), parser)
    except etree.XMLSyntaxError as error:
        raise BrokenXml(
            f"{path}, line {error.lineno or 1}: {error.msg}"[:400], path=path, line=error.lineno or 1
        ) from error
    if any(isinstance(child, etree._Entity) for child in root.iter()):
        raise ForbiddenXml(f"{path} uses an entity that XML does not know.", path=path)
    return root


def _audible(text: str) -> str:
    """The text without comments and CDATA, in which a document type means nothing."""
    parts: list[str] = []
    place = 0
    while found := _SILENT_BEGIN.search(text, place):
        parts.append(text[place : found.start()])
        end = text.find(_SILENT[found.group()], found.end())
        if end < 0:
            return "".join(parts)
        place = end + 3
    return "".join([*parts, text[place:]])


def inner_markup(element: Element) -> str:
    """Text and children of the element as HTML."""
    from html import escape

    parts = [escape(element.text or "", quote=False)]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in element]
    return "".join(parts)

"""One spelling for all versions: elements and attributes as QTI 2 writes them, without namespaces."""

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from edusync.integrations.formats.xmlfiles import Element

# What QTI cannot say stands in attributes of this name: `data-edusync-unit`, in QTI 2 `edusync-unit` in its namespace.
VENDOR = "edusync"
VENDOR_SPACE = "urn:edusync:qti"
etree.register_namespace(VENDOR, VENDOR_SPACE)
_DASH = re.compile(r"-([a-z0-9])")
_NAMESPACES = {
    "http://www.imsglobal.org/xsd/imsqti_v2p1": "2.1",
    "http://www.imsglobal.org/xsd/imsqti_v2p2": "2.2",
    "http://www.imsglobal.org/xsd/imsqtiasi_v3p0": "3.0",
}


def camel(name: str) -> str:
    """`choice-interaction` as `choiceInteraction`."""
    return _DASH.sub(lambda found: found[1].upper(), name)


def version_of(root: Element) -> str:
    """2.1, 2.2 or 3.0 by the namespace; empty for others."""
    return _NAMESPACES.get(etree.QName(root).namespace or "", "")


def local(element: Element) -> str:
    """Name without namespace, in the spelling of QTI 2."""
    name = etree.QName(element).localname if isinstance(element.tag, str) else ""
    return camel(name.removeprefix("qti-")) if name.startswith("qti-") else name


def plain_tree(root: Element) -> Element:
    """The tree in one spelling, in place. Elements of HTML and MathML keep their names."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        is_new = etree.QName(element).localname.startswith("qti-")
        element.tag = local(element)
        attributes = [
            (
                camel(etree.QName(name).localname) if is_new and not str(name).startswith("data-") else name,
                value,
            )
            for name, value in element.attrib.items()
        ]
        element.attrib.clear()
        for name, value in attributes:
            element.set(etree.QName(name).localname, value)
    etree.cleanup_namespaces(root)
    return root


def children(element: Element, *names: str) -> Iterator[Element]:
    """Children of these names."""
    return (child for child in element if child.tag in names)


def first(element: Element, name: str) -> Element | None:
    """The first element of that name at any depth."""
    return next(iter(element.iter(name)), None)


def extension(element: Element, name: str) -> Any:
    """What our own export says beside the standard; None where there is nothing that can be read."""
    text = element.get(f"data-{VENDOR}-{name}") or element.get(f"{VENDOR}-{name}") or ""
    if not text or len(text) > 20_000:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def words(element: Element | None) -> str:
    """Text of an element and all below, in one line."""
    return " ".join("".join(map(str, element.itertext())).split()) if element is not None else ""

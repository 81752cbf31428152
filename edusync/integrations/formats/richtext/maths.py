r"""Finds formulas in text nodes: \(…\), \[…\], $$…$$ and Open edX's [mathjax] marks."""

import re

from lxml import etree
from lxml.etree import _Element as Element

from edusync.integrations.formats.richtext.shape import tag_of

_FORMULA = re.compile(
    r"\\\((?P<inline>.+?)\\\)"
    r"|\[mathjaxinline\](?P<marked>.+?)\[/mathjaxinline\]"
    r"|\\\[(?P<display>.+?)\\\]"
    r"|\[mathjax\](?P<block>.+?)\[/mathjax\]"
    r"|\$\$(?P<dollars>.+?)\$\$",
    re.DOTALL,
)
_LITERAL = frozenset({"pre", "code", "script", "style", "textarea", "kbd", "samp"})


def mark_formulas(root: Element) -> None:
    """Replace formulas by elements `x-inline` and `x-display` whose text is the LaTeX."""
    for element in list(root.iter()):
        if not tag_of(element):
            _split_tail(element)
            continue
        is_literal = tag_of(element) in _LITERAL or any(
            tag_of(up) in _LITERAL for up in element.iterancestors()
        )
        if element.text and not is_literal:
            _split_text(element)
        if (
            element is not root
            and element.tail
            and not any(tag_of(up) in _LITERAL for up in element.iterancestors())
        ):
            _split_tail(element)


def _pieces(text: str) -> tuple[str, list[Element]]:
    """Text before the first formula, and the formulas, each with the text after it as its tail."""
    found: list[Element] = []
    first, last = "", 0
    for match in _FORMULA.finditer(text):
        before = text[last : match.start()]
        if found:
            found[-1].tail = before
        else:
            first = before
        kind = match.lastgroup
        element = etree.Element("x-inline" if kind in {"inline", "marked"} else "x-display")
        element.text = " ".join(match.group(kind or 0).split())
        found.append(element)
        last = match.end()
    if found:
        found[-1].tail = text[last:]
    return first, found


def _split_text(element: Element) -> None:
    first, found = _pieces(element.text or "")
    if found:
        element.text = first
        for index, formula in enumerate(found):
            element.insert(index, formula)


def _split_tail(element: Element) -> None:
    parent = element.getparent()
    first, found = _pieces(element.tail or "")
    if found and parent is not None:
        element.tail = first
        place = parent.index(element) + 1
        for index, formula in enumerate(found):
            parent.insert(place + index, formula)

r"""Finds formulas in text nodes: \(…\), \[…\], $$…$$ and Open edX's [mathjax] marks."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element as Element

from edusync.integrations.formats.richtext.shape import tag_of

# Opening mark, closing mark, kind of element.
_MARKS = {
    "\\(": ("\\)", "x-inline"),
    "[mathjaxinline]": ("[/mathjaxinline]", "x-inline"),
    "\\[": ("\\]", "x-display"),
    "[mathjax]": ("[/mathjax]", "x-display"),
    "$$": ("$$", "x-display"),
}
_OPENING = re.compile("|".join(re.escape(mark) for mark in _MARKS))
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


def _formulas(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Begin, end, kind and LaTeX of each formula. Linear: a closing mark that is missing is looked for once."""
    place = 0
    unclosed: set[str] = set()
    while found := _OPENING.search(text, place):
        closing, kind = _MARKS[found.group()]
        end = -1 if closing in unclosed else text.find(closing, found.end())
        latex = text[found.end() : end].strip() if end >= 0 else ""
        if end < 0:
            unclosed.add(closing)
        if latex:
            place = end + len(closing)
            yield found.start(), place, kind, " ".join(latex.split())
        else:
            place = found.end()


def _pieces(text: str) -> tuple[str, list[Element]]:
    """Text before the first formula, and the formulas, each with the text after it as its tail."""
    found: list[Element] = []
    first, last = text, 0
    for begin, end, kind, latex in _formulas(text):
        if found:
            found[-1].tail = text[last:begin]
        else:
            first = text[:begin]
        element = etree.Element(kind)
        element.text = latex
        found.append(element)
        last = end
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

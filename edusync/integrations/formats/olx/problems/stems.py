"""Splits a problem with several responses: which text belongs to which question."""

from dataclasses import dataclass, field
from html import escape

from lxml import etree
from lxml.etree import _Element as Element

from edusync.integrations.formats.olx.problems.parts import (
    ASIDE,
    INPUTS,
    RULES,
    holds_response,
    is_response,
    presentable,
    remove_keeping_tail,
    tag_of_parent,
    without,
)
from edusync.integrations.formats.richtext.shape import tag_of, text_of

_BLANK = "____"


@dataclass(slots=True)
class Asked:
    """One response and the HTML that stands before its answer field."""

    response: Element
    markup: str
    trailing: list[str] = field(default_factory=list)


class Splitter:
    """Reads a problem in order. What stands before a response belongs to it; what stands at the end, to the last."""

    def __init__(self, problem: Element) -> None:
        self.asked: list[Asked] = []
        self._pending: list[str] = []
        self._blanks = 0
        self._walk(problem)
        if self.asked and any(part.strip() for part in self._pending):
            self.asked[-1].trailing += self._pending

    def shared(self) -> str:
        """All text of a problem that asks nothing we can grade."""
        return "".join(self._pending)

    def _walk(self, element: Element) -> None:
        self._pending.append(escape(element.text or "", quote=False))
        for child in element:
            tag = tag_of(child)
            if tag in ASIDE or not tag:
                pass
            elif is_response(child):
                self._ask(child, _body(child))
            elif tag == "table" and holds_response(child):
                self._table(child)
            elif holds_response(child):
                self._walk(child)
            else:
                self._pending.append(_markup(child))
            self._pending.append(escape(child.tail or "", quote=False))

    def _ask(self, response: Element, body: str) -> None:
        self.asked.append(Asked(response, "".join([*self._pending, body])))
        self._pending = []

    def _table(self, table: Element) -> None:
        """Answer fields inside a table become numbered blanks; the first question shows the table."""
        responses = [child for child in table.iter() if is_response(child)]
        labels = [_place_in_table(table, response) for response in responses]
        copy = without(table, frozenset())
        for response in [child for child in copy.iter() if is_response(child)]:
            self._blanks += 1
            label = etree.Element("strong")
            label.text = f"[{self._blanks}]"
            label.tail = response.tail
            parent = response.getparent()
            if parent is not None:
                parent.replace(response, label)
        self._pending.append(_markup(copy))
        first = self._blanks - len(responses)
        for number, (response, place) in enumerate(zip(responses, labels, strict=True), first + 1):
            words = f" {escape(place, quote=False)}" if place else ""
            self._ask(response, f"<p><strong>[{number}]</strong>{words}</p>{_body(response)}")


def _markup(element: Element) -> str:
    copy = presentable(without(element, ASIDE))
    return etree.tostring(copy, encoding="unicode", method="html")


def _body(response: Element) -> str:
    """The text of a response, with a line where an answer field stands inside a sentence."""
    copy = without(response, ASIDE | RULES)
    inputs = [child for child in copy.iterdescendants() if tag_of(child) in INPUTS]
    for number, found in enumerate(inputs, 1):
        if len(inputs) > 1:
            _write_before(found, f" [{number}] ")
        elif tag_of_parent(found) in {"p", "span", "td", "li"}:
            _write_before(found, f" {_BLANK} ")
        remove_keeping_tail(found)
    presentable(copy)
    parts = [escape(copy.text or "", quote=False)]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in copy]
    return "".join(parts)


def _write_before(element: Element, words: str) -> None:
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = (before.tail or "") + words
    elif parent is not None:
        parent.text = (parent.text or "") + words


def _place_in_table(table: Element, response: Element) -> str:
    """What the row and the column of a cell are about."""
    cell = next((up for up in response.iterancestors() if tag_of(up) in {"td", "th"}), None)
    row = cell.getparent() if cell is not None else None
    if cell is None or row is None:
        return ""
    cells = [child for child in row if tag_of(child) in {"td", "th"}]
    head = next(table.iter("tr"), None)
    names = [child for child in head if tag_of(child) in {"td", "th"}] if head is not None else []
    column = cells.index(cell)
    parts = [text_of(cells[0]) if column and not holds_response(cells[0]) else ""]
    if head is not row and column < len(names) and not holds_response(names[column]):
        parts.append(text_of(names[column]))
    return ": ".join(part for part in parts if part)

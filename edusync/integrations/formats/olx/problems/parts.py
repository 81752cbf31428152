"""What all kinds of responses share: their texts, and the reason when one cannot be graded here."""

import re
from copy import deepcopy
from dataclasses import dataclass
from fractions import Fraction
from html import escape

from lxml import etree
from lxml.etree import _Element as Element

from edusync.integrations.formats.richtext import Links, html_to_inline
from edusync.integrations.formats.richtext.shape import tag_of
from edusync.integrations.formats.tree import SourceNode
from edusync.integrations.formats.xmlfiles import inner_markup

# Parts of a problem that are neither question text nor shown to learners as they stand.
ASIDE = frozenset(["solution", "demandhint", "script", "hintgroup", "hint"])
INPUTS = frozenset(
    [
        "choicegroup",
        "checkboxgroup",
        "radiogroup",
        "optioninput",
        "textline",
        "formulaequationinput",
        "textbox",
        "filesubmission",
        "jsinput",
        "imageinput",
        "annotationinput",
        "schematic",
        "designprotein2dinput",
        "editamoleculeinput",
        "drag_and_drop_input",
        "crystallography",
        "vsepr_input",
        "chemicalequationinput",
        "numericalinput",
        "javascriptinput",
        "customvalueinput",
    ]
)
RULES = frozenset(
    [
        "responseparam",
        "additional_answer",
        "correcthint",
        "stringequalhint",
        "regexphint",
        "numericalhint",
        "formulahint",
        "optionhint",
        "choicehint",
        "compoundhint",
        "hintpart",
        "answer",
    ]
)
VARIABLE = re.compile(r"\$(?:\{\s*)?[A-Za-z_]\w*")


class NotGradable(Exception):
    """The response cannot become a question: a code, and the reason in words."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Reading:
    """What is needed to read texts of a problem."""

    links: Links
    node: SourceNode

    def inline(self, element: Element | None) -> str:
        """Content of an element as inline HTML."""
        if element is None:
            return ""
        return html_to_inline(inner_markup(element), links=self.links, node=self.node)

    def words(self, text: str | None) -> str:
        """Plain text as inline HTML."""
        return escape(" ".join((text or "").split()), quote=False)


def is_response(element: Element) -> bool:
    """Whether the element asks for an answer."""
    return tag_of(element).endswith("response")


def holds_response(element: Element) -> bool:
    """Whether something below the element asks for an answer."""
    return any(is_response(child) for child in element.iterdescendants())


def without(element: Element, tags: frozenset[str]) -> Element:
    """A copy of the element from which elements of these names are gone; the text after them stays."""
    copy = deepcopy(element)
    copy.tail = None
    for child in list(copy.iterdescendants()):
        if tag_of(child) in tags:
            remove_keeping_tail(child)
    return copy


def remove_keeping_tail(element: Element) -> None:
    """Take the element out; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def presentable(element: Element) -> Element:
    """The element with the names that OLX adds to HTML turned into HTML, in place."""
    for child in list(element.iterdescendants()):
        tag = tag_of(child)
        if tag in {"label", "legend"}:
            child.tag = "p"
        elif tag == "description":
            child.tag = "p"
            inner = etree.SubElement(child, "em")
            inner.text, child.text = child.text, None
            for part in list(child)[:-1]:
                inner.append(part)
        elif tag == "clarification":
            child.tag = "span"
            child.text = f" ({(child.text or '').strip()})"
        elif tag in {"startouttext", "endouttext"}:
            remove_keeping_tail(child)
        elif tag in {"text", "center", "problem"}:
            child.tag = "div"
    return element


def percent(text: str | None, default: str) -> Fraction:
    """A share written as "50%" or "0.5". Raises NotGradable."""
    value = (text or default).strip()
    try:
        return Fraction(value.removesuffix("%")) / 100 if value.endswith("%") else Fraction(value)
    except (ValueError, ZeroDivisionError) as error:
        raise NotGradable("unreadable-points", f"The share {value[:40]} cannot be read.") from error


def is_true(text: str | None) -> bool:
    """OLX writes true in several ways."""
    return (text or "").strip().lower() in {"true", "yes", "1"}


def solution_of(reading: Reading, element: Element) -> str:
    """The worked solutions below the element, without the heading word that Studio puts before each."""
    texts = [
        re.sub(r"^\s*<p>\s*Explanation:?\s*</p>\s*", "", reading.inline(solution))
        for solution in element.iter("solution")
    ]
    return "\n".join(text for text in texts if text)


def hints_of(reading: Reading, problem: Element) -> list[str]:
    """Hints on demand, in order."""
    return [
        text
        for hint in problem.iter("hint")
        if tag_of_parent(hint) == "demandhint" and (text := reading.inline(hint))
    ]


def tag_of_parent(element: Element) -> str:
    """Name of the element around."""
    parent = element.getparent()
    return "" if parent is None else tag_of(parent)

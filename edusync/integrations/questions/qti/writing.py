"""Questions as QTI items: built as QTI 2 writes them, renamed for QTI 3."""

import dataclasses
import json
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import lxml.html
from lxml import etree
from lxml.etree import SubElement

from edusync.integrations.formats.xmlfiles import Element
from edusync.integrations.questions.found import LeftOut, title_of
from edusync.integrations.questions.outgoing import Outgoing
from edusync.integrations.questions.qti.names import VENDOR, VENDOR_SPACE

VERSIONS = ("2.1", "2.2", "3.0")
NAMESPACES = {
    "2.1": "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "2.2": "http://www.imsglobal.org/xsd/imsqti_v2p2",
    "3.0": "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
_TEMPLATES = {
    "2.1": "http://www.imsglobal.org/question/qti_v2p1/rptemplates/",
    "2.2": "http://www.imsglobal.org/question/qti_v2p2/rptemplates/",
    "3.0": "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/",
}
# What is not HTML: gets its prefix in QTI 3.
_OWN = re.compile(
    r"^(assessmentItem|itemBody|prompt|value|baseValue|variable|correct|correctResponse|mapping|mapEntry|default(?:Value)?"
    r"|responseDeclaration|outcomeDeclaration|responseProcessing|responseCondition|responseIf|responseElseIf|responseElse"
    r"|setOutcomeValue|sum|equal|match|patternMatch|stringMatch|mapResponse|isNull|not|gap|gapText|simpleChoice|inlineChoice|simpleMatchSet"
    r"|simpleAssociableChoice|hotspotChoice|associableHotspot|feedbackInline|modalFeedback|\w+Interaction)$"
)
# An identifier begins with a letter, which a public id need not.
OWN_REF = "q-"
_PLACE = re.compile(r"item-\d+")
_NO_NAME = re.compile(r"[^\w.-]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CAPITAL = re.compile(r"(?<!^)([A-Z])")


@dataclasses.dataclass(slots=True)
class Item:
    """An item that is being written. `notes` tell what does not come along."""

    question: Outgoing
    root: Element
    body: Element
    version: str
    notes: list[str] = dataclasses.field(default_factory=list)
    label: dict[str, str] = dataclasses.field(default_factory=dict)

    @property
    def points(self) -> Decimal:
        """What the question is worth."""
        return Decimal(self.question.points)

    def worth(self, share: Any) -> str:
        """A share of the points as a plain number."""
        found = (Decimal(str(share)) * self.points).quantize(Decimal("0.00000001"))
        return format(found.normalize() if found else Decimal(0), "f")

    def declare(self, name: str, cardinality: str, base_type: str, correct: Iterable[str]) -> Element:
        """A response variable with what is right."""
        element = etree.Element(
            "responseDeclaration", identifier=name, cardinality=cardinality, baseType=base_type
        )
        # Declarations stand before the body.
        self.root.insert(list(self.root).index(self.body), element)
        values = list(correct)
        if values:
            right = SubElement(element, "correctResponse")
            for value in values:
                SubElement(right, "value").text = value
        return element

    def map(self, declaration: Element, entries: Iterable[tuple[str, str]], **attributes: str) -> None:
        """What answers are worth."""
        mapping = SubElement(declaration, "mapping", attrib={"defaultValue": "0", **attributes})
        for key, value in entries:
            SubElement(mapping, "mapEntry", mapKey=key, mappedValue=value)

    def extend(self, element: Element, name: str, value: Any) -> None:
        """What QTI has no word for, for our own reading: `data-edusync-…` in QTI 3, an attribute of our own namespace before."""
        text = json.dumps(value, ensure_ascii=False, sort_keys=True)
        key = f"data-{VENDOR}-{name}" if self.version == "3.0" else f"{{{VENDOR_SPACE}}}{VENDOR}-{name}"
        element.set(key, _CONTROLS.sub("", text))

    def process(self, template: str) -> None:
        """Scoring by a standard template."""
        ending = ".xml" if self.version == "3.0" else ""
        SubElement(self.root, "responseProcessing", template=f"{_TEMPLATES[self.version]}{template}{ending}")


def put_html(parent: Element, markup: str) -> None:
    """HTML below an element, as XML."""
    found = lxml.html.fragment_fromstring(_CONTROLS.sub("", markup), create_parent="div")
    last = parent[-1] if len(parent) else None
    if found.text:
        if last is None:
            parent.text = (parent.text or "") + found.text
        else:
            last.tail = (last.tail or "") + found.text
    for child in found:
        parent.append(child)


def write_item(question: Outgoing, identifier: str, version: str) -> tuple[str, list[str]]:
    """The item as XML, and what of it does not come along. Raises LeftOut."""
    from edusync.integrations.questions.qti.writers import WRITERS

    if question.kind not in WRITERS:
        raise LeftOut("question-kind", "QTI has no such question.")
    root = etree.Element("assessmentItem")
    title = question.title or title_of(question.stem_html) or question.kind
    root.attrib.update(
        {
            "identifier": named(question, identifier),
            "title": _CONTROLS.sub("", title),
            "adaptive": "false",
            "timeDependent": "false",
        }
    )
    SubElement(
        root,
        "outcomeDeclaration",
        attrib={
            "identifier": "SCORE",
            "cardinality": "single",
            "baseType": "float",
            "normalMaximum": format(Decimal(question.points).normalize(), "f"),
        },
    )
    item = Item(question, root, SubElement(root, "itemBody"), version)
    write: Callable[[Item], None] = WRITERS[question.kind]
    write(item)
    _put_feedback(item)
    _put_label(item)
    return _as_text(root, version), item.notes


def source_name(identifier: str) -> str:
    """What the source calls the item; a place in a package is no name."""
    return "" if _PLACE.fullmatch(identifier) else identifier.removeprefix(OWN_REF)


def named(question: Outgoing, otherwise: str) -> str:
    """What the item is called: as it was where it came from, so that whoever brings it again knows it."""
    is_name = bool(question.ref) and not _NO_NAME.search(question.ref)
    return f"{OWN_REF}{question.ref}" if is_name else otherwise


def put_stem(item: Item, parent: Element | None = None) -> None:
    """What is asked, with its pictures."""
    place = item.body if parent is None else parent
    put_html(place, item.question.stem_html)
    for picture in item.question.pictures:
        paragraph = SubElement(place, "p")
        SubElement(paragraph, "img", src=f"images/{picture.name}", alt=picture.alt)


def _put_feedback(item: Item) -> None:
    """What is said after answering; standard templates show none of it, so it is there to be read only."""
    said = {
        "correct": item.question.feedback_correct,
        "incorrect": item.question.feedback_incorrect,
        "explanation": item.question.explanation,
        **{f"hint-{number}": text for number, text in enumerate(item.question.hints, 1)},
    }
    for name, text in said.items():
        if text:
            element = SubElement(
                item.root,
                "modalFeedback",
                attrib={"outcomeIdentifier": "FEEDBACK", "identifier": name, "showHide": "show"},
            )
            put_html(element, text)


def _put_label(item: Item) -> None:
    """Where it is filed, and what the standard has no word for."""
    names = "/".join(name.replace("/", "//") for name in item.question.category)
    facts = {"category": names, "tags": ",".join(item.question.tags), **item.label}
    text = "|".join(f"{name}={value.replace('|', ' ')}" for name, value in facts.items() if value)
    if text:
        item.root.set("label", _CONTROLS.sub("", text))


def _as_text(root: Element, version: str) -> str:
    if version == "3.0":
        for element in root.iter():
            if isinstance(element.tag, str) and _OWN.match(element.tag):
                element.tag = f"qti-{_dashed(element.tag)}"
                attributes = {_dashed(str(name)): str(value) for name, value in element.attrib.items()}
                element.attrib.clear()
                for name, value in attributes.items():
                    element.set(name, value)
    text = etree.tostring(root, encoding="unicode")
    name = root.tag
    text = text.replace(f"<{name} ", f'<{name} xmlns="{NAMESPACES[version]}" ', 1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _dashed(name: str) -> str:
    return _CAPITAL.sub(lambda found: f"-{found[1].lower()}", name)

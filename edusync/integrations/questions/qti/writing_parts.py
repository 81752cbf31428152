"""What the writers of several interactions share."""

from decimal import Decimal
from typing import Any

from lxml.etree import SubElement

from edusync.integrations.formats.xmlfiles import Element
from edusync.integrations.questions.qti.writing import Item, put_html

RESPONSE = "RESPONSE"


def put_choice(parent: Element, tag: str, name: str, html: str, feedback: str = "", **more: str) -> Element:
    """A choice with its words, and what is said to whoever takes it."""
    element = SubElement(parent, tag, attrib={"identifier": name, **more})
    put_html(element, html)
    if feedback:
        said = SubElement(
            element,
            "feedbackInline",
            attrib={"outcomeIdentifier": "FEEDBACK", "identifier": name, "showHide": "show"},
        )
        put_html(said, feedback)
    return element


def plain(value: Decimal) -> str:
    """A number without exponent and without zeros at its end."""
    return format(value.quantize(Decimal("0.00000001")).normalize() if value else Decimal(0), "f")


def note_feedback(item: Item, answers: list[dict[str, Any]]) -> None:
    """Single written answers have no place for feedback."""
    if any(answer.get("feedback") for answer in answers):
        item.notes.append("Feedback to single written answers does not come along.")


def set_score(branch: Element, points: str, *, is_sum: bool) -> None:
    """What a branch of the rules earns; a sum is added to what other gaps earned."""
    outcome = SubElement(branch, "setOutcomeValue", identifier="SCORE")
    if is_sum:
        outcome = SubElement(outcome, "sum")
        SubElement(outcome, "variable", identifier="SCORE")
    SubElement(outcome, "baseValue", baseType="float").text = points


def declare_pairs(item: Item, right: list[str]) -> None:
    """Pairs by the scoring of the question: all together, each for itself, wrong ones taking away."""
    declaration = item.declare(RESPONSE, "multiple", "directedPair", right)
    scoring = item.question.settings.get("scoring", "each")
    if scoring == "all_or_nothing":
        item.process("match_correct")
        return
    share = plain(item.points / len(right))
    loss = f"-{share}" if scoring == "less_wrong" else "0"
    item.map(declaration, [(pair, share) for pair in right], defaultValue=loss, lowerBound="0")
    item.process("map_response")

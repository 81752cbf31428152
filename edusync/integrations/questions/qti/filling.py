"""Written answers of QTI: text entries and inline choices in a text, extended text, files."""

import copy
from decimal import Decimal
from typing import Any

from edusync.assessment.drafts import OptionDraft
from edusync.integrations.formats.xmlfiles import Element
from edusync.integrations.questions.found import LeftOut, no_right_answer, weight_text
from edusync.integrations.questions.qti.asked import Asked, Parts
from edusync.integrations.questions.qti.choosing import shares_of
from edusync.integrations.questions.qti.declarations import Declaration
from edusync.integrations.questions.qti.markup import (
    feedback_in,
    gap_text,
    html_of,
    inline_html,
    replace_with_text,
)
from edusync.integrations.questions.qti.names import extension
from edusync.integrations.questions.qti.processing import ValueRule

NUMBERS = ("float", "integer")


def extended(asked: Asked) -> Parts:
    """`extendedTextInteraction`: an essay that a person reads."""
    settings: dict[str, Any] = {}
    lines = asked.element.get("expectedLines") or ""
    if lines.isdigit() and 1 <= int(lines) <= 100:
        settings["lines"] = int(lines)
    return Parts("essay", asked.stem(), settings)


def upload(asked: Asked) -> Parts:
    """`uploadInteraction`."""
    return Parts("file", asked.stem())


def gaps(asked: Asked, inline: list[Element]) -> Parts:
    """Entries and choices in a text: one alone in its block is a question of its own kind, else it is a cloze."""
    if len(inline) == 1 and _is_alone(inline[0]):
        return _single(asked, inline[0])
    kept = copy.deepcopy(asked.body)
    places = [one for one in kept.iter() if one.tag in ("textEntryInteraction", "inlineChoiceInteraction")]
    found, worth = [], []
    for number, (place, element) in enumerate(zip(places, inline, strict=True), 1):
        gap, points = _gap(asked, element)
        found.append(gap)
        worth.append(points)
        replace_with_text(place, f"[[{number}]]")
    for gap, weight in zip(found, _weights(worth), strict=True):
        if weight != 1:
            gap["weight"] = weight
    whole = sum((one or Decimal(1) for one in worth), Decimal(0))
    above = next((one for one in kept if one.tag == "div" and one.get("id") == "stem"), None)
    stem = ""
    if above is not None:
        stem = html_of(above)
        kept.remove(above)
    settings = {"text": gap_text(html_of(kept), asked.node), "gaps": found}
    return Parts("cloze", stem, settings, (), whole)


def _is_alone(element: Element) -> bool:
    """Whether nothing else stands in the paragraph of the interaction."""
    parent = element.getparent()
    if parent is None or parent.tag == "itemBody":
        return False
    return len(parent) == 1 and not (parent.text or "").strip() and not (element.tail or "").strip()


def _single(asked: Asked, element: Element) -> Parts:
    declaration = asked.declaration(element)
    stem = html_of(asked.body, without=(str(element.tag),))
    if element.tag == "inlineChoiceInteraction":
        names = [one.get("identifier") or "" for one in element.iter("inlineChoice")]
        shares, points = shares_of(asked, declaration, names)
        options = [
            OptionDraft(
                inline_html(one, asked.node) or "–", weight_text(shares[name]), feedback_in(one, asked.node)
            )
            for one, name in zip(element.iter("inlineChoice"), names, strict=True)
        ]
        return Parts("dropdown", stem, {}, options, points)
    if declaration.base_type in NUMBERS:
        answers, points = _answers(asked, declaration)
        return Parts("numerical", stem, {"answers": answers, **_unit(element)}, (), points)
    settings, points = _texts(asked, declaration, element)
    return Parts("text", stem, settings, (), points)


def _gap(asked: Asked, element: Element) -> tuple[dict[str, Any], Decimal | None]:
    """A gap of a cloze and what it is worth."""
    declaration = asked.declaration(element)
    if element.tag == "inlineChoiceInteraction":
        choices = list(element.iter("inlineChoice"))
        names = [one.get("identifier") or "" for one in choices]
        shares, points = shares_of(asked, declaration, names)
        words = [
            {
                "html": inline_html(one, asked.node) or "–",
                "weight": weight_text(max(Decimal(0), shares[name])),
                "feedback": feedback_in(one, asked.node),
            }
            for one, name in zip(choices, names, strict=True)
        ]
        return {"kind": "select", "words": words}, points
    if declaration.base_type in NUMBERS:
        answers, points = _answers(asked, declaration)
        return {"kind": "number", "answers": answers, **_unit(element)}, points
    settings, points = _texts(asked, declaration, element)
    return {"kind": "text", **settings}, points


def _unit(element: Element) -> dict[str, Any]:
    """Units that our own export tells beside the number."""
    unit = extension(element, "unit")
    return {"unit": unit} if isinstance(unit, dict) else {}


def _texts(asked: Asked, declaration: Declaration, element: Element) -> tuple[dict[str, Any], Decimal | None]:
    """Accepted texts and patterns. What patterns make of case and of any text, our own export tells beside them."""
    rules = [rule for rule in asked.processing.rules if rule.variable == declaration.identifier]
    is_case_sensitive = any(entry.is_case_sensitive for entry in declaration.entries) or any(
        rule.is_case_sensitive or rule.is_pattern for rule in rules
    )
    settings: dict[str, Any] = {"is_case_sensitive": is_case_sensitive}
    own = extension(element, "text")
    own = own if isinstance(own, dict) else {}
    if isinstance(own.get("is_case_sensitive"), bool):
        settings["is_case_sensitive"] = own["is_case_sensitive"]
    if own.get("accepts_any") is True:
        settings["accepts_any"] = True
        if not rules:
            return {**settings, "answers": []}, None
    answers, points = _answers(asked, declaration)
    return {**settings, "answers": answers}, points


def _answers(asked: Asked, declaration: Declaration) -> tuple[list[dict[str, Any]], Decimal | None]:
    """Accepted answers with their shares, the best first as written; Raises LeftOut."""
    rules = [rule for rule in asked.processing.rules if rule.variable == declaration.identifier]
    if not rules and declaration.entries and asked.processing.mode(declaration.identifier) != "match":
        rules = [ValueRule("", entry.key, entry.value) for entry in declaration.entries]
    points: Decimal | None = asked.processing.points
    if not rules:
        tolerance = asked.processing.tolerances.get(declaration.identifier, "")
        rules = [ValueRule("", one, Decimal(1), tolerance) for one in declaration.correct]
    else:
        points = max((rule.points for rule in rules), default=None)
    good = [rule for rule in rules if rule.points > 0]
    if not good:
        raise no_right_answer()
    whole = max(rule.points for rule in good)
    is_number = declaration.base_type in NUMBERS
    return [_answer(rule, whole, is_number=is_number) for rule in good], points


def _answer(rule: ValueRule, whole: Decimal, *, is_number: bool) -> dict[str, Any]:
    share = weight_text(rule.points / whole)
    if is_number:
        return {"value": rule.value, "tolerance": rule.tolerance or "0", "weight": share, "feedback": ""}
    return {"text": rule.value, "is_pattern": rule.is_pattern, "weight": share, "feedback": ""}


def _weights(worth: list[Decimal | None]) -> list[int]:
    """Whole numbers in the relation of the points. Raises LeftOut for those that have none."""
    given = [one or Decimal(1) for one in worth]
    for factor in (1, 2, 3, 4, 5, 6, 10, 12, 20, 100, 1000):
        scaled = [one * factor / min(given) for one in given]
        if all(abs(one - round(one)) < Decimal("0.001") and 1 <= round(one) <= 1000 for one in scaled):
            return [round(one) for one in scaled]
    raise LeftOut("weights", "The points of the gaps have no common measure.")

"""Choices of QTI: one, several, true or false."""

from decimal import Decimal
from typing import Any

from edusync.assessment.drafts import OptionDraft
from edusync.integrations.formats.xmlfiles import Element
from edusync.integrations.questions.found import LeftOut, no_right_answer, weight_text
from edusync.integrations.questions.qti.asked import Asked, Parts
from edusync.integrations.questions.qti.declarations import Declaration
from edusync.integrations.questions.qti.markup import feedback_in, inline_html


def choice(asked: Asked) -> Parts:
    """`choiceInteraction`."""
    declaration = asked.declaration()
    found = list(asked.element.iter("simpleChoice"))
    names = [one.get("identifier") or "" for one in found]
    shares, points = shares_of(asked, declaration, names)
    is_single = declaration.cardinality == "single"
    if is_single and sorted(names) == ["false", "true"]:
        return _truth(asked, found, shares, points)
    options = [
        OptionDraft(
            inline_html(one, asked.node) or "–", weight_text(shares[name]), feedback_in(one, asked.node)
        )
        for one, name in zip(found, names, strict=True)
    ]
    if is_single:
        return Parts("single_choice", asked.stem(), {}, options, points)
    settings: dict[str, Any] = {}
    if asked.label.get("scoring"):
        settings["scoring"] = asked.label["scoring"]
    elif asked.is_mapped(declaration):
        settings["scoring"] = "weights"
    return Parts("multiple_choice", asked.stem(), settings, options, points)


def _truth(asked: Asked, found: list[Element], shares: dict[str, Decimal], points: Decimal | None) -> Parts:
    said = {one.get("identifier"): feedback_in(one, asked.node) for one in found}
    settings = {
        "is_true": shares["true"] > shares["false"],
        "feedback_true": said["true"],
        "feedback_false": said["false"],
    }
    return Parts("true_false", asked.stem(), settings, (), points)


def shares_of(
    asked: Asked, declaration: Declaration, names: list[str]
) -> tuple[dict[str, Decimal], Decimal | None]:
    """Share of the points by choice, and what all of it is worth where the item says so. Raises LeftOut."""
    worth = _worth(asked, declaration, names)
    if worth is None:
        right = set(declaration.correct)
        if not right & set(names):
            raise no_right_answer()
        return {name: Decimal(int(name in right)) for name in names}, asked.processing.points
    positive = [value for value in worth.values() if value > 0]
    if not positive:
        raise no_right_answer()
    whole = max(positive) if declaration.cardinality == "single" else sum(positive, Decimal(0))
    if declaration.upper is not None and 0 < declaration.upper < whole:
        raise LeftOut("upper-bound", "The mapping gives more than its upper bound lets count.")
    return {name: worth[name] / whole for name in names}, whole


def _worth(asked: Asked, declaration: Declaration, names: list[str]) -> dict[str, Decimal] | None:
    """Points by choice: of the mapping, or of rules written by hand; None when all or nothing counts."""
    if asked.is_mapped(declaration):
        return {name: declaration.values.get(name, declaration.default) for name in names}
    rules = [rule for rule in asked.processing.rules if rule.variable == declaration.identifier]
    is_by_rules = asked.processing.mode(declaration.identifier) == "rules"
    if is_by_rules and any(rule.value in names for rule in rules):
        given = {rule.value: rule.points for rule in rules}
        return {name: given.get(name, Decimal(0)) for name in names}
    return None

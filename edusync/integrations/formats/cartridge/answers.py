"""How QTI 1.2 says what is right: conditions on the answer, the score they give, the feedback they show."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from lxml.etree import _Element as Element

from edusync.integrations.formats.richtext.shape import tag_of


@dataclass(frozen=True, slots=True)
class Match:
    """One thing that the answer must be, or must contain (`is_part`)."""

    text: str
    is_case_sensitive: bool = False
    is_part: bool = False


@dataclass(slots=True)
class Rule:
    """A condition with its consequences. `left` must not be chosen; `low` and `high` bound a number."""

    score: Decimal = Decimal(0)
    feedback: str = ""
    chosen: list[Match] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    low: str | None = None
    high: str | None = None


def read_rules(item: Element) -> Iterator[Rule]:
    """The rules of an item, in order."""
    for condition in item.iter():
        if tag_of(condition) != "respcondition":
            continue
        rule = Rule()
        for part in condition:
            name = tag_of(part)
            if name == "conditionvar":
                _read_condition(part, rule, is_negated=False)
            elif name == "setvar" and (part.get("varname") or "SCORE").upper() in {"SCORE", "QUE_SCORE"}:
                rule.score += _number("".join(part.itertext()))  # type: ignore[arg-type]
            elif name == "displayfeedback":
                rule.feedback = rule.feedback or part.get("linkrefid") or ""
        yield rule


def _read_condition(element: Element, rule: Rule, *, is_negated: bool) -> None:
    for part in element:
        name = tag_of(part)
        words = "".join(part.itertext()).strip()  # type: ignore[arg-type]
        if name == "not":
            _read_condition(part, rule, is_negated=not is_negated)
        elif name in {"and", "or"}:
            _read_condition(part, rule, is_negated=is_negated)
        elif name in {"varequal", "varsubstring"}:
            if is_negated:
                rule.left.append(words)
            else:
                is_exact = (part.get("case") or "").lower() == "yes"
                rule.chosen.append(Match(words, is_exact, name == "varsubstring"))
        elif name in {"vargte", "vargt"} and not is_negated:
            rule.low = words
        elif name in {"varlte", "varlt"} and not is_negated:
            rule.high = words


def _number(text: str) -> Decimal:
    try:
        return Decimal(text.strip())
    except InvalidOperation:
        return Decimal(0)

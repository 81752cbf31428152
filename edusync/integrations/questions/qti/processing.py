"""Response processing: the standard templates, and the forms that tools and people write by hand."""

import dataclasses
from collections.abc import Iterator
from decimal import Decimal

from edusync.integrations.formats.xmlfiles import Element
from edusync.integrations.questions.qti.declarations import number
from edusync.integrations.questions.qti.names import first, words

TEMPLATES = {
    "match_correct": "match",
    "map_response": "map",
    "map_response_point": "map",
    "cc2_match_basic": "match",
    "cc2_map_response": "map",
}


@dataclasses.dataclass(frozen=True, slots=True)
class ValueRule:
    """An answer to a variable that earns `points`; a number with a tolerance, in percent where it is relative."""

    variable: str
    value: str
    points: Decimal
    tolerance: str = ""
    is_pattern: bool = False
    is_case_sensitive: bool = False


@dataclasses.dataclass(slots=True)
class Processing:
    """How an item is scored: by variable `match` (all or nothing), `map`, or own rules."""

    modes: dict[str, str] = dataclasses.field(default_factory=dict)
    rules: list[ValueRule] = dataclasses.field(default_factory=list)
    points: Decimal | None = None
    # Of the declared number, by variable.
    tolerances: dict[str, str] = dataclasses.field(default_factory=dict)
    is_understood: bool = True

    def mode(self, variable: str) -> str:
        """match, map, rules, or empty where nothing is said."""
        if variable in self.modes:
            return self.modes[variable]
        return "rules" if any(rule.variable == variable for rule in self.rules) else ""


def read_processing(item: Element, variables: list[str]) -> Processing:
    """What the item says about scoring."""
    element = first(item, "responseProcessing")
    if element is None:
        return Processing()
    template = (element.get("template") or element.get("templateLocation") or "").rstrip("/")
    name = template.rsplit("/", 1)[-1].removesuffix(".xml").lower()
    if name in TEMPLATES:
        return Processing({"RESPONSE": TEMPLATES[name]} | dict.fromkeys(variables[:1], TEMPLATES[name]))
    found = Processing(is_understood=not template)
    for mapped in (*element.iter("mapResponse"), *element.iter("mapResponsePoint")):
        found.modes[mapped.get("identifier") or ""] = "map"
    for branch in element.iter("responseIf", "responseElseIf"):
        _read_branch(branch, found)
    return found


def _read_branch(branch: Element, found: Processing) -> None:
    """A condition and the score it sets."""
    score = _score(branch)
    condition = next((child for child in branch if isinstance(child.tag, str)), None)
    if condition is None or condition.tag in ("isNull", "not"):
        return
    for test in _tests(condition):
        _read_test(test, score, found, is_alone=test is condition)


def _tests(condition: Element) -> Iterator[Element]:
    if condition.tag in ("and", "or", "anyN"):
        for child in condition:
            yield from _tests(child)
    else:
        yield condition


def _read_test(test: Element, score: Decimal | None, found: Processing, *, is_alone: bool) -> None:
    variables = [one.get("identifier") or "" for one in test.iter("variable")]
    if (
        test.tag
        not in ("match", "equal", "equalRounded", "stringMatch", "member", "contains", "patternMatch")
        or not variables
    ):
        # What only sets feedback, or asks something else, decides no points that could be told here.
        found.is_understood = found.is_understood and score is None
        return
    if test.tag == "patternMatch":
        if score is not None and test.get("pattern"):
            found.rules.append(ValueRule(variables[0], test.get("pattern") or "", score, is_pattern=True))
        return
    value = first(test, "baseValue")
    if value is None:
        if first(test, "correct") is not None:
            found.modes.setdefault(variables[0], "match")
            found.tolerances.setdefault(variables[0], _tolerance(test))
            if is_alone and score is not None and score > 0:
                found.points = max(found.points or score, score)
        return
    if score is None:
        return
    is_case_sensitive = test.tag == "stringMatch" and test.get("caseSensitive") == "true"
    found.rules.append(
        ValueRule(variables[0], words(value), score, _tolerance(test), is_case_sensitive=is_case_sensitive)
    )


def _tolerance(test: Element) -> str:
    """The tolerance as settings have it: an absolute one, or percent."""
    if test.tag != "equal" or test.get("toleranceMode", "exact") == "exact":
        return "0" if test.tag == "equal" else ""
    least = number(
        (test.get("tolerance") or "0").split()[0] if (test.get("tolerance") or "").strip() else "0"
    )
    text = format((least or Decimal(0)).normalize(), "f")
    return f"{text}%" if test.get("toleranceMode") == "relative" else text


def _score(branch: Element) -> Decimal | None:
    """What the branch adds to the score, or sets it to; None when it is about something else."""
    for outcome in branch.iter("setOutcomeValue"):
        if (outcome.get("identifier") or "").upper() in ("SCORE", "PASSED"):
            value = first(outcome, "baseValue")
            return number(words(value)) if value is not None else None
    return None

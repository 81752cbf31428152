"""Responses in writing: a number, a text, a formula."""

import re
from typing import Any

from lxml.etree import _Element as Element

from edusync.integrations.formats.olx.problems.parts import NotGradable, Reading
from edusync.integrations.formats.richtext.shape import tag_of

Answer = dict[str, Any]
_RANGE = re.compile(r"^\s*([\[(])\s*([^,\[\]()]+|.+?)\s*,\s*(.+?)\s*([\])])\s*$")
_ANYTHING = frozenset({".*", ".+", ".*.", "..*", "[\\s\\S]*", "[\\s\\S]+", "^.*$", "^.+$"})
_DEFAULT_FORMULA_TOLERANCE = "0.00001"
_PARTIAL = "0.5"


def numerical(reading: Reading, response: Element) -> list[Answer]:
    """`numericalresponse`: value or range, tolerance, further answers, partial credit for a list or for close values."""
    tolerance = _tolerance(response, "0.001%")
    feedback = _first_hint(reading, response, "correcthint")
    answers = [_number(response.get("answer") or "", tolerance, feedback)]
    answers += [
        _number(more.get("answer") or more.text or "", tolerance, _first_hint(reading, more, "correcthint"))
        for more in response.iter("additional_answer")
    ]
    partial = (response.get("partial_credit") or "").lower()
    for param in response.iter("responseparam"):
        if "list" in partial and param.get("partial_answers"):
            values = (param.get("partial_answers") or "").split(",")
            answers += [{**_number(value, tolerance, ""), "weight": _PARTIAL} for value in values]
        if "close" in partial and "value" in answers[0]:
            wider = _widened(tolerance, param.get("partial_range") or "2")
            answers.append({**answers[0], "tolerance": wider, "weight": _PARTIAL, "feedback": ""})
            break
    return [{"kind": "numerical", "settings": {"answers": answers}}]


def _number(text: str, tolerance: str, feedback: str) -> dict[str, Any]:
    """One accepted answer. `[1,5)` is a range whose square ends belong to it."""
    text = text.strip()
    found = _RANGE.match(text) if text[:1] in "[(" and text[-1:] in "])" and "," in text else None
    if found:
        return {
            "low": found[2].strip(),
            "high": found[3].strip(),
            "includes_low": found[1] == "[",
            "includes_high": found[4] == "]",
            "feedback": feedback,
        }
    return {"value": text, "tolerance": tolerance, "feedback": feedback}


def _tolerance(response: Element, default: str) -> str:
    for param in response.iter("responseparam"):
        if (param.get("type") or "tolerance") == "tolerance" and param.get("default"):
            return (param.get("default") or "").replace(" ", "")
    return default


def _widened(tolerance: str, factor: str) -> str:
    try:
        number = float(tolerance.removesuffix("%")) * float(factor)
    except ValueError as error:
        raise NotGradable("unreadable-tolerance", "The tolerance cannot be read.") from error
    return f"{number:.12g}{'%' if tolerance.endswith('%') else ''}"


def _first_hint(reading: Reading, element: Element, tag: str) -> str:
    return next((reading.inline(child) for child in element if tag_of(child) == tag), "")


def text(reading: Reading, response: Element) -> list[Answer]:
    """`stringresponse`: alternatives, case, patterns, feedback for known wrong answers."""
    kinds = (response.get("type") or "").lower().split()
    is_pattern = "regexp" in kinds
    given = response.get("answer") or ""
    words = [given] if is_pattern else given.split("_or_")
    feedback = _first_hint(reading, response, "correcthint")
    answers = [_text(word, is_pattern, feedback) for word in words]
    answers += [
        _text(more.get("answer") or more.text or "", is_pattern, _first_hint(reading, more, "correcthint"))
        for more in response.iter("additional_answer", "or_answer")
    ]
    for hint in response.iter("stringequalhint", "regexphint"):
        wrong = _text(hint.get("answer") or "", tag_of(hint) == "regexphint", reading.inline(hint))
        answers.append({**wrong, "weight": 0})
    settings: dict[str, Any] = {"answers": answers, "is_case_sensitive": "ci" not in kinds}
    if is_pattern and any(answer["text"].strip() in _ANYTHING for answer in answers):
        settings = {"answers": [], "is_case_sensitive": False, "accepts_any": True}
    return [{"kind": "text", "settings": settings}]


def _text(words: str, is_pattern: bool, feedback: str) -> dict[str, Any]:
    words = words.strip().removeprefix("^").removesuffix("$") if is_pattern else words.strip()
    if not words:
        raise NotGradable("no-right-answer", "The source gives no right answer.")
    return {"text": words, "weight": 1, "is_pattern": is_pattern, "feedback": feedback}


def formula(reading: Reading, response: Element) -> list[Answer]:
    """`formularesponse`: compared by value at random points of the given ranges."""
    variables, samples = _samples(response.get("samples") or "")
    answers = [{"formula": (response.get("answer") or "").strip(), "weight": 1, "feedback": ""}]
    if response.find(".//formulahint") is not None:
        reading.node.lose("formula-hints", "Feedback for known wrong formulas was left out.")
    settings = {
        "answers": answers,
        "variables": variables,
        "samples": samples,
        "tolerance": _tolerance(response, _DEFAULT_FORMULA_TOLERANCE),
        "is_case_sensitive": "ci" not in (response.get("type") or "cs").lower().split(","),
    }
    return [{"kind": "formula", "settings": settings}]


def _samples(text: str) -> tuple[dict[str, list[float]], int]:
    """`x,y@1,2:3,4#10`: names, lowest values, highest values, number of points. Raises NotGradable."""
    try:
        names, _, rest = text.replace(" ", "").partition("@")
        ranges, _, count = rest.partition("#")
        low, _, high = ranges.partition(":")
        pairs = zip(low.split(","), high.split(","), strict=True)
        limits = [[float(least), float(most)] for least, most in pairs]
        return dict(zip(names.split(","), limits, strict=True)), max(1, min(int(count or 10), 50))
    except ValueError as error:
        raise NotGradable(
            "unreadable-samples", f"The ranges of the variables ({text[:60]}) cannot be read."
        ) from error

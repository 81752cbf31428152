"""Responses by choosing: one of several, several, from a list."""

import re
from typing import Any

from lxml.etree import _Element as Element

from edusync.assessment.drafts import OptionDraft
from edusync.integrations.formats.olx.problems.parts import NotGradable, Reading, is_true, percent, without
from edusync.integrations.formats.richtext.shape import tag_of

Answer = dict[str, Any]
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_HINTS = frozenset({"choicehint", "optionhint", "compoundhint"})
_MULTIPLE_SCORING = {"edc": "each_decision", "halves": "halves"}


def single_choice(reading: Reading, response: Element) -> list[Answer]:
    """`multiplechoiceresponse`, `truefalseresponse`: one choice; partial credit by points of a choice."""
    groups = [group for group in response.iter() if tag_of(group) in {"choicegroup", "radiogroup"}]
    if is_true(response.get("targeted-feedback")) or response.find(".//targetedfeedback") is not None:
        reading.node.lose(
            "targeted-feedback", "Feedback that the source shows beside the question was left out."
        )
    if any(response.get("answer-pool") or group.get("answer-pool") for group in groups):
        reading.node.lose("answer-pool", "The source shows a random part of the choices; here all are shown.")
    answers = []
    for group in groups:
        options = [
            _option(reading, choice, _choice_weight(response, choice)) for choice in group.iter("choice")
        ]
        answers.append({"kind": "single_choice", "options": options, "settings": {}})
    return answers


def _choice_weight(response: Element, choice: Element) -> str:
    correct = (choice.get("correct") or "").strip().lower()
    if correct.startswith("part"):
        is_on = "points" in (response.get("partial_credit") or "")
        return str(float(percent(choice.get("point_value"), "0.5"))) if is_on else "0"
    return "1" if is_true(correct) else "0"


def _option(reading: Reading, choice: Element, weight: str) -> OptionDraft:
    feedback = " ".join(
        _hint(reading, hint) for hint in choice.iter("choicehint", "optionhint") if _is_for_selected(hint)
    )
    return OptionDraft(reading.inline(without(choice, _HINTS)).strip(), weight, feedback.strip())


def _hint(reading: Reading, hint: Element) -> str:
    label = reading.words(hint.get("label"))
    text = reading.inline(hint)
    return f"<strong>{label}:</strong> {text}" if label else text


def _is_for_selected(hint: Element) -> bool:
    return (hint.get("selected") or "true").strip().lower() != "false"


def multiple_choice(reading: Reading, response: Element) -> list[Answer]:
    """`choiceresponse`: any number of choices; all right, or partial credit EDC or halves."""
    options: list[OptionDraft] = []
    unselected: list[str] = []
    for choice in response.iter("choice"):
        options.append(_option(reading, choice, "1" if is_true(choice.get("correct")) else "0"))
        missed = [hint for hint in choice.iter("choicehint") if not _is_for_selected(hint)]
        unselected.append(" ".join(_hint(reading, hint) for hint in missed))
    if response.find(".//compoundhint") is not None:
        reading.node.lose("combined-hints", "Feedback on combinations of choices was left out.")
    wanted = (response.get("partial_credit") or "").strip().lower()
    settings: dict[str, Any] = {"scoring": _MULTIPLE_SCORING.get(wanted, "all_or_nothing")}
    if any(unselected):
        settings["unselected_feedback"] = unselected
    return [{"kind": "multiple_choice", "options": options, "settings": settings}]


def dropdowns(reading: Reading, response: Element) -> list[Answer]:
    """`optionresponse`: a question for each list."""
    return [_dropdown(reading, found) for found in response.iter("optioninput")]


def _dropdown(reading: Reading, found: Element) -> Answer:
    options = [
        OptionDraft(
            reading.inline(without(option, _HINTS)).strip(),
            "1" if is_true(option.get("correct")) else "0",
            " ".join(_hint(reading, hint) for hint in option.iter("optionhint")).strip(),
        )
        for option in found.iter("option")
    ]
    if not options:
        right = " ".join((found.get("correct") or "").split())
        words = [" ".join(word.split()) for word in _listed(found.get("options") or "")]
        if right not in words:
            raise NotGradable("no-right-answer", "The source marks no entry of the list as right.")
        options = [OptionDraft(reading.words(word), "1" if word == right else "0", "") for word in words]
    return {"kind": "dropdown", "options": options, "settings": {}}


def _listed(text: str) -> list[str]:
    """Entries of `('one','two')`; also without quotes."""
    inner = text.strip().removeprefix("(").removesuffix(")")
    quoted = [re.sub(r"\\(.)", r"\1", one or two) for one, two in _QUOTED.findall(inner)]
    return quoted or [part.strip() for part in inner.split(",") if part.strip()]

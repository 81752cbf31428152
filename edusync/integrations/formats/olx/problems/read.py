"""Reads one problem: its questions, or the reason why there are none."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from html import escape
from typing import Any

from lxml.etree import _Element as Element

from edusync.assessment.drafts import OptionDraft, QuestionDraft
from edusync.assessment.scoring import Choice, check_settings
from edusync.integrations.formats.olx.problems import choices, written
from edusync.integrations.formats.olx.problems.parts import (
    INPUTS,
    VARIABLE,
    NotGradable,
    Reading,
    hints_of,
    solution_of,
    without,
)
from edusync.integrations.formats.olx.problems.stems import Asked, Splitter
from edusync.integrations.formats.richtext import Links, html_to_document
from edusync.integrations.formats.richtext.shape import tag_of
from edusync.integrations.formats.tree import SourceNode

Answer = dict[str, Any]
READERS: dict[str, Callable[[Reading, Element], list[Answer]]] = {
    "multiplechoiceresponse": choices.single_choice,
    "truefalseresponse": choices.single_choice,
    "choiceresponse": choices.multiple_choice,
    "optionresponse": choices.dropdowns,
    "numericalresponse": written.numerical,
    "stringresponse": written.text,
    "formularesponse": written.formula,
}
_KNOWN_BUT_NOT_HERE = {
    "customresponse": "It is graded by a script of the source, and scripts of packages are never run.",
    "imageresponse": "A click on a picture cannot be graded here.",
    "annotationresponse": "Annotation questions cannot be graded here.",
    "schematicresponse": "Drawn circuits cannot be graded here.",
    "jsmeresponse": "Drawn molecules cannot be graded here.",
    "symbolicresponse": "Symbolic answers of this type cannot be graded here.",
    "coderesponse": "Programs handed in cannot be graded here.",
    "externalresponse": "It is graded by another service.",
    "choicetextresponse": "Choices with answer fields inside cannot be graded here.",
    "javascriptresponse": "It is graded by a script of the source, and scripts of packages are never run.",
}
_NO_SCRIPTS = "Its values are made by a script of the source, and scripts of packages are never run."


def read_problem(element: Element, *, links: Links, node: SourceNode, title: str = "") -> list[QuestionDraft]:
    """Questions of a problem. An empty list comes with a node that is skipped with its reason."""
    reading = Reading(links, node)
    split = Splitter(element)
    if not split.asked:
        node.skip("no-response", "The problem asks for nothing.")
        return []
    if _is_computed(element):
        node.skip("needs-script", _NO_SCRIPTS)
        return []
    drafts: list[QuestionDraft] = []
    reasons: list[NotGradable] = []
    carried = ""
    for asked in split.asked:
        try:
            drafts += _drafts(reading, element, asked, carried, title)
            carried = ""
        except NotGradable as reason:
            reasons.append(reason)
            carried += asked.markup
    if reasons and not drafts:
        node.skip(reasons[0].code, reasons[0].detail)
    elif reasons:
        node.lose(
            "part-left-out", f"{len(reasons)} of {len(split.asked)} parts were left out: {reasons[0].detail}"
        )
    if drafts:
        _report_settings(element, node)
    return _finished(reading, element, drafts)


def _is_computed(element: Element) -> bool:
    """Whether texts or answers hold variables that a script would fill in."""
    scripts = [script for script in element.iter("script") if "loncapa" in (script.get("type") or "loncapa")]
    if not scripts:
        return any(VARIABLE.search(value) for child in element.iter() for value in _answers_of(child))
    for child in element.iter():
        if tag_of(child) == "script":
            if VARIABLE.search(child.tail or ""):
                return True
        elif any(
            VARIABLE.search(text) for text in (child.text or "", child.tail or "", *child.attrib.values())
        ):
            return True
    return False


def _answers_of(element: Element) -> list[str]:
    return [element.get("answer") or ""] if tag_of(element) == "numericalresponse" else []


def _drafts(
    reading: Reading, problem: Element, asked: Asked, carried: str, title: str
) -> list[QuestionDraft]:
    tag = tag_of(asked.response)
    reader = READERS.get(tag)
    if reader is None:
        reason = _KNOWN_BUT_NOT_HERE.get(tag, f"Answers of the type {tag} cannot be graded here.")
        raise NotGradable(f"{tag}-not-supported", reason)
    answers = reader(reading, asked.response)
    if not answers:
        raise NotGradable("no-answer-field", "The problem has no answer field.")
    markup = carried + asked.markup + "".join(asked.trailing)
    explanation = solution_of(reading, asked.response)
    drafts = []
    for number, answer in enumerate(answers, 1):
        options = [option for option in answer.get("options", []) if option.html]
        _check(answer["kind"], answer["settings"], options)
        stem = html_to_document(markup, links=reading.links, node=reading.node)
        if not stem["blocks"]:
            stem = html_to_document(_label(asked.response, title), links=reading.links, node=reading.node)
        if len(answers) > 1 and number > 1:
            stem = html_to_document(
                f"<p><strong>[{number}]</strong></p>", links=reading.links, node=reading.node
            )
        drafts.append(
            QuestionDraft(
                kind=answer["kind"],
                title=title[:200],
                stem=stem,
                options=options,
                settings=answer["settings"],
                explanation=explanation,
            )
        )
    return drafts


def _check(kind: str, settings: Answer, options: list[OptionDraft]) -> None:
    """Raises NotGradable when the question could not be asked or scored."""
    listed = [Choice(place, place, Decimal(str(option.weight))) for place, option in enumerate(options, 1)]
    faults = check_settings(kind, settings, listed)
    if faults:
        raise NotGradable("not-gradable", f"The answer cannot be graded here: {faults[0].detail}")


def _label(response: Element, title: str) -> str:
    """Older problems keep the question in an attribute of the answer field."""
    labels = [
        child.get("label") for child in response.iter() if tag_of(child) in INPUTS and child.get("label")
    ]
    return f"<p>{escape(labels[0] if labels and labels[0] else title or 'Answer the question.')}</p>"


def _finished(reading: Reading, problem: Element, drafts: list[QuestionDraft]) -> list[QuestionDraft]:
    """The drafts with points, hints and what is explained for the whole problem."""
    if not drafts:
        return []
    points = _points(reading.node, problem, len(drafts))
    outer = without(problem, frozenset(READERS) | frozenset(_KNOWN_BUT_NOT_HERE))
    explanation = solution_of(reading, outer)
    finished = [replace(draft, points=points) for draft in drafts]
    finished[0] = replace(finished[0], hints=hints_of(reading, problem))
    if explanation:
        last = finished[-1]
        finished[-1] = replace(last, explanation="\n".join(filter(None, (last.explanation, explanation))))
    return finished


def _points(node: SourceNode, problem: Element, count: int) -> Decimal:
    """The weight of the problem, shared by its questions; without one, a point for each."""
    text = (problem.get("weight") or "").strip()
    if not text:
        return Decimal(1)
    try:
        weight = Decimal(text)
    except InvalidOperation:
        weight = Decimal(1)
    if not weight.is_finite() or weight <= 0 or weight > 100_000:
        node.lose("no-weight", "The source gives no points for it; here it counts one point.")
        return Decimal(1)
    return max((weight / count).quantize(Decimal("0.001")), Decimal("0.001"))


def _report_settings(problem: Element, node: SourceNode) -> None:
    if problem.find(".//script") is not None:
        node.lose("script-removed", "A script was left out.")
    if (problem.get("showanswer") or "").lower() == "never":
        node.lose(
            "answer-shown", "The source never shows the right answer; here it is shown after submitting."
        )
    if (problem.get("rerandomize") or "never").lower() not in {"never", ""}:
        node.lose(
            "no-new-values", "The source makes a new variant for each try; here the question stays the same."
        )

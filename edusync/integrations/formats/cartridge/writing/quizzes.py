"""Quizzes as QTI 1.2 in the profile of cartridges."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = f"{QTI} http://www.imsglobal.org/profile/cc/ccv1p3/ccv1p3_qtiasiv1p2p1_v1p0.xsd"
_HIGHEST_ATTEMPTS = 5
# Tells what of a question does not fit: code and words.
Tell = Callable[[str, str], None]


def quiz_xml(
    *, identifier: str, title: str, content: dict[str, Any], stem: Callable[[dict[str, Any]], str], tell: Tell
) -> bytes | None:
    """The quiz as a file; None when none of its questions can be written. `stem` makes markup of a block document."""
    root = etree.Element(f"{{{QTI}}}questestinterop", nsmap={None: QTI, "xsi": XSI})  # type: ignore[dict-item]
    root.set(f"{{{XSI}}}schemaLocation", _SCHEMA)
    assessment = _add(root, "assessment", ident=identifier, title=title)
    attempts = content.get("attempts_allowed")
    facts = {
        "cc_profile": "cc.exam.v0p1",
        "qmd_assessmenttype": "Examination",
        "qmd_scoretype": "Percentage",
        "cc_maxattempts": str(min(attempts, _HIGHEST_ATTEMPTS)) if attempts else "unlimited",
    }
    if limit := content.get("time_limit_seconds"):
        facts["qmd_timelimit"] = str(max(1, round(limit / 60)))
    if attempts and attempts > _HIGHEST_ATTEMPTS:
        tell("attempts", f"The format allows at most {_HIGHEST_ATTEMPTS} attempts.")
    _add_facts(assessment, facts)
    section = _add(assessment, "section", ident="root_section")
    written = [
        QuestionWriter(section, one, stem, tell).write(number)
        for number, one in enumerate(content["questions"], 1)
    ]
    if not any(written):
        return None
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    element = etree.SubElement(parent, f"{{{QTI}}}{name}", attributes)
    if text:
        element.text = text
    return element


def _add_facts(parent: Element, facts: dict[str, str]) -> None:
    holder = _add(parent, "qtimetadata")
    for label, entry in facts.items():
        field = _add(holder, "qtimetadatafield")
        _add(field, "fieldlabel", label)
        _add(field, "fieldentry", entry)


class QuestionWriter:
    """Writes one question."""

    def __init__(
        self, section: Element, question: dict[str, Any], stem: Callable[[dict[str, Any]], str], tell: Tell
    ) -> None:
        self.section, self.question, self.stem, self.tell = section, question, stem, tell
        self._feedback: dict[str, str] = {}

    def write(self, number: int) -> bool:
        """Whether the question could be written. What did not fit is told."""
        question = self.question
        profile = self._profile()
        if profile is None:
            self.tell("question-kind", f"Question {number} is of a kind that the format does not know.")
            return False
        item = _add(
            self.section, "item", ident=f"q{number}", title=question.get("title") or f"Question {number}"
        )
        _add_facts(
            _add(item, "itemmetadata"), {"cc_profile": profile, "cc_weighting": _plain(question["points"])}
        )
        presentation = _add(item, "presentation")
        self._material(presentation, self.stem(question["stem"]))
        processing = etree.Element(f"{{{QTI}}}resprocessing")
        outcomes = _add(processing, "outcomes")
        _add(outcomes, "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
        if question.get("explanation"):
            self._show_always(processing, "general_fb", question["explanation"])
        if profile == "cc.fib.v0p1":
            self._blank(presentation, processing)
        else:
            self._choices(presentation, processing, is_multiple=profile == "cc.multiple_response.v0p1")
        item.append(processing)
        for identifier, markup in self._feedback.items():
            self._material(_add(_add(item, "itemfeedback", ident=identifier), "flow_mat"), markup)
        return True

    def _profile(self) -> str | None:
        kind, settings = self.question["kind"], self.question.get("settings") or {}
        if kind in {"single_choice", "dropdown"}:
            return "cc.multiple_choice.v0p1"
        if kind == "multiple_choice":
            return "cc.multiple_response.v0p1"
        if kind == "text" and any(not answer.get("is_pattern") for answer in settings.get("answers", [])):
            return "cc.fib.v0p1"
        if kind == "numerical" and any("value" in answer for answer in settings.get("answers", [])):
            return "cc.fib.v0p1"
        return None

    def _material(self, parent: Element, markup: str) -> None:
        _add(_add(parent, "material"), "mattext", markup or "<p></p>", texttype="text/html")

    def _show_always(self, processing: Element, identifier: str, markup: str) -> None:
        condition = _add(processing, "respcondition", **{"continue": "Yes"})
        _add(_add(condition, "conditionvar"), "other")
        _add(condition, "displayfeedback", feedbacktype="Response", linkrefid=identifier)
        self._feedback[identifier] = markup

    def _choices(self, presentation: Element, processing: Element, *, is_multiple: bool) -> None:
        response = _add(
            presentation,
            "response_lid",
            ident="response",
            rcardinality="Multiple" if is_multiple else "Single",
        )
        choices = _add(response, "render_choice")
        options = [(f"o{place}", option) for place, option in enumerate(self.question["options"], 1)]
        for identifier, option in options:
            self._material(_add(choices, "response_label", ident=identifier), option["html"])
        for identifier, option in options:
            if option.get("feedback"):
                condition = _add(processing, "respcondition", **{"continue": "Yes"})
                _add(_add(condition, "conditionvar"), "varequal", identifier, respident="response")
                _add(condition, "displayfeedback", feedbacktype="Response", linkrefid=f"{identifier}_fb")
                self._feedback[f"{identifier}_fb"] = option["feedback"]
        weights = {identifier: Decimal(str(option["weight"])) for identifier, option in options}
        if is_multiple:
            self._all_of(processing, weights)
        else:
            self._one_of(processing, weights)

    def _all_of(self, processing: Element, weights: dict[str, Decimal]) -> None:
        if (self.question.get("settings") or {}).get("scoring", "all_or_nothing") != "all_or_nothing":
            self.tell(
                "partial-credit", "Partial credit is not part of the format: all right choices, or nothing."
            )
        condition = _add(processing, "respcondition", **{"continue": "No"})
        both = _add(_add(condition, "conditionvar"), "and")
        for identifier, weight in weights.items():
            parent = both if weight > 0 else _add(both, "not")
            _add(parent, "varequal", identifier, respident="response")
        _add(condition, "setvar", "100", action="Set", varname="SCORE")

    def _one_of(self, processing: Element, weights: dict[str, Decimal]) -> None:
        if any(0 < weight < 1 for weight in weights.values()):
            self.tell(
                "partial-credit", "Partial credit is not part of the format: the right choice, or nothing."
            )
        best = max(weights.values(), default=Decimal(0))
        right = next((identifier for identifier, weight in weights.items() if weight == best), "")
        condition = _add(processing, "respcondition", **{"continue": "No"})
        _add(_add(condition, "conditionvar"), "varequal", right, respident="response")
        _add(condition, "setvar", "100", action="Set", varname="SCORE")

    def _blank(self, presentation: Element, processing: Element) -> None:
        response = _add(presentation, "response_str", ident="response", rcardinality="Single")
        _add(response, "render_fib", prompt="Box")
        settings = self.question.get("settings") or {}
        answers = settings.get("answers", [])
        if self.question["kind"] == "numerical":
            self.tell("tolerance", "Tolerances and units of numbers are not part of the format.")
        if any(answer.get("is_pattern") or "low" in answer for answer in answers):
            self.tell("patterns", "Answers given as patterns or ranges are not part of the format.")
        is_exact = "Yes" if settings.get("is_case_sensitive") else "No"
        for answer in answers:
            words = str(answer.get("text") or answer.get("value") or "")
            if not words or answer.get("is_pattern") or Decimal(str(answer.get("weight", 1))) <= 0:
                continue
            condition = _add(processing, "respcondition", **{"continue": "No"})
            _add(_add(condition, "conditionvar"), "varequal", words, respident="response", case=is_exact)
            _add(condition, "setvar", "100", action="Set", varname="SCORE")


def _plain(points: Any) -> str:
    return f"{Decimal(str(points)).normalize():f}"

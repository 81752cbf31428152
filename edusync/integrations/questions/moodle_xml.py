"""Moodle XML to drafts, by the type of question."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from edusync.assessment.drafts import OptionDraft, QuestionDraft
from edusync.integrations.formats.tree import SourceNode
from edusync.integrations.formats.xmlfiles import Element, parse_xml
from edusync.integrations.questions.cloze import read_cloze
from edusync.integrations.questions.found import (
    Found,
    LeftOut,
    as_html,
    category_path,
    inline_of,
    no_right_answer,
    stem_of,
    title_of,
    weight_text,
    wildcard,
)
from edusync.integrations.questions.moodle_more_kinds import MoreKinds


def read_moodle_xml(content: bytes) -> Iterator[Found]:
    """Everything in the file, in order. Raises BrokenXml, ForbiddenXml."""
    root = parse_xml(content, path="questions.xml")
    category: tuple[str, ...] = ()
    for place, element in enumerate(root.iter("question"), 1):
        kind = (element.get("type") or "").lower()
        if kind == "category":
            category = category_path(_text(element, "category"))
            continue
        node = SourceNode(path=f"question {place}", kind=kind)
        found = Found(place, _named(element), kind, node, category=category, tags=_tags(element))
        found.ref = _word(element, "idnumber")
        try:
            found.draft = MoodleQuestion(element, node, found).draft(kind)
            node.keep()
        except LeftOut as reason:
            node.skip(reason.code, reason.words)
        yield found


def _format(element: Element | None) -> str:
    name = element.get("format", "html") if element is not None else "html"
    return {"html": "html", "markdown": "markdown", "plain_text": "plain"}.get(name, "moodle")


def _named(element: Element) -> str:
    """Its name, or how it begins."""
    asked = element.find("questiontext")
    return _text(element, "name")[:80] or title_of(_text(asked), _format(asked))


def _tags(element: Element) -> list[str]:
    return [text for tag in element.findall("tags/tag") if (text := _text(tag)[:60])]


def _text(element: Element | None, path: str = "") -> str:
    """The text of `<path><text>…`, or of the element itself."""
    if element is None:
        return ""
    found = element.find(f"{path}/text" if path else "text")
    return (found.text or "").strip() if found is not None else ""


def _word(element: Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _decimal(text: str | None) -> Decimal:
    try:
        found = Decimal((text or "0").strip() or "0")
    except InvalidOperation:
        return Decimal(0)
    return found if found.is_finite() else Decimal(0)


class MoodleQuestion:
    """Makes a draft of one `<question>`."""

    def __init__(self, element: Element, node: SourceNode, found: Found) -> None:
        self.element, self.node, self.found = element, node, found

    def draft(self, kind: str) -> QuestionDraft:
        """The draft. Raises LeftOut."""
        makers: dict[str, Callable[[], dict[str, Any]]] = {
            "multichoice": self._choices,
            "truefalse": self._truth,
            "shortanswer": self._words,
            "numerical": self._numbers,
            "matching": self._pairs,
            "gapselect": lambda: self._gaps("selectoption"),
            "ddwtos": lambda: self._gaps("dragbox"),
            "cloze": self._cloze,
            **MoreKinds(self.element, self.node, self.found).makers(),
        }
        if kind not in makers:
            raise LeftOut(
                "question-kind", f"Questions of the type {kind or 'unknown'} have no place here."[:300]
            )
        if self.element.find("questiontext/file") is not None:
            self.node.lose("files", "Pictures and other files in the question did not come along.")
        made = makers[kind]()
        points = _decimal(self.element.findtext("defaultgrade"))
        return QuestionDraft(
            title=_text(self.element, "name")[:200],
            points=points if points > 0 else Decimal(1),
            explanation=self._said(self.element.find("generalfeedback")),
            feedback_correct=self._said(self.element.find("correctfeedback")),
            feedback_incorrect=self._said(self.element.find("incorrectfeedback")),
            hints=[hint for one in self.element.findall("hint") if (hint := self._said(one))],
            **{"stem": self._stem(), **made},
        )

    def _stem(self) -> dict[str, Any]:
        asked = self.element.find("questiontext")
        return stem_of(_text(asked), self.node, _format(asked))

    def _said(self, element: Element | None) -> str:
        text = _text(element)
        return inline_of(text, self.node, _format(element)) if text else ""

    def _answers(self) -> Iterator[tuple[Element, Decimal]]:
        for answer in self.element.findall("answer"):
            yield answer, _decimal(answer.get("fraction")) / 100

    def _choices(self) -> dict[str, Any]:
        is_single = _word(self.element, "single").lower() != "false"
        options = [
            OptionDraft(self._said(answer) or "–", weight_text(share), self._said(answer.find("feedback")))
            for answer, share in self._answers()
        ]
        if not any(Decimal(str(option.weight)) > 0 for option in options):
            raise no_right_answer()
        if is_single:
            return {"kind": "single_choice", "options": options}
        return {"kind": "multiple_choice", "options": options, "settings": {"scoring": "weights"}}

    def _truth(self) -> dict[str, Any]:
        settings: dict[str, Any] = {"is_true": None, "feedback_true": "", "feedback_false": ""}
        for answer, share in self._answers():
            word = _text(answer).lower()
            settings[f"feedback_{word}"] = self._said(answer.find("feedback"))
            if share > 0:
                settings["is_true"] = word == "true"
        if settings["is_true"] is None:
            raise no_right_answer()
        names = ("is_true", "feedback_true", "feedback_false")
        return {"kind": "true_false", "settings": {name: settings[name] for name in names}}

    def _words(self) -> dict[str, Any]:
        answers = [
            {
                **wildcard(_text(answer)),
                "weight": weight_text(share),
                "feedback": self._said(answer.find("feedback")),
            }
            for answer, share in self._answers()
            if _text(answer)
        ]
        if not any(Decimal(answer["weight"]) > 0 for answer in answers):
            raise no_right_answer()
        is_case_sensitive = _word(self.element, "usecase") == "1"
        return {"kind": "text", "settings": {"answers": answers, "is_case_sensitive": is_case_sensitive}}

    def _numbers(self) -> dict[str, Any]:
        answers = [
            {
                "value": _text(answer),
                "tolerance": _word(answer, "tolerance") or "0",
                "weight": weight_text(share),
                "feedback": self._said(answer.find("feedback")),
            }
            for answer, share in self._answers()
            if _text(answer) != "*"
        ]
        if not any(Decimal(answer["weight"]) > 0 for answer in answers):
            raise no_right_answer()
        settings: dict[str, Any] = {"answers": answers}
        units = [name for unit in self.element.findall("units/unit") if (name := _word(unit, "unit_name"))]
        if units:
            settings["unit"] = {"mode": "optional", "names": units}
        return {"kind": "numerical", "settings": settings}

    def _pairs(self) -> dict[str, Any]:
        pairs = [
            {"prompt": self._said(one), "match": inline_of(_text(one, "answer"), self.node, "plain")}
            for one in self.element.findall("subquestion")
        ]
        return {
            "kind": "matching",
            "settings": {
                "pairs": [pair for pair in pairs if pair["prompt"]],
                "distractors": [pair["match"] for pair in pairs if not pair["prompt"] and pair["match"]],
            },
        }

    def _gaps(self, name: str) -> dict[str, Any]:
        """The marks of the text name words by their place in the list."""
        asked = self.element.find("questiontext")
        text = inline_of(as_html(_text(asked), _format(asked)), self.node)
        words = [
            {"html": inline_of(_text(one), self.node), "group": int(_decimal(one.findtext("group")) or 1)}
            for one in self.element.findall(name)
        ]
        return {"kind": "gap_select", "stem": stem_of("", self.node), "settings": numbered(text, words)}

    def _cloze(self) -> dict[str, Any]:
        asked = self.element.find("questiontext")
        settings = read_cloze(as_html(_text(asked), _format(asked)), self.node)
        return {"kind": "cloze", "stem": stem_of("", self.node), "settings": settings}


def numbered(text: str, words: list[dict[str, Any]]) -> dict[str, Any]:
    """A text whose marks name words, as one whose marks count gaps."""
    gaps: list[dict[str, Any]] = []

    def count(found: re.Match[str]) -> str:
        gaps.append({"word": int(found[1])})
        return f"[[{len(gaps)}]]"

    return {"text": re.sub(r"\[\[(\d{1,3})\]\]", count, text), "words": words, "gaps": gaps}

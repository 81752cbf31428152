"""Questions as Moodle XML."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from lxml import etree
from lxml.etree import SubElement

from edusync.courses.blocks import inline_text
from edusync.integrations.formats.xmlfiles import Element
from edusync.integrations.questions.found import LeftOut, title_of
from edusync.integrations.questions.gift_writing import star_text
from edusync.integrations.questions.outgoing import Outgoing

_MARKER = re.compile(r"\[\[(\d{1,3})\]\]")
_CLOZE_MARKS = re.compile(r"[\\~#}/\"]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_moodle_xml(questions: Iterable[Outgoing]) -> tuple[str, list[tuple[Outgoing, str]]]:
    """The file, and the questions that Moodle XML cannot say with the reason."""
    root = etree.Element("quiz")
    refused: list[tuple[Outgoing, str]] = []
    category: tuple[str, ...] = ()
    for question in questions:
        try:
            element = _question(question)
        except LeftOut as reason:
            refused.append((question, reason.words))
            continue
        if question.category != category:
            category = question.category
            root.append(_category(category))
        root.append(element)
    text = etree.tostring(root, encoding="unicode", pretty_print=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}', refused


def _category(path: tuple[str, ...]) -> Element:
    element = etree.Element("question", type="category")
    names = "/".join(name.replace("/", "//") for name in ("$course$", "top", *path))
    _put(element, "category", names)
    return element


def _put(parent: Element, name: str, text: str, **attributes: str) -> Element:
    """`<name><text>…</text></name>`."""
    element = SubElement(parent, name, attrib=attributes)
    SubElement(element, "text").text = _CONTROLS.sub("", text)
    return element


def _html(parent: Element, name: str, text: str, **attributes: str) -> Element:
    return _put(parent, name, text, format="html", **attributes)


def _percent(weight: Any) -> str:
    return format((Decimal(str(weight)) * 100).normalize(), "f")


def _question(question: Outgoing) -> Element:
    writers: dict[str, tuple[str, Callable[[Element, Outgoing], None]]] = {
        "true_false": ("truefalse", _truth),
        "single_choice": ("multichoice", _choices),
        "dropdown": ("multichoice", _choices),
        "multiple_choice": ("multichoice", _choices),
        "text": ("shortanswer", _words),
        "numerical": ("numerical", _numbers),
        "matching": ("matching", _pairs),
        "gap_select": ("gapselect", _gaps),
        "cloze": ("cloze", lambda _element, _question: None),
        "description": ("description", lambda _element, _question: None),
        "essay": ("essay", _essay),
        "file": ("essay", _essay),
    }
    if question.kind not in writers:
        raise LeftOut("question-kind", "Moodle XML has no such question.")
    kind, write = writers[question.kind]
    element = etree.Element("question", type=kind)
    _put(element, "name", question.title or title_of(question.stem_html) or kind)
    _html(element, "questiontext", _asked(question))
    _html(element, "generalfeedback", question.explanation)
    SubElement(element, "defaultgrade").text = question.points
    if question.ref:
        SubElement(element, "idnumber").text = _CONTROLS.sub("", question.ref)
    write(element, question)
    if kind in ("multichoice", "matching", "gapselect"):
        _html(element, "correctfeedback", question.feedback_correct)
        _html(element, "incorrectfeedback", question.feedback_incorrect)
    for hint in question.hints:
        _html(element, "hint", hint)
    if question.tags:
        tags = SubElement(element, "tags")
        for tag in question.tags:
            _put(tags, "tag", tag)
    return element


def _asked(question: Outgoing) -> str:
    text = str(question.settings.get("text") or "")
    if question.kind == "gap_select":
        words = [str(gap["word"]) for gap in question.settings["gaps"]]
        text = _MARKER.sub(lambda found: f"[[{words[int(found[1]) - 1]}]]", text)
    elif question.kind == "cloze":
        gaps = [_cloze_gap(gap) for gap in question.settings["gaps"]]
        text = _MARKER.sub(lambda found: gaps[int(found[1]) - 1], text)
    else:
        text = ""
    return question.stem_html + text


def _answer(parent: Element, text: str, weight: Any, feedback: str, *, is_html: bool = False) -> Element:
    element = _put(
        parent, "answer", text, fraction=_percent(weight), format="html" if is_html else "moodle_auto_format"
    )
    _html(element, "feedback", feedback)
    return element


def _truth(element: Element, question: Outgoing) -> None:
    settings = question.settings
    for word, value in (("true", True), ("false", False)):
        weight = 1 if settings["is_true"] is value else 0
        _answer(element, word, weight, str(settings.get(f"feedback_{word}") or ""))


def _choices(element: Element, question: Outgoing) -> None:
    is_single = question.kind != "multiple_choice"
    SubElement(element, "single").text = "true" if is_single else "false"
    options = list(question.options)
    right = [option for option in options if Decimal(str(option["weight"])) > 0]
    if not is_single and question.settings.get("scoring") != "weights" and right:
        share = format((Decimal(1) / len(right)).quantize(Decimal("0.00001")), "f")
        options = [{**option, "weight": share if option in right else "-1"} for option in options]
    for option in options:
        _answer(element, option["html"], option["weight"], option["feedback"], is_html=True)


def _words(element: Element, question: Outgoing) -> None:
    settings = question.settings
    if settings.get("accepts_any"):
        raise LeftOut("text-rules", "Moodle XML cannot say that anything is right.")
    SubElement(element, "usecase").text = "1" if settings.get("is_case_sensitive") else "0"
    for answer in settings.get("answers") or []:
        _answer(element, star_text(answer), answer.get("weight", 1), str(answer.get("feedback") or ""))


def _numbers(element: Element, question: Outgoing) -> None:
    for answer in question.settings.get("answers") or []:
        value, tolerance = _value(answer)
        made = _answer(element, value, answer.get("weight", 1), str(answer.get("feedback") or ""))
        SubElement(made, "tolerance").text = tolerance
    names = (question.settings.get("unit") or {}).get("names") or []
    if names:
        units = SubElement(element, "units")
        for name in names:
            unit = SubElement(units, "unit")
            SubElement(unit, "multiplier").text = "1"
            SubElement(unit, "unit_name").text = str(name)


def _value(answer: dict[str, Any]) -> tuple[str, str]:
    """Value and tolerance; a range is its middle with half its width."""
    tolerance = str(answer.get("tolerance") or "0")
    value = str(answer.get("value") or "")
    if answer.get("value") is None:
        try:
            low, high = Decimal(str(answer.get("low"))), Decimal(str(answer.get("high")))
        except ArithmeticError as error:
            raise LeftOut("number", "Moodle XML takes plain numbers only.") from error
        value, tolerance = str((low + high) / 2), str((high - low) / 2)
    if not re.fullmatch(r"[-+]?[\d.]+(?:[eE][-+]?\d+)?", value) or tolerance.endswith("%"):
        raise LeftOut("number", "Moodle XML takes plain numbers and tolerances only.")
    return value, tolerance


def _pairs(element: Element, question: Outgoing) -> None:
    settings = question.settings
    rows = [(pair["prompt"], pair["match"]) for pair in settings["pairs"]]
    rows += [("", one["html"]) for one in settings.get("distractors") or []]
    for prompt, match in rows:
        _put(_html(element, "subquestion", prompt), "answer", inline_text(match))


def _essay(element: Element, question: Outgoing) -> None:
    """A text, or files in its place."""
    settings = question.settings
    is_file = question.kind == "file"
    words = {
        "responseformat": "noinline" if is_file else "editor",
        "responserequired": "1",
        "responsefieldlines": settings.get("lines") or 10,
        "minwordlimit": settings.get("min_words") or "",
        "maxwordlimit": settings.get("max_words") or "",
        "attachments": (settings.get("max_files") or 1) if is_file else 0,
        "attachmentsrequired": int(is_file),
        "maxbytes": (settings.get("max_megabytes") or 10) * 1_000_000 if is_file else 0,
        "filetypeslist": settings.get("file_types") or "",
    }
    for name, value in words.items():
        SubElement(element, name).text = str(value)
    _html(element, "graderinfo", str(settings.get("notes") or ""))
    _html(element, "responsetemplate", _escape_html(str(settings.get("template") or "")))


def _gaps(element: Element, question: Outgoing) -> None:
    for word in question.settings["words"]:
        option = _put(element, "selectoption", word["html"])
        SubElement(option, "group").text = str(word.get("group", 1))


def _cloze_gap(gap: dict[str, Any]) -> str:
    kind, weight = gap["kind"], gap.get("weight", 1)
    if kind == "select":
        answers = [(word["html"], word.get("weight", 0), word.get("feedback")) for word in gap["words"]]
        return _cloze_text(weight, "MULTICHOICE", answers)
    if gap.get("accepts_any"):
        raise LeftOut("text-rules", "Moodle XML cannot say that anything is right.")
    if kind == "number":
        values = [(":".join(_value(answer)), answer) for answer in gap["answers"]]
        name = "NUMERICAL"
    else:
        values = [(_escape_html(star_text(answer)), answer) for answer in gap["answers"]]
        name = "SHORTANSWER_C" if gap.get("is_case_sensitive") else "SHORTANSWER"
    answers = [(text, answer.get("weight", 1), answer.get("feedback")) for text, answer in values]
    return _cloze_text(weight, name, answers)


def _escape_html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cloze_text(weight: Any, name: str, answers: Iterable[tuple[str, Any, Any]]) -> str:
    parts = []
    for text, share, feedback in answers:
        said = f"#{_escaped(str(feedback))}" if feedback else ""
        parts.append(f"%{_percent(share)}%{_escaped(text)}{said}")
    return f"{{{weight}:{name}:{'~'.join(parts)}}}"


def _escaped(text: str) -> str:
    """The text with a backslash before what would end an answer; entities keep their sign."""
    return _CLOZE_MARKS.sub(r"\\\g<0>", text)

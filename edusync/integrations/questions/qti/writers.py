"""How each kind of question is written as an interaction of QTI."""

import re
from decimal import Decimal
from typing import Any

from lxml.etree import SubElement

from edusync.integrations.formats.xmlfiles import Element
from edusync.integrations.questions.found import LeftOut
from edusync.integrations.questions.moodle_writing import _value
from edusync.integrations.questions.qti.graphic_writing import drag_to_image, hotspot
from edusync.integrations.questions.qti.text_writing import declare_texts, written_text
from edusync.integrations.questions.qti.writing import Item, put_html, put_stem
from edusync.integrations.questions.qti.writing_parts import (
    RESPONSE,
    declare_pairs,
    note_feedback,
    plain,
    put_choice,
    set_score,
)

_MARKER = re.compile(r"\[\[(\d{1,3})\]\]")


def _truth(item: Item) -> None:
    put_stem(item)
    settings = item.question.settings
    item.declare(RESPONSE, "single", "identifier", ["true" if settings["is_true"] else "false"])
    element = SubElement(
        item.body, "choiceInteraction", responseIdentifier=RESPONSE, shuffle="false", maxChoices="1"
    )
    for name in ("true", "false"):
        put_choice(
            element, "simpleChoice", name, name.capitalize(), str(settings.get(f"feedback_{name}") or "")
        )
    item.process("match_correct")


def _options(item: Item) -> list[tuple[str, dict[str, Any]]]:
    return [(f"C{place}", option) for place, option in enumerate(item.question.options, 1)]


def _declare_options(item: Item, *, is_single: bool) -> None:
    """What choices are worth: all or nothing where that is all there is to say, else by mapping."""
    options = _options(item)
    shares = {name: Decimal(str(option["weight"])) for name, option in options}
    scoring = item.question.settings.get("scoring")
    right = [name for name, share in shares.items() if (share == 1 if is_single else share > 0)]
    declaration = item.declare(RESPONSE, "single" if is_single else "multiple", "identifier", right)
    is_plain = set(shares.values()) <= {Decimal(0), Decimal(1)} if is_single else scoring != "weights"
    if is_plain and (not is_single or len(right) == 1):
        item.process("match_correct")
        return
    bounds = {} if is_single else {"lowerBound": "0", "upperBound": item.worth(1)}
    item.map(declaration, [(name, item.worth(share)) for name, share in shares.items() if share], **bounds)
    item.process("map_response")


def _single(item: Item) -> None:
    put_stem(item)
    _declare_options(item, is_single=True)
    element = SubElement(
        item.body, "choiceInteraction", responseIdentifier=RESPONSE, shuffle="true", maxChoices="1"
    )
    for name, option in _options(item):
        put_choice(element, "simpleChoice", name, option["html"], option["feedback"])


def _several(item: Item) -> None:
    put_stem(item)
    settings = item.question.settings
    if settings.get("scoring"):
        item.label["scoring"] = settings["scoring"]
    if any(settings.get("unselected_feedback") or []):
        item.notes.append("Feedback to options left out does not come along.")
    _declare_options(item, is_single=False)
    element = SubElement(
        item.body, "choiceInteraction", responseIdentifier=RESPONSE, shuffle="true", maxChoices="0"
    )
    for name, option in _options(item):
        put_choice(element, "simpleChoice", name, option["html"], option["feedback"])


def _dropdown(item: Item) -> None:
    put_stem(item)
    _declare_options(item, is_single=True)
    paragraph = SubElement(item.body, "p")
    element = SubElement(paragraph, "inlineChoiceInteraction", responseIdentifier=RESPONSE, shuffle="false")
    for name, option in _options(item):
        put_choice(element, "inlineChoice", name, option["html"], option["feedback"])


def _numbers(item: Item) -> None:
    settings = item.question.settings
    put_stem(item)
    entry = SubElement(SubElement(item.body, "p"), "textEntryInteraction", responseIdentifier=RESPONSE)
    _put_unit(item, entry, settings)
    processing = SubElement(item.root, "responseProcessing")
    _declare_number(item, RESPONSE, settings.get("answers") or [], item.worth(1), processing, is_sum=False)


def _put_unit(item: Item, entry: Element, settings: dict[str, Any]) -> None:
    """Units, which QTI does not know: beside the number, for ourselves."""
    unit = settings.get("unit") or {}
    if unit.get("names"):
        item.extend(entry, "unit", {"mode": unit.get("mode", "ignored"), "names": list(unit["names"])})
        item.notes.append("Other systems know no units: they take the number alone.")


def _declare_number(
    item: Item, name: str, answers: list[dict[str, Any]], whole: str, processing: Element, *, is_sum: bool
) -> None:
    """A number and the rules by which it earns points."""
    note_feedback(item, answers)
    values = [_tolerated(answer) for answer in answers]
    item.declare(name, "single", "float", [values[0][0]])
    condition = SubElement(processing, "responseCondition")
    for place, (answer, (value, tolerance)) in enumerate(zip(answers, values, strict=True)):
        branch = SubElement(condition, "responseIf" if place == 0 else "responseElseIf")
        is_relative = tolerance.endswith("%")
        size = tolerance.removesuffix("%")
        test = SubElement(
            branch,
            "equal",
            toleranceMode="relative" if is_relative else "absolute",
            tolerance=f"{size} {size}",
        )
        SubElement(test, "variable", identifier=name)
        SubElement(test, "baseValue", baseType="float").text = value
        set_score(branch, plain(Decimal(str(answer.get("weight", 1))) * Decimal(whole)), is_sum=is_sum)


def _tolerated(answer: dict[str, Any]) -> tuple[str, str]:
    tolerance = str(answer.get("tolerance") or "0")
    if tolerance.endswith("%"):
        value, _ = _value({**answer, "tolerance": "0"})
        return value, tolerance
    return _value(answer)


def _match(item: Item) -> None:
    put_stem(item)
    settings = item.question.settings
    pairs = settings["pairs"]
    texts = list(
        dict.fromkeys([pair["match"] for pair in pairs] + [one["html"] for one in settings["distractors"]])
    )
    names = {text: f"T{place}" for place, text in enumerate(texts, 1)}
    right = [f"S{place} {names[pair['match']]}" for place, pair in enumerate(pairs, 1)]
    declare_pairs(item, right)
    element = SubElement(item.body, "matchInteraction", responseIdentifier=RESPONSE, shuffle="true")
    element.set("maxAssociations", str(len(pairs)))
    sources, targets = SubElement(element, "simpleMatchSet"), SubElement(element, "simpleMatchSet")
    for place, pair in enumerate(pairs, 1):
        put_choice(sources, "simpleAssociableChoice", f"S{place}", pair["prompt"], matchMax="1")
    for text, name in names.items():
        put_choice(targets, "simpleAssociableChoice", name, text, matchMax="0")


def _order(item: Item) -> None:
    put_stem(item)
    items = item.question.settings["items"]
    scoring = item.question.settings.get("scoring", "each")
    item.label["scoring"] = scoring
    if scoring != "all_or_nothing":
        item.notes.append("Other systems give all points for the right order and none for another.")
    item.declare(RESPONSE, "ordered", "identifier", [f"I{place}" for place in range(1, len(items) + 1)])
    element = SubElement(item.body, "orderInteraction", responseIdentifier=RESPONSE, shuffle="true")
    for place, one in enumerate(items, 1):
        put_choice(element, "simpleChoice", f"I{place}", one["html"])
    item.process("match_correct")


def _gap_select(item: Item) -> None:
    put_stem(item)
    settings = item.question.settings
    words = settings["words"]
    if len({word.get("group", 1) for word in words}) > 1:
        raise LeftOut("groups", "QTI offers the same words in every gap.")
    declare_pairs(item, [f"W{gap['word']} G{number}" for number, gap in enumerate(settings["gaps"], 1)])
    element = SubElement(item.body, "gapMatchInteraction", responseIdentifier=RESPONSE, shuffle="true")
    for place, word in enumerate(words, 1):
        put_choice(element, "gapText", f"W{place}", word["html"], matchMax="0")
    _put_marked(
        SubElement(element, "div"), settings["text"], lambda number: ("gap", {"identifier": f"G{number}"})
    )


def _put_marked(parent: Element, text: str, make: Any) -> list[Element]:
    """The text with an element in the place of each mark; those elements in the order of their numbers."""
    put_html(parent, _MARKER.sub(r'<span class="gap-\1"></span>', text))
    found: dict[int, Element] = {}
    for span in list(parent.iter("span")):
        name = span.get("class") or ""
        if name.startswith("gap-") and name[4:].isdigit():
            number = int(name[4:])
            span.tag, attributes = make(number)
            span.attrib.clear()
            span.attrib.update(attributes)
            found[number] = span
    return [found[number] for number in sorted(found)]


def _cloze(item: Item) -> None:
    settings = item.question.settings
    gaps = settings["gaps"]
    if item.question.stem_html or item.question.pictures:
        put_stem(item, SubElement(item.body, "div", id="stem"))

    def made(number: int) -> tuple[str, dict[str, str]]:
        kind = "inlineChoiceInteraction" if gaps[number - 1]["kind"] == "select" else "textEntryInteraction"
        return kind, {"responseIdentifier": f"RESPONSE_{number}"}

    places = _put_marked(SubElement(item.body, "div"), settings["text"], made)
    processing = SubElement(item.root, "responseProcessing")
    total = sum(Decimal(str(gap.get("weight", 1))) for gap in gaps)
    for number, (gap, place) in enumerate(zip(gaps, places, strict=True), 1):
        whole = plain(item.points * Decimal(str(gap.get("weight", 1))) / total)
        _put_gap(item, gap, place, f"RESPONSE_{number}", whole, processing)


def _put_gap(
    item: Item, gap: dict[str, Any], place: Element, name: str, whole: str, processing: Element
) -> None:
    if gap["kind"] == "number":
        _put_unit(item, place, gap)
        _declare_number(item, name, gap["answers"], whole, processing, is_sum=True)
        return
    if gap["kind"] == "text":
        if not declare_texts(item, place, name, gap, whole, processing, is_sum=True):
            return
    else:
        words = list(enumerate(gap["words"], 1))
        right = [f"C{one}" for one, word in words if Decimal(str(word.get("weight", 0))) == 1]
        declaration = item.declare(name, "single", "identifier", right[:1])
        entries = [
            (f"C{one}", plain(Decimal(str(word.get("weight", 0))) * Decimal(whole))) for one, word in words
        ]
        item.map(declaration, [(key, value) for key, value in entries if value != "0"])
        for one, word in words:
            put_choice(place, "inlineChoice", f"C{one}", word["html"], str(word.get("feedback") or ""))
    outcome = SubElement(processing, "setOutcomeValue", identifier="SCORE")
    added = SubElement(outcome, "sum")
    SubElement(added, "variable", identifier="SCORE")
    SubElement(added, "mapResponse", identifier=name)


def _essay(item: Item) -> None:
    put_stem(item)
    settings = item.question.settings
    lost = [
        name for name in ("min_words", "max_words", "template", "notes", "is_anonymous") if settings.get(name)
    ]
    if lost:
        item.notes.append("Length, template and notes for markers do not come along.")
    item.declare(RESPONSE, "single", "string", [])
    element = SubElement(item.body, "extendedTextInteraction", responseIdentifier=RESPONSE)
    if settings.get("lines"):
        element.set("expectedLines", str(settings["lines"]))


def _file(item: Item) -> None:
    put_stem(item)
    item.declare(RESPONSE, "single", "file", [])
    SubElement(item.body, "uploadInteraction", responseIdentifier=RESPONSE)


def _description(item: Item) -> None:
    put_stem(item)


WRITERS = {
    "true_false": _truth,
    "single_choice": _single,
    "multiple_choice": _several,
    "dropdown": _dropdown,
    "text": written_text,
    "numerical": _numbers,
    "matching": _match,
    "ordering": _order,
    "gap_select": _gap_select,
    "cloze": _cloze,
    "essay": _essay,
    "file": _file,
    "hotspot": hotspot,
    "drag_to_image": drag_to_image,
    "description": _description,
}

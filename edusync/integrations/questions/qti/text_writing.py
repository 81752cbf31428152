"""Written texts as QTI writes them: by a mapping, and where patterns count, by rules of their own."""

from decimal import Decimal
from typing import Any

from lxml.etree import SubElement

from edusync.integrations.formats.xmlfiles import Element
from edusync.integrations.questions.qti.writing import Item, put_stem
from edusync.integrations.questions.qti.writing_parts import RESPONSE, note_feedback, plain, set_score


def written_text(item: Item) -> None:
    """`textEntryInteraction`."""
    put_stem(item)
    entry = SubElement(SubElement(item.body, "p"), "textEntryInteraction", responseIdentifier=RESPONSE)
    entry.set("expectedLength", "40")
    settings = item.question.settings
    if _needs_rules(settings):
        processing = SubElement(item.root, "responseProcessing")
        declare_texts(item, entry, RESPONSE, settings, item.worth(1), processing)
    else:
        _declare_mapping(item, RESPONSE, settings, item.worth(1))
        item.process("map_response")


def declare_texts(
    item: Item,
    entry: Element,
    name: str,
    settings: dict[str, Any],
    whole: str,
    processing: Element,
    *,
    is_sum: bool = False,
) -> bool:
    """A text and what it earns; whether that is a mapping, which the caller has to ask for."""
    if not _needs_rules(settings):
        _declare_mapping(item, name, settings, whole)
        return True
    _declare_rules(item, entry, name, settings, whole, processing, is_sum=is_sum)
    return False


def _needs_rules(settings: dict[str, Any]) -> bool:
    answers = settings.get("answers") or []
    return bool(settings.get("accepts_any")) or any(answer.get("is_pattern") for answer in answers)


def _declare_mapping(item: Item, name: str, settings: dict[str, Any], whole: str) -> None:
    answers = settings.get("answers") or []
    note_feedback(item, answers)
    best = max(answers, key=lambda answer: Decimal(str(answer.get("weight", 1))))
    declaration = item.declare(name, "single", "string", [str(best["text"])])
    case = "true" if settings.get("is_case_sensitive") else "false"
    mapping = SubElement(declaration, "mapping", defaultValue="0")
    for answer in answers:
        SubElement(
            mapping,
            "mapEntry",
            attrib={
                "mapKey": str(answer["text"]),
                "mappedValue": _worth(answer, whole),
                "caseSensitive": case,
            },
        )


def _declare_rules(
    item: Item,
    entry: Element,
    name: str,
    settings: dict[str, Any],
    whole: str,
    processing: Element,
    *,
    is_sum: bool,
) -> None:
    """One rule for each answer, the first that fits counts. What is written at all may count after them."""
    answers = settings.get("answers") or []
    note_feedback(item, answers)
    is_case_sensitive = bool(settings.get("is_case_sensitive"))
    plain_texts = [str(answer["text"]) for answer in answers if not answer.get("is_pattern")]
    item.declare(name, "single", "string", plain_texts[:1])
    condition = SubElement(processing, "responseCondition")
    for place, answer in enumerate(answers):
        branch = SubElement(condition, "responseIf" if place == 0 else "responseElseIf")
        _put_test(branch, name, answer, is_case_sensitive=is_case_sensitive)
        set_score(branch, _worth(answer, whole), is_sum=is_sum)
    if settings.get("accepts_any"):
        branch = SubElement(condition, "responseElseIf" if answers else "responseIf")
        written = SubElement(SubElement(branch, "not"), "isNull")
        SubElement(written, "variable", identifier=name)
        set_score(branch, whole, is_sum=is_sum)
    facts = {
        "is_case_sensitive": is_case_sensitive,
        "accepts_any": bool(settings.get("accepts_any")),
    }
    item.extend(entry, "text", facts)
    if any(answer.get("is_pattern") for answer in answers):
        item.notes.append(
            "Patterns are written as they are; other systems read them by the rules of XML Schema, and with case."
        )


def _put_test(branch: Element, name: str, answer: dict[str, Any], *, is_case_sensitive: bool) -> None:
    if answer.get("is_pattern"):
        test = SubElement(branch, "patternMatch", pattern=str(answer["text"]))
        SubElement(test, "variable", identifier=name)
        return
    case = "true" if is_case_sensitive else "false"
    test = SubElement(branch, "stringMatch", caseSensitive=case, substring="false")
    SubElement(test, "variable", identifier=name)
    SubElement(test, "baseValue", baseType="string").text = str(answer["text"])


def _worth(answer: dict[str, Any], whole: str) -> str:
    return plain(Decimal(str(answer.get("weight", 1))) * Decimal(whole))

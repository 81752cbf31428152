"""Reads right and wrong answers out of OLX problems, apart from the importer: what the tests compare with."""

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

KINDS = {
    "multiplechoiceresponse": "single_choice",
    "choiceresponse": "multiple_choice",
    "optionresponse": "dropdown",
    "numericalresponse": "numerical",
    "stringresponse": "text",
    "formularesponse": "formula",
}


@dataclass(frozen=True)
class Expected:
    """One answer field of the source. Choices are places in the list, from 0."""

    kind: str
    right: tuple[object, ...]
    wrong: tuple[object, ...]
    half: tuple[object, ...] = ()


def problems_of_unit(course: Path, unit: str) -> list[str]:
    """Names of the problems of a vertical, in order, those of its libraries too."""
    names = []
    for child in ElementTree.parse(course / "vertical" / f"{unit}.xml").getroot():
        if child.tag == "problem":
            names.append(child.get("url_name"))
        elif child.tag == "library_content":
            library = ElementTree.parse(course / "library_content" / f"{child.get('url_name')}.xml").getroot()
            names += [one.get("url_name") for one in library if one.tag == "problem"]
    return [name for name in names if name]


def expected_answers(course: Path, problem: str) -> list[Expected]:
    """Every answer field of a problem with right and wrong answers."""
    root = ElementTree.parse(course / "problem" / f"{problem}.xml").getroot()
    return [one for element in root.iter() if element.tag in KINDS for one in _READERS[element.tag](element)]


def _true(text: str | None) -> bool:
    return (text or "").lower() == "true"


def _single(element):
    right = [_true(choice.get("correct")) for choice in element.iter("choice")]
    wrong = tuple([place] for place, is_right in enumerate(right) if not is_right)
    return [Expected("single_choice", ([right.index(True)],), wrong)]


def _multiple(element):
    right = [place for place, choice in enumerate(element.iter("choice")) if _true(choice.get("correct"))]
    every = list(range(len(list(element.iter("choice")))))
    wrong = ([place for place in every if place not in right], every, right[:-1])
    return [Expected("multiple_choice", (right,), wrong)]


def _dropdown(element):
    found = []
    for field in element.iter("optioninput"):
        if field.get("options"):
            words = [word.strip().strip("'") for word in field.get("options").strip("()").split(",")]
            right = words.index(field.get("correct"))
        else:
            words = list(field.iter("option"))
            right = next(place for place, option in enumerate(words) if _true(option.get("correct")))
        found.append(Expected("dropdown", ([right],), tuple([n] for n in range(len(words)) if n != right)))
    return found


def _numerical(element):
    value = float(element.get("answer"))
    param = element.find("responseparam")
    tolerance = float(param.get("default")) if param is not None and param.get("default") else 0.0
    half = (
        tuple((param.get("partial_answers") or "").split(","))
        if param is not None and param.get("partial_answers")
        else ()
    )
    right = (str(value), str(value + 0.9 * tolerance), str(value - tolerance))
    wrong = (str(value + 1.1 * tolerance + 3), str(value - 1.1 * tolerance - 3), "many")
    return [Expected("numerical", right, wrong, half)]


def _text(element):
    answer = element.get("answer")
    if "regexp" in element.get("type"):
        if answer == ".*.":
            return [Expected("text", ("anything at all",), ())]
        return [
            Expected(
                "text",
                (answer.replace(".", "u"), answer.replace(".", "A").upper()),
                ("xbble", "xx" + answer + "x"),
            )
        ]
    others = tuple(more.get("answer") for more in element.iter("additional_answer"))
    return [Expected("text", (answer, answer.upper(), f"  {answer} ", *others), ("Gandalf", answer + "x"))]


def _formula(element):
    answer = element.get("answer")
    return [Expected("formula", (answer, f"2*({answer})/2"), (f"({answer})*1.05", f"({answer})+1", "x"))]


_READERS = {
    "multiplechoiceresponse": _single,
    "choiceresponse": _multiple,
    "optionresponse": _dropdown,
    "numericalresponse": _numerical,
    "stringresponse": _text,
    "formularesponse": _formula,
}

"""Moodle's essays, descriptions, calculated questions and questions about pictures."""

import base64
import binascii
import io
import re
from collections.abc import Callable
from decimal import Decimal
from html import unescape
from typing import Any

from PIL import Image, UnidentifiedImageError

from edusync.assessment.drafts import OptionDraft
from edusync.assessment.scoring import check_settings
from edusync.assessment.scoring.placeholders import fill_document, fill_text
from edusync.integrations.formats.tree import FILE_SCHEME, SourceNode
from edusync.integrations.formats.xmlfiles import Element
from edusync.integrations.questions.found import (
    Found,
    LeftOut,
    inline_of,
    no_right_answer,
    stem_of,
    weight_text,
)

Made = dict[str, Any]
MAX_PICTURE = 5_000_000
# How large an empty place is that Moodle only gives a corner of, in pixels.
PLACE_WIDTH, PLACE_HEIGHT = 110, 28
FORMATS = {"html": "html", "markdown": "markdown", "plain_text": "plain"}
_NAME = re.compile(r"\{([^{}=]{1,60})\}")
# PHP's names for what other languages call otherwise.
_PHP = ((re.compile(r"\bpi\s*\(\s*\)"), "pi"), (re.compile(r"\blog\s*\("), "ln("))


class MoreKinds:
    """Reads one `<question>`; files that its text names go to `found`."""

    def __init__(self, element: Element, node: SourceNode, found: Found) -> None:
        self.element, self.node, self.found = element, node, found

    def makers(self) -> dict[str, Callable[[], Made]]:
        """By Moodle's name of the type."""
        return {
            "description": lambda: {"kind": "description", "settings": {}},
            "essay": self._essay,
            "calculated": self._calculated,
            "calculatedsimple": self._calculated,
            "calculatedmulti": self._choices_by_formula,
            "ddmarker": self._markers,
            "ddimageortext": self._labels,
        }

    def _text(self, path: str) -> str:
        return (self.element.findtext(f"{path}/text") or "").strip()

    def _word(self, path: str, element: Element | None = None) -> str:
        return ((self.element if element is None else element).findtext(path) or "").strip()

    def _number(self, path: str) -> int | None:
        word = self._word(path)
        return int(word) if word.isdecimal() and int(word) > 0 else None

    def _said(self, path: str, element: Element | None = None) -> str:
        found = (self.element if element is None else element).find(path)
        text = "" if found is None else (found.findtext("text") or "").strip()
        form = "html" if found is None else FORMATS.get(found.get("format", "html"), "moodle")
        return inline_of(text, self.node, form) if text else ""

    def _essay(self) -> Made:
        attachments = self._number("attachments") or (1 if self._word("attachments") == "-1" else 0)
        notes = {"notes": said} if (said := self._said("graderinfo")) else {}
        if self._word("responseformat") == "noinline" and attachments:
            size = self._number("maxbytes")
            settings: Made = {
                "max_files": min(attachments, 10),
                "max_megabytes": min(100, max(1, size // 1_000_000)) if size else 10,
                "file_types": self._word("filetypeslist").replace("document", "doc, docx, odt, pdf"),
            }
            return {"kind": "file", "settings": {**settings, **notes}}
        if attachments:
            self.node.lose("attachments", "Files beside the text are not asked for.")
        sizes = {"lines": "responsefieldlines", "min_words": "minwordlimit", "max_words": "maxwordlimit"}
        settings = {name: value for name, path in sizes.items() if (value := self._number(path))}
        settings["lines"] = min(settings.get("lines", 10), 100)
        template = unescape(re.sub(r"<[^>]+>", "", self._text("responsetemplate"))).strip()
        return {"kind": "essay", "settings": {**settings, "template": template, **notes}}

    def _calculated(self) -> Made:
        answers = [
            {
                "formula": self._formula(answer.findtext("text") or ""),
                "tolerance": self._tolerance(answer),
                "weight": weight_text(_decimal(answer.get("fraction")) / 100),
                "feedback": self._said("feedback", answer),
            }
            for answer in self.element.findall("answer")
        ]
        if not any(Decimal(answer["weight"]) > 0 for answer in answers):
            raise no_right_answer()
        settings: Made = {"answers": answers, "decimals": self._decimals(), **self._values()}
        units = [
            name for unit in self.element.findall("units/unit") if (name := self._word("unit_name", unit))
        ]
        if units:
            settings["unit"] = {"mode": "optional", "names": units}
        faults = check_settings("calculated", settings, [])
        if faults:
            raise LeftOut("formula", f"Its formula cannot be calculated here: {faults[0].detail}"[:300])
        return {"kind": "calculated", "settings": settings}

    def _formula(self, text: str) -> str:
        found = _NAME.sub(lambda name: f" {_safe(name[1])} ", text)
        for pattern, ours in _PHP:
            found = pattern.sub(ours, found)
        return " ".join(found.split())

    def _tolerance(self, answer: Element) -> str:
        size = _decimal(self._word("tolerance", answer))
        is_relative = self._word("tolerancetype", answer) in ("", "1", "3")
        return f"{(size * 100).normalize():f}%" if is_relative else f"{size.normalize():f}"

    def _decimals(self) -> int:
        length = self.element.findtext("answer/correctanswerlength") or "2"
        return min(9, int(length)) if length.isdecimal() else 2

    def _values(self) -> Made:
        """Rows of values where Moodle drew them beforehand, else the ranges."""
        columns: dict[str, list[float]] = {}
        ranges: dict[str, Made] = {}
        for one in self.element.iter("dataset_definition"):
            name = _safe((one.findtext("name/text") or "").strip())
            values = [_decimal(item.findtext("value")) for item in one.iter("dataset_item")]
            columns[name] = [float(value) for value in values]
            low, high = (_decimal(one.findtext(f"{path}/text")) for path in ("minimum", "maximum"))
            digits = (one.findtext("decimals/text") or "0").strip()
            ranges[name] = {
                "low": float(low),
                "high": float(max(low, high)),
                "decimals": min(9, int(digits)) if digits.isdecimal() else 0,
            }
        if not columns:
            raise LeftOut("no-values", "The file does not say from which numbers it is calculated.")
        count = min(map(len, columns.values()))
        if not count:
            return {"variables": ranges}
        return {
            "rows": [{name: column[at] for name, column in columns.items()} for at in range(min(count, 200))]
        }

    def _choices_by_formula(self) -> Made:
        """Choices whose words are calculated: with the first numbers, because choices are no formulas here."""
        rows = self._values().get("rows") or [{}]
        names = {name: f"{value:.12g}" for name, value in rows[0].items()}
        options = [
            OptionDraft(
                fill_text(self._spelled(self._own(answer)), names) or "–",
                weight_text(_decimal(answer.get("fraction")) / 100),
                fill_text(self._said("feedback", answer), names),
            )
            for answer in self.element.findall("answer")
        ]
        if not any(Decimal(str(option.weight)) > 0 for option in options):
            raise no_right_answer()
        self.node.lose("fixed-numbers", "Its numbers are the same for everybody: the first ones of the file.")
        is_single = self._word("single").lower() != "false"
        stem = stem_of(self._spelled(self._text("questiontext")), self.node)
        made: Made = {"options": options, "stem": fill_document(stem, names)}
        if is_single:
            return {"kind": "single_choice", **made}
        return {"kind": "multiple_choice", "settings": {"scoring": "weights"}, **made}

    def _own(self, answer: Element) -> str:
        return inline_of((answer.findtext("text") or "").strip(), self.node, "html")

    def _spelled(self, text: str) -> str:
        """`{=pow({a},2)}` has braces within braces: those of the names go."""
        return re.sub(
            r"\{=((?:[^{}]|\{[^{}]*\})*)\}", lambda found: "{=" + self._formula(found[1]) + "}", text
        )

    def _markers(self) -> Made:
        width, height, stem = self._picture()
        places = []
        for drop in self.element.findall("drop"):
            shape = _shape(self._word("shape", drop), self._word("coords", drop), width, height)
            places.append({**shape, "choice": self._word("choice", drop)})
        return self._on_picture(places, stem, height / width, shows_places=False)

    def _labels(self) -> Made:
        width, height, stem = self._picture()
        places = []
        for drop in self.element.findall("drop"):
            left, top = (float(_decimal(self._word(path, drop))) for path in ("xleft", "ytop"))
            corner = f"{left},{top};{PLACE_WIDTH},{PLACE_HEIGHT}"
            shape = _shape("rectangle", corner, width, height)
            places.append({**shape, "choice": self._word("choice", drop), "label": self._own(drop)})
        return self._on_picture(places, stem, height / width, shows_places=True)

    def _on_picture(self, places: list[Made], stem: Made, ratio: float, *, shows_places: bool) -> Made:
        """Labels with their places. A label of several places stands there several times."""
        words = {self._word("no", drag): self._label(drag) for drag in self.element.findall("drag")}
        items, used = [], set()
        for place in places:
            choice = place.pop("choice")
            if choice not in words:
                raise LeftOut("no-label", "A place of the picture has no label.")
            items.append({"html": words[choice]})
            place["item"] = len(items)
            used.add(choice)
        items += [{"html": text} for number, text in words.items() if number not in used]
        settings: Made = {
            "items": items,
            "places": places,
            "shows_places": shows_places,
            "tolerance": 1,
            "ratio": round(ratio, 4),
        }
        faults = check_settings("drag_to_image", settings, [])
        if faults:
            raise LeftOut("places", faults[0].detail)
        return {"kind": "drag_to_image", "settings": settings, "stem": stem}

    def _label(self, drag: Element) -> str:
        text = self._own(drag)
        if drag.find("file") is not None:
            self.node.lose("label-pictures", "Pictures to be dragged came as their words.")
        return text or f"#{self._word('no', drag)}"

    def _picture(self) -> tuple[float, float, Made]:
        """Size of the picture and the stem with it."""
        file = self.element.find("file")
        try:
            content = base64.b64decode(
                "" if file is None else "".join((file.text or "").split()), validate=True
            )
            with Image.open(io.BytesIO(content)) as image:
                width, height = image.size
        except (binascii.Error, ValueError, OSError, UnidentifiedImageError) as error:
            raise LeftOut("no-picture", "Its picture is not in the file, or cannot be read.") from error
        if len(content) > MAX_PICTURE or not width or not height or file is None:
            raise LeftOut("no-picture", "Its picture is too large.")
        path = f"picture-{self.found.place}-{file.get('name') or 'picture.png'}"
        self.found.files[path] = content
        stem = stem_of(self._text("questiontext"), self.node)
        picture = {
            "id": "picture",
            "type": "image",
            "file": f"{FILE_SCHEME}{path}",
            "src": "",
            "alt": self._text("name")[:200],
            "caption": "",
        }
        return width, height, {**stem, "blocks": [*stem["blocks"], picture]}


def _safe(name: str) -> str:
    """A name of Moodle's as one of ours: no spaces, a letter first."""
    found = re.sub(r"\W", "_", name.strip())[:28]
    return found if found[:1].isalpha() else f"x{found}"


def _decimal(text: str | None) -> Decimal:
    try:
        found = Decimal((text or "0").strip() or "0")
    except ArithmeticError:
        return Decimal(0)
    return found if found.is_finite() else Decimal(0)


def _shape(shape: str, coords: str, width: float, height: float) -> Made:
    """`x,y;r`, `x,y;w,h` or `x,y;x,y;…` in pixels as percent. Raises LeftOut."""
    try:
        pairs = [[float(one) for one in pair.split(",")] for pair in coords.split(";") if pair.strip()]
    except ValueError as error:
        raise LeftOut("places", "The numbers of a place cannot be read.") from error

    def part(value: float, whole: float) -> float:
        return round(min(100.0, max(0.0, value * 100 / whole)), 2)

    corners = [[part(pair[0], width), part(pair[1], height)] for pair in pairs if len(pair) == 2]
    if shape == "polygon" and len(corners) >= 3:
        return {"shape": "polygon", "corners": corners}
    if len(pairs) == 2 and len(pairs[0]) == 2:
        x, y = corners[0]
        if shape == "circle":
            return {"shape": "circle", "x": x, "y": y, "radius": part(pairs[1][0], width)}
        if shape == "rectangle" and len(pairs[1]) == 2:
            return {"shape": "rectangle", "x": x, "y": y, "width": corners[1][0], "height": corners[1][1]}
    raise LeftOut("places", "The shape of a place is not known.")

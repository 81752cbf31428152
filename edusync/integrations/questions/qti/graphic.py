"""Hotspots of QTI, and labels put onto a picture: areas in pixels of it become percent of it."""

from collections.abc import Mapping
from html import escape
from typing import Any

from edusync.integrations.formats.xmlfiles import Element
from edusync.integrations.questions.found import LeftOut, no_right_answer
from edusync.integrations.questions.qti.asked import Asked, Parts
from edusync.integrations.questions.qti.markup import html_of, inline_html
from edusync.integrations.questions.qti.names import children, extension, first, words
from edusync.integrations.questions.qti.pairing import right_pairs


def hotspot(asked: Asked) -> Parts:
    """`hotspotInteraction`. The picture is put below the stem."""
    declaration = asked.declaration()
    element = asked.element
    picture = _picture(element)
    width, height = (_pixels(picture.get(name)) for name in ("width", "height"))
    mapped = asked.is_mapped(declaration)
    right = (
        {key for key, value in declaration.values.items() if value > 0}
        if mapped
        else set(declaration.correct)
    )
    regions = []
    for one in element.iter("hotspotChoice"):
        shape = area_of(one, width, height)
        regions.append(
            {**shape, "is_right": one.get("identifier") in right, "label": one.get("hotspotLabel") or ""}
        )
    if not any(one["is_right"] for one in regions):
        raise no_right_answer()
    scoring = "all_or_nothing" if not mapped else "less_wrong" if declaration.default < 0 else "each"
    settings: dict[str, Any] = {
        "regions": regions,
        "ratio": _ratio(element, width, height),
        "scoring": scoring,
    }
    points = (
        sum(value for value in declaration.values.values() if value > 0)
        if mapped
        else asked.processing.points
    )
    return Parts("hotspot", _stem(asked, picture), settings, (), points or None)


def drag_to_image(asked: Asked) -> Parts:
    """`graphicGapMatchInteraction`. Labels that are pictures come by their names."""
    declaration = asked.declaration()
    element = asked.element
    picture = _picture(element)
    width, height = (_pixels(picture.get(name)) for name in ("width", "height"))
    labels = {
        one.get("identifier") or "": _label(one, asked) for one in children(element, "gapText", "gapImg")
    }
    spots = {one.get("identifier") or "": one for one in children(element, "associableHotspot")}
    pairs, scoring, points = right_pairs(asked, declaration)
    label_of = {other: one for one, other in ((_turned(pair, labels)) for pair in pairs) if other in spots}
    if len(set(label_of.values())) < len(pairs) or not set(label_of.values()) <= set(labels):
        raise LeftOut("several-matches", "A label or a place has several matches.")
    if len(label_of) < len(spots):
        asked.node.lose("no-match", "A place without a label was left out.")
    names = list(labels)
    places = [
        {
            **area_of(spot, width, height),
            "item": names.index(label_of[name]) + 1,
            "label": spot.get("hotspotLabel") or "",
        }
        for name, spot in spots.items()
        if name in label_of
    ]
    own = extension(element, "places")
    settings: dict[str, Any] = {
        "items": [{"html": text} for text in labels.values()],
        "places": places,
        "ratio": _ratio(element, width, height),
        "scoring": scoring,
        **(
            own
            if isinstance(own, dict) and own.keys() <= {"shows_places", "tolerance"}
            else {"shows_places": True}
        ),
    }
    return Parts("drag_to_image", _stem(asked, picture), settings, (), points)


def _turned(pair: tuple[str, str], labels: Mapping[str, str]) -> tuple[str, str]:
    """The label first, whatever the item says first."""
    return pair if pair[0] in labels else pair[::-1]


def _label(one: Element, asked: Asked) -> str:
    if one.tag == "gapText":
        return inline_html(one, asked.node) or "–"
    shown = next(one.iter("object", "img"), None)
    name = one.get("objectLabel") or (_alt(shown) if shown is not None else "")
    if not name:
        raise LeftOut("gap-images", "Labels that are pictures need a name here.")
    asked.node.lose("gap-images", "Labels that are pictures came by their names.")
    return escape(name, quote=False)


def area_of(spot: Element, width: float, height: float) -> dict[str, Any]:
    """The area in percent: as our own export tells it, else out of the pixels. Raises LeftOut."""
    own = extension(spot, "area")
    if isinstance(own, dict) and own.get("shape") in ("rectangle", "circle", "polygon"):
        return own
    return shape_of(spot.get("shape") or "", spot.get("coords") or "", width, height)


def _ratio(element: Element, width: float, height: float) -> float:
    own = extension(element, "ratio")
    return own if isinstance(own, (int, float)) and not isinstance(own, bool) else round(height / width, 4)


def _stem(asked: Asked, picture: Element) -> str:
    """What is asked, and the picture below it. Raises LeftOut where that did not come."""
    address = picture.get("data") or picture.get("src") or ""
    if asked.links.file(address) is None:
        raise LeftOut("no-picture", "The picture is not in the package, or too large.")
    return f"{_above(asked)}{_picture_html(picture, address)}"


def _picture(element: Element) -> Element:
    # Labels may have pictures of their own, so children alone count.
    found = next(children(element, "object", "img"), None)
    if found is None and first(element, "gapImg") is None:
        found = first(element, "object")
        found = first(element, "img") if found is None else found
    if found is None:
        raise LeftOut("no-picture", "The item has no picture.")
    return found


def _above(asked: Asked) -> str:
    prompt = first(asked.element, "prompt")
    above = html_of(asked.body, without=(str(asked.element.tag),))
    return above + (f"<p>{html_of(prompt)}</p>" if prompt is not None else "")


def _picture_html(picture: Element, address: str) -> str:
    alt = _alt(picture)
    return f'<p><img src="{escape(address)}" alt="{escape(alt)}"></p>'


def _alt(picture: Element) -> str:
    return words(picture) or picture.get("alt") or ""


def _pixels(text: str | None) -> float:
    try:
        found = float((text or "").removesuffix("px"))
    except ValueError:
        found = 0.0
    if not 1 <= found <= 20_000:
        raise LeftOut("no-size", "The item does not say how large its picture is.")
    return found


def shape_of(shape: str, coords: str, width: float, height: float) -> dict[str, Any]:
    """The area in percent of the picture. Raises LeftOut."""
    try:
        found = [float(one) for one in coords.replace(" ", "").split(",") if one]
    except ValueError as error:
        raise LeftOut("unreadable", "The numbers of an area cannot be read.") from error
    if shape == "rect" and len(found) == 4:
        left, top, right, bottom = found
        return {
            "shape": "rectangle",
            "x": _percent(left, width),
            "y": _percent(top, height),
            "width": _percent(right - left, width),
            "height": _percent(bottom - top, height),
        }
    if shape == "circle" and len(found) == 3:
        x, y, radius = found
        return {
            "shape": "circle",
            "x": _percent(x, width),
            "y": _percent(y, height),
            "radius": _percent(radius, width),
        }
    if shape == "poly" and len(found) >= 6 and len(found) % 2 == 0:
        corners = [
            [_percent(x, width), _percent(y, height)] for x, y in zip(found[::2], found[1::2], strict=True)
        ]
        if corners[0] == corners[-1]:
            corners.pop()
        return {"shape": "polygon", "corners": corners}
    raise LeftOut("shape", f"Areas of the shape {shape or 'unknown'} are not known here.")


def _percent(part: float, whole: float) -> float:
    return round(min(100.0, max(0.0, part / whole * 100)), 2)

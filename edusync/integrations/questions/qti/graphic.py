"""Hotspots of QTI: areas in pixels of a picture become percent of it."""

from typing import Any

from edusync.integrations.formats.xmlfiles import Element
from edusync.integrations.questions.found import LeftOut, no_right_answer
from edusync.integrations.questions.qti.asked import Asked, Parts
from edusync.integrations.questions.qti.markup import html_of
from edusync.integrations.questions.qti.names import first


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
        shape = shape_of(one.get("shape") or "", one.get("coords") or "", width, height)
        regions.append(
            {**shape, "is_right": one.get("identifier") in right, "label": one.get("hotspotLabel") or ""}
        )
    if not any(one["is_right"] for one in regions):
        raise no_right_answer()
    scoring = "all_or_nothing" if not mapped else "less_wrong" if declaration.default < 0 else "each"
    address = picture.get("data") or picture.get("src") or ""
    if asked.links.file(address) is None:
        raise LeftOut("no-picture", "The picture is not in the package, or too large.")
    settings: dict[str, Any] = {"regions": regions, "ratio": round(height / width, 4), "scoring": scoring}
    points = (
        sum(value for value in declaration.values.values() if value > 0)
        if mapped
        else asked.processing.points
    )
    return Parts("hotspot", f"{_above(asked)}{_picture_html(picture, address)}", settings, (), points or None)


def _picture(element: Element) -> Element:
    found = first(element, "object")
    found = first(element, "img") if found is None else found
    if found is None:
        raise LeftOut("no-picture", "The hotspot has no picture.")
    return found


def _above(asked: Asked) -> str:
    prompt = first(asked.element, "prompt")
    above = html_of(asked.body, without=("hotspotInteraction",))
    return above + (f"<p>{html_of(prompt)}</p>" if prompt is not None else "")


def _picture_html(picture: Element, address: str) -> str:
    from html import escape

    alt = " ".join("".join(map(str, picture.itertext())).split()) or picture.get("alt") or ""
    return f'<p><img src="{escape(address)}" alt="{escape(alt)}"></p>'


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

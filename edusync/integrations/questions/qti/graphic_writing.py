"""Questions on a picture as QTI writes them: hotspots, and labels that are put onto places."""

from typing import Any

from lxml.etree import SubElement

from edusync.integrations.formats.xmlfiles import Element
from edusync.integrations.questions.found import LeftOut
from edusync.integrations.questions.qti.graphic import shape_of
from edusync.integrations.questions.qti.writing import Item, put_html
from edusync.integrations.questions.qti.writing_parts import RESPONSE, declare_pairs, plain, put_choice

# Of the picture as items tell it: areas are whole pixels of it.
WIDTH = 1000
_PARTS = ("shape", "x", "y", "width", "height", "radius", "corners")


def hotspot(item: Item) -> None:
    """`hotspotInteraction`."""
    settings = item.question.settings
    _put_text(item)
    regions = settings["regions"]
    right = [f"H{place}" for place, region in enumerate(regions, 1) if region.get("is_right")]
    declaration = item.declare(RESPONSE, "multiple", "identifier", right)
    scoring = settings.get("scoring", "each")
    if scoring == "all_or_nothing":
        item.process("match_correct")
    else:
        share = plain(item.points / len(right))
        loss = f"-{share}" if scoring == "less_wrong" else "0"
        item.map(declaration, [(name, share) for name in right], defaultValue=loss, lowerBound="0")
        item.process("map_response")
    element = SubElement(
        item.body, "hotspotInteraction", responseIdentifier=RESPONSE, maxChoices=str(len(right))
    )
    height = _put_picture(item, element)
    for place, region in enumerate(regions, 1):
        _put_area(item, element, "hotspotChoice", f"H{place}", region, height)


def drag_to_image(item: Item) -> None:
    """`graphicGapMatchInteraction`: each label to one place. QTI 2.1 knows labels that are pictures alone."""
    settings = item.question.settings
    _put_text(item)
    places = settings["places"]
    declare_pairs(item, [f"L{one['item']} P{number}" for number, one in enumerate(places, 1)])
    element = SubElement(item.body, "graphicGapMatchInteraction", responseIdentifier=RESPONSE)
    height = _put_picture(item, element)
    for number, one in enumerate(settings["items"], 1):
        put_choice(element, "gapText", f"L{number}", one["html"], matchMax="1")
    for number, one in enumerate(places, 1):
        _put_area(item, element, "associableHotspot", f"P{number}", one, height).set("matchMax", "1")
    item.extend(
        element,
        "places",
        {name: settings[name] for name in ("shows_places", "tolerance") if name in settings},
    )
    if not settings.get("shows_places") or settings.get("tolerance"):
        item.notes.append("Other systems show the places, and take a label on a place alone.")
    if item.version == "2.1":
        item.notes.append(
            "QTI 2.1 knows labels that are pictures; these are written as texts, as in QTI 2.2."
        )


def _put_text(item: Item) -> None:
    """What is asked, without pictures: the one that is answered on stands in the interaction."""
    if not item.question.pictures:
        raise LeftOut("no-picture", "Its picture is not among the files of this site.")
    if len(item.question.pictures) > 1:
        item.notes.append("Of its pictures the one that is answered on comes along.")
    put_html(item.body, item.question.stem_html)


def _put_picture(item: Item, element: Element) -> int:
    """The picture that is answered on; its height in pixels."""
    first = item.question.pictures[0]
    ratio = float(item.question.settings.get("ratio", 1))
    height = round(WIDTH * ratio)
    picture = SubElement(
        element,
        "object",
        type=first.media_type,
        data=f"images/{first.name}",
        width=str(WIDTH),
        height=str(height),
    )
    picture.text = first.alt
    if ratio != height / WIDTH:
        item.extend(element, "ratio", ratio)
    return height


def _put_area(
    item: Item, parent: Element, tag: str, name: str, region: dict[str, Any], height: int
) -> Element:
    """An area in whole pixels; where that is not just what it is, also as it is."""
    shape, coords = _coords(region, WIDTH, height)
    element = SubElement(parent, tag, identifier=name, shape=shape, coords=coords)
    if region.get("label"):
        element.set("hotspotLabel", region["label"])
    exact = {part: region[part] for part in _PARTS if part in region}
    if shape_of(shape, coords, WIDTH, height) != exact:
        item.extend(element, "area", exact)
    return element


def _coords(region: dict[str, Any], width: int, height: int) -> tuple[str, str]:
    def across(value: float) -> int:
        return round(value * width / 100)

    def down(value: float) -> int:
        return round(value * height / 100)

    if region["shape"] == "circle":
        return "circle", f"{across(region['x'])},{down(region['y'])},{across(region['radius'])}"
    if region["shape"] == "polygon":
        return "poly", ",".join(f"{across(x)},{down(y)}" for x, y in region["corners"])
    left, top = region["x"], region["y"]
    ends = f"{across(left + region['width'])},{down(top + region['height'])}"
    return "rect", f"{across(left)},{down(top)},{ends}"

"""Areas on a picture. Places are percent of its width and of its height, from the upper left corner."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from edusync.assessment.scoring.outcome import ResponseRefused, SettingsFault

SHAPES = ("rectangle", "circle", "polygon")
MAX_CORNERS = 60
# Height by width: what a picture that nobody measured is taken for.
SQUARE = 1.0

Point = tuple[float, float]


def ratio_of(settings: Mapping[str, Any]) -> float:
    """Height of the picture by its width."""
    found = settings.get("ratio", SQUARE)
    return float(found) if is_number(found) and 0.05 <= found <= 20 else SQUARE


def is_number(value: object) -> bool:
    """Whether it is a plain finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def is_place(value: object) -> bool:
    """Whether it is a pair of percents."""
    return (
        isinstance(value, list | tuple)
        and len(value) == 2
        and all(is_number(one) and 0 <= one <= 100 for one in value)
    )


def place_in(value: object) -> list[float]:
    """The place to two decimals. Raises ResponseRefused."""
    if not isinstance(value, list | tuple) or not is_place(value):
        raise ResponseRefused("wrong-shape", "A place is two numbers from 0 to 100.")
    left, top = value
    return [round(float(left), 2), round(float(top), 2)]


def distance(shape: Mapping[str, Any], place: Sequence[float], ratio: float) -> float:
    """How far the place lies outside of the area, in percent of the picture's width; 0 within and on its edge."""
    at = (place[0], place[1] * ratio)
    match shape.get("shape"):
        case "circle":
            center = (shape["x"], shape["y"] * ratio)
            return max(0.0, math.dist(at, center) - shape["radius"])
        case "rectangle":
            left, top = shape["x"], shape["y"] * ratio
            across = max(left - at[0], 0.0, at[0] - left - shape["width"])
            down = max(top - at[1], 0.0, at[1] - top - shape["height"] * ratio)
            return math.hypot(across, down)
    corners = [(x, y * ratio) for x, y in shape["corners"]]
    edges = list(pairwise([*corners, corners[0]]))
    return 0.0 if _is_inside(edges, at) else min(_to_edge(at, edge) for edge in edges)


def contains(shape: Mapping[str, Any], place: Sequence[float], ratio: float, tolerance: float = 0) -> bool:
    """Whether the place is in the area, or not farther from it than the tolerance (percent of the width)."""
    return distance(shape, place, ratio) <= tolerance + 1e-9


def center(shape: Mapping[str, Any]) -> list[float]:
    """A place in the middle of the area; of one with corners the mean of them, else the nearest corner within."""
    match shape.get("shape"):
        case "circle":
            return [shape["x"], shape["y"]]
        case "rectangle":
            return [shape["x"] + shape["width"] / 2, shape["y"] + shape["height"] / 2]
    corners = shape["corners"]
    mean = [sum(one[axis] for one in corners) / len(corners) for axis in (0, 1)]
    # Where the mean lies outside (an area like a C), a corner is at least on the edge.
    return mean if contains(shape, mean, SQUARE) else [float(one) for one in corners[0]]


def _is_inside(edges: Sequence[tuple[Point, Point]], at: Point) -> bool:
    """Whether a ray to the right crosses the edges an odd number of times."""
    x, y = at
    crossed = False
    for (x1, y1), (x2, y2) in edges:
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            crossed = not crossed
    return crossed


def _to_edge(at: Point, edge: tuple[Point, Point]) -> float:
    (x1, y1), (x2, y2) = edge
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = 0.0 if not length else ((at[0] - x1) * (x2 - x1) + (at[1] - y1) * (y2 - y1)) / length
    along = min(1.0, max(0.0, along))
    return math.dist(at, (x1 + along * (x2 - x1), y1 + along * (y2 - y1)))


def shape_faults(shape: Mapping[str, Any], pointer: str) -> list[SettingsFault]:
    """What is wrong with an area."""
    kind = shape.get("shape")
    if kind not in SHAPES:
        return [SettingsFault(f"{pointer}/shape", "unknown-value", f"Shape is one of {', '.join(SHAPES)}.")]
    if kind == "polygon":
        corners = shape.get("corners")
        is_fine = (
            isinstance(corners, list) and 3 <= len(corners) <= MAX_CORNERS and all(map(is_place, corners))
        )
        detail = f"Give 3 to {MAX_CORNERS} corners on the picture."
        return [] if is_fine else [SettingsFault(f"{pointer}/corners", "wrong-shape", detail)]
    sizes = ("radius",) if kind == "circle" else ("width", "height")
    is_fine = is_place([shape.get("x"), shape.get("y")]) and all(
        is_number(shape.get(name)) and 0 < shape[name] <= 100 for name in sizes
    )
    return (
        []
        if is_fine
        else [SettingsFault(pointer, "wrong-shape", "Place and size are percent of the picture.")]
    )


def shape_only(shape: Mapping[str, Any]) -> dict[str, Any]:
    """The area without what it means."""
    names = {"circle": ("x", "y", "radius"), "rectangle": ("x", "y", "width", "height")}
    found = names.get(str(shape.get("shape")), ("corners",))
    return {"shape": shape.get("shape"), **{name: shape.get(name) for name in found}}


def with_picture(stem: Mapping[str, Any], inputs: dict[str, Any]) -> tuple[Mapping[str, Any], dict[str, Any]]:
    """The first picture goes from what is asked to where it is answered."""
    blocks = stem.get("blocks") or []
    found = next((one for one in blocks if isinstance(one, dict) and one.get("type") == "image"), None)
    if found is None:
        return stem, {**inputs, "picture": None}
    picture = {name: found.get(name) for name in ("src", "alt", "width", "height")}
    return {**stem, "blocks": [one for one in blocks if one is not found]}, {**inputs, "picture": picture}


def has_picture(stem: Mapping[str, Any]) -> bool:
    """Whether a picture is part of what is asked."""
    return any(isinstance(one, dict) and one.get("type") == "image" for one in stem.get("blocks") or [])

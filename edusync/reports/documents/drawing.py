"""A chart as shapes in points: the PDF and the plain page draw the same picture."""

import dataclasses
import itertools
import math
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from edusync.reports.documents.tables import ChartFacts, Series

WIDTH = 760.0
# Six hues that stay apart under the three kinds of color blindness; each has a pattern for print besides.
HUES = 6
MOST_BARS = 15
MOST_FIGURES = 6
TEXT_SIZE = 9.0
# A letter is about so wide, in shares of its size.
_LETTER = 0.52
_ROW_GAP = 7.0
_BAR = 11.0
_LABEL_SHARE = 0.26
_PANEL_GAP = 18.0
# All panels of lines together, and the tallest picture of bars: with head and foot they stay on one page.
_LINE_HEIGHT = 260.0
_BARS_HEIGHT = 330.0
_LEGEND_LINE = 16.0
_RADAR_RADIUS = 110.0
_TICKS = 4
# Seconds: from a minute to four days.
_TIME_STEPS = (15, 60, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 36_000, 72_000, 180_000, 360_000)
Show = Callable[[float, str], str]


@dataclasses.dataclass(frozen=True, slots=True)
class Shape:
    """`rect` x y w h · `path` points (closed: filled lightly) · `dot` x y · `text` x y, at its baseline's middle."""

    kind: str
    x: float = 0.0
    y: float = 0.0
    w: float = 0.0
    h: float = 0.0
    points: tuple[tuple[float, float], ...] = ()
    is_closed: bool = False
    hue: int = -1
    text: str = ""
    anchor: str = "start"
    is_strong: bool = False

    def as_json(self) -> dict[str, Any]:
        """For the template."""
        return dataclasses.asdict(self)


@dataclasses.dataclass(frozen=True, slots=True)
class Drawing:
    """All shapes, and the words for who does not see them."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    alt: str


def draw_chart(chart: ChartFacts, show: Show, *, is_rtl: bool = False) -> Drawing | None:
    """The chart as shapes, None where there is nothing to draw. `show` writes a value of a kind."""
    if chart.is_empty:
        return None
    shapes, height = _MAKERS[chart.kind](chart, show)
    if is_rtl:
        shapes = [mirrored(shape) for shape in shapes]
    names = ", ".join(one.title for one in chart.series)
    return Drawing(WIDTH, height, tuple(shapes), f"{chart.title}: {names}")


def shortened(text: str, width: float, size: float = TEXT_SIZE) -> str:
    """The text cut to about that width in points, with an ellipsis."""
    most = max(1, int(width / (size * _LETTER)))
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    # A mark that belongs to the letter before is not left alone, nor cut off.
    while cut and unicodedata.category(text[len(cut)]).startswith("M"):
        cut = cut[:-1]
    return cut.rstrip() + "…"


def mirrored(shape: Shape) -> Shape:
    """The shape as right-to-left readers have it."""
    anchor = {"start": "end", "end": "start"}.get(shape.anchor, shape.anchor)
    x = WIDTH - shape.x - (shape.w if shape.kind == "rect" else 0)
    return dataclasses.replace(
        shape, x=x, anchor=anchor, points=tuple((WIDTH - left, top) for left, top in shape.points)
    )


def panels(chart: ChartFacts) -> list[list[tuple[int, Series]]]:
    """Series by kind, each with its number: what is counted alike shares a scale."""
    numbered = list(enumerate(chart.series))
    kinds = list(dict.fromkeys(one.kind for one in chart.series))
    return [[(at, one) for at, one in numbered if one.kind == kind] for kind in kinds]


def scale_of(series: Sequence[tuple[int, Series]]) -> float:
    """The greatest value of the scale, so that each of its ticks is a number one reads at a glance."""
    top = max((value or 0.0) for _, one in series for value in one.values)
    kind = series[0][1].kind
    if kind == "percent" and top <= 100:
        return 100.0
    return _TICKS * _nice_step(max(top, 1.0) / _TICKS, kind)


def _nice_step(least: float, kind: str) -> float:
    """The least of 1, 2, 5 times a power of ten that is not below; for stretches of time also halves of an hour and so on."""
    steps = _TIME_STEPS if kind == "duration" else ()
    whole = 1.0 if kind == "integer" else 0.0
    power = 10.0 ** math.floor(math.log10(least))
    tens = (step * power for step in (1, 2, 2.5, 5, 10) if (step * power) % 1 == 0 or not whole)
    found = next((step for step in itertools.chain(steps, tens) if step >= least * 0.999999), least)
    return max(found, whole)


def _bars(chart: ChartFacts, show: Show) -> tuple[list[Shape], float]:
    """Lying bars, a panel for each kind of number side by side; the value stands at the end of its bar."""
    groups = panels(chart)
    most = max(len(group) for group in groups)
    row = most * _BAR + _ROW_GAP
    labels = list(chart.labels[: min(MOST_BARS, int(_BARS_HEIGHT / row))])
    side = WIDTH * _LABEL_SHARE
    width = (WIDTH - side - _PANEL_GAP * len(groups)) / len(groups)
    legend = _LEGEND_LINE * most + 4
    shapes = [
        Shape(
            "text",
            side - 8,
            legend + at * row + (row - _ROW_GAP) / 2,
            text=shortened(name, side - 12),
            anchor="end",
        )
        for at, name in enumerate(labels)
    ]
    for number, group in enumerate(groups):
        left = side + number * (width + _PANEL_GAP)
        shapes += _legend(group, left)
        shapes += _panel_bars(group, len(labels), (left, legend, width, row), show)
    return shapes, legend + len(labels) * row


def _panel_bars(
    group: Sequence[tuple[int, Series]], count: int, place: tuple[float, float, float, float], show: Show
) -> Iterator[Shape]:
    left, top, width, row = place
    # There is no axis: the longest bar fills the room; only percents are measured against the whole.
    scale = (
        100.0
        if group[0][1].kind == "percent"
        else max((value or 0.0) for _, one in group for value in one.values) or 1.0
    )
    longest = max(
        len(show(value, one.kind)) for _, one in group for value in one.values[:count] if value is not None
    )
    room = width - longest * TEXT_SIZE * _LETTER - 8
    for place_in_group, (hue, one) in enumerate(group):
        for at, value in enumerate(one.values[:count]):
            if value is None:
                continue
            y = top + at * row + place_in_group * _BAR
            length = max(0.0, value / scale * room)
            yield Shape("rect", left, y, length, _BAR - 2, hue=hue % HUES)
            yield Shape("text", left + length + 4, y + (_BAR - 2) / 2, text=show(value, one.kind))
    bottom = top + count * row - _ROW_GAP + 2
    yield Shape("path", points=((left, top - 2), (left, bottom)))


def _legend(group: Sequence[tuple[int, Series]], left: float) -> Iterator[Shape]:
    for line, (hue, one) in enumerate(group):
        y = line * _LEGEND_LINE + 2
        yield Shape("rect", left, y, 10, 10, hue=hue % HUES)
        yield Shape("text", left + 15, y + 5, text=one.title, is_strong=True)


def _lines(chart: ChartFacts, show: Show) -> tuple[list[Shape], float]:
    """Lines over the labels, a panel for each kind of number below each other."""
    shapes: list[Shape] = []
    top = 0.0
    groups = panels(chart)
    for group in groups:
        made, height = _line_panel(chart.labels, group, (top, _LINE_HEIGHT / len(groups)), show)
        shapes += made
        top += height + _PANEL_GAP
    return shapes, top - _PANEL_GAP


def _line_panel(
    labels: Sequence[str], group: Sequence[tuple[int, Series]], place: tuple[float, float], show: Show
) -> tuple[list[Shape], float]:
    top, height = place
    scale, kind = scale_of(group), group[0][1].kind
    ticks = [scale * step / _TICKS for step in range(_TICKS + 1)]
    room = max(len(show(tick, kind)) for tick in ticks) * TEXT_SIZE * _LETTER + 10
    left = max(room, len(labels[0]) * TEXT_SIZE * _LETTER / 2)
    legend = [dataclasses.replace(shape, y=shape.y + top) for shape in _legend(group, left)]
    above = top + _LEGEND_LINE * len(group) + 8
    right, bottom = WIDTH - 30, above + height

    def height_of(value: float) -> float:
        return bottom - value / scale * height

    step = (right - left) / max(1, len(labels) - 1)
    shapes = [
        *legend,
        *(Shape("path", points=((left, height_of(tick)), (right, height_of(tick)))) for tick in ticks),
        *(Shape("text", left - 6, height_of(tick), text=show(tick, kind), anchor="end") for tick in ticks),
        *_line_labels(labels, left, step, bottom + 12),
    ]
    for hue, one in group:
        for run in _runs(one.values):
            points = tuple((left + at * step, height_of(one.values[at] or 0.0)) for at in run)
            shapes.append(Shape("path", points=points, hue=hue % HUES))
            shapes += [Shape("dot", x, y, hue=hue % HUES) for x, y in points]
    return shapes, bottom + 20 - top


def _line_labels(labels: Sequence[str], left: float, step: float, y: float) -> Iterator[Shape]:
    """As many as have room, the first among them, each in the middle below its point."""
    longest = max(len(label) for label in labels) * TEXT_SIZE * _LETTER + 14
    every = max(1, math.ceil(longest / step)) if step else 1
    for at in range(0, len(labels), every):
        yield Shape("text", left + at * step, y, text=shortened(labels[at], longest), anchor="middle")


def _runs(values: Sequence[float | None]) -> Iterator[list[int]]:
    """Stretches of places that have values: a line does not cross what is not known."""
    for has_value, run in itertools.groupby(range(len(values)), lambda at: values[at] is not None):
        if has_value:
            yield list(run)


def _radar(chart: ChartFacts, show: Show) -> tuple[list[Shape], float]:
    """A net with an axis for each label and a figure, in percent of the axis, for each series; the legend stands beside it."""
    axes, figures = chart.labels, chart.series[:MOST_FIGURES]
    middle_x, middle_y = WIDTH * 0.36, _RADAR_RADIUS + 30

    def spot(axis: int, share: float) -> tuple[float, float]:
        angle = -math.pi / 2 + 2 * math.pi * axis / max(1, len(axes))
        reach = _RADAR_RADIUS * share / 100
        return middle_x + reach * math.cos(angle), middle_y + reach * math.sin(angle)

    shapes = [
        *(
            Shape("path", points=_ring([spot(axis, ring) for axis in range(len(axes))]))
            for ring in (25, 50, 75, 100)
        ),
        *(Shape("path", points=((middle_x, middle_y), spot(axis, 100))) for axis in range(len(axes))),
        *(_axis_label(spot(axis, 112), middle_x, name) for axis, name in enumerate(axes)),
    ]
    for hue, figure in enumerate(figures):
        points = [spot(axis, value or 0.0) for axis, value in enumerate(figure.values)]
        shapes.append(Shape("path", points=_ring(points), is_closed=True, hue=hue % HUES))
        shapes += [Shape("dot", x, y, hue=hue % HUES) for x, y in points]
        y = 24 + hue * _LEGEND_LINE
        shapes.append(Shape("rect", WIDTH * 0.62, y, 10, 10, hue=hue % HUES))
        shapes.append(
            Shape(
                "text", WIDTH * 0.62 + 15, y + 5, text=shortened(figure.title, WIDTH * 0.34), is_strong=True
            )
        )
    return shapes, middle_y + _RADAR_RADIUS + 24


def _ring(points: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    return (*points, points[0]) if points else ()


def _axis_label(spot: tuple[float, float], middle_x: float, name: str) -> Shape:
    x, y = spot
    anchor = "middle" if abs(x - middle_x) < 5 else "start" if x > middle_x else "end"
    return Shape("text", x, y, text=shortened(name, 150), anchor=anchor)


_MAKERS: dict[str, Callable[[ChartFacts, Show], tuple[list[Shape], float]]] = {
    "bar": _bars,
    "line": _lines,
    "radar": _radar,
}

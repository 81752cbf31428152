"""The drawing of a chart as SVG for pages without scripts: colors and patterns come from the page's style sheet."""

from xml.sax.saxutils import escape, quoteattr

from edusync.reports.documents.drawing import HUES, Drawing, Shape

# The lines of each hue's pattern; the first hue is solid.
_PATTERNS = ("", "M0 6L6 0", "M1 3h2M4 0h2M4 6h2", "M0 0L6 6", "M0 3H6", "M0 0L6 6M0 6L6 0")
_DASHES = ("", "6 3", "1.5 2.5", "6 2 1.5 2", "3 2", "8 5")
_ANCHORS = {"start": "start", "middle": "middle", "end": "end"}


def drawing_svg(drawing: Drawing) -> str:
    """Markup of the drawing; every text in it is escaped."""
    inner = "".join(_shape(shape) for shape in drawing.shapes)
    return (
        f'<svg class="chart" viewBox="0 0 {drawing.width:g} {drawing.height:g}" role="img" direction="ltr"'
        f" aria-label={quoteattr(drawing.alt)}><defs>{_patterns()}</defs>{inner}</svg>"
    )


def _patterns() -> str:
    return "".join(
        f'<pattern id="hue{hue}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" class="tint{hue}"/><path d="{_PATTERNS[hue]}" class="line{hue}" stroke-width="1.3"/></pattern>'
        for hue in range(1, HUES)
    )


def _shape(shape: Shape) -> str:
    if shape.kind == "rect":
        fill = f"url(#hue{shape.hue})" if shape.hue else ""
        paint = f'fill="{fill}" class="line{shape.hue}"' if fill else 'class="full0"'
        return f'<rect x="{shape.x:.1f}" y="{shape.y:.1f}" width="{shape.w:.1f}" height="{shape.h:.1f}" {paint}/>'
    if shape.kind == "dot":
        return f'<circle cx="{shape.x:.1f}" cy="{shape.y:.1f}" r="2" class="full{shape.hue}"/>'
    if shape.kind == "text":
        weight = ' class="strong"' if shape.is_strong else ""
        return (
            f'<text x="{shape.x:.1f}" y="{shape.y + 3:.1f}" text-anchor="{_ANCHORS[shape.anchor]}"{weight}>'
            f"{escape(shape.text)}</text>"
        )
    return _path(shape)


def _path(shape: Shape) -> str:
    spots = "L".join(f"{x:.1f} {y:.1f}" for x, y in shape.points)
    if shape.hue < 0:
        return f'<path d="M{spots}" class="net"/>'
    dash = f' stroke-dasharray="{_DASHES[shape.hue]}"' if _DASHES[shape.hue] else ""
    closed = f'<path d="M{spots}" class="area{shape.hue}"/>' if shape.is_closed else ""
    return f'{closed}<path d="M{spots}" class="line{shape.hue}" stroke-width="1.8"{dash}/>'

"""HTML tables to table blocks: spans are spread out, pictures follow the table."""

import re

from lxml.etree import _Element as Element

from edusync.integrations.formats.richtext import media
from edusync.integrations.formats.richtext.inline import InlineWriter
from edusync.integrations.formats.richtext.shape import Block, is_blank_html, tag_of, text_of

_MAX_ROWS = 1000
_MAX_COLUMNS = 60
_LONE_PARAGRAPH = re.compile(r"^<p>((?:(?!</?p>).)*)</p>$", re.DOTALL)


def table_blocks(writer: InlineWriter, table: Element) -> list[Block]:
    """The table, and after it the pictures of its cells."""
    after: list[Block] = []
    for picture in list(table.iter("img")):
        after += media.image_blocks(writer, picture)
        writer.node.lose("picture-moved", "A picture inside a table now stands after the table.")
        picture.tag = "span"
        picture.text = picture.get("alt") or ""
    rows = [row for row in table.iter("tr") if _table_of(row) is table]
    grid = _spread(writer, rows[:_MAX_ROWS])
    if len(rows) > _MAX_ROWS:
        writer.node.lose("table-shortened", f"A table was cut after {_MAX_ROWS} rows.")
    if not any(not is_blank_html(cell) for row in grid for cell in row):
        return after
    header: list[str] = []
    if rows and _is_header(rows[0]):
        header, grid = grid[0], grid[1:]
    caption = next((text_of(child) for child in table if tag_of(child) == "caption"), "")
    return [{"type": "table", "caption": caption[:500], "header": header, "rows": grid}, *after]


def _table_of(row: Element) -> Element | None:
    return next((up for up in row.iterancestors() if tag_of(up) == "table"), None)


def _is_header(row: Element) -> bool:
    cells = [cell for cell in row if tag_of(cell) in {"td", "th"}]
    parent = row.getparent()
    is_head = parent is not None and tag_of(parent) == "thead"
    return bool(cells) and (is_head or all(tag_of(cell) == "th" for cell in cells))


def _span(cell: Element, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(int(value), _MAX_COLUMNS) if value.isdigit() and int(value) > 0 else 1


def _spread(writer: InlineWriter, rows: list[Element]) -> list[list[str]]:
    """Cells by row and column; a spanning cell stands in its first place, the others are empty."""
    places: dict[tuple[int, int], str] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in (child for child in row if tag_of(child) in {"td", "th"}):
            while (number, column) in places:
                column += 1
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            if wide > 1 or high > 1:
                writer.node.lose(
                    "table-spans", "Cells of a table that spanned several places stand in the first of them."
                )
            _take(places, number, column, min(high, len(rows) - number), wide)
            places[number, column] = _cell(writer, cell)
            column += wide
    width = min(1 + max((column for _, column in places), default=-1), _MAX_COLUMNS)
    if any(column >= _MAX_COLUMNS for _, column in places):
        writer.node.lose("table-shortened", f"A table was cut after {_MAX_COLUMNS} columns.")
    return [[places.get((number, column), "") for column in range(width)] for number in range(len(rows))]


def _take(places: dict[tuple[int, int], str], row: int, column: int, high: int, wide: int) -> None:
    for down in range(high):
        for right in range(wide):
            places.setdefault((row + down, column + right), "")


def _cell(writer: InlineWriter, cell: Element) -> str:
    markup = writer.inner(cell).strip()
    alone = _LONE_PARAGRAPH.match(markup)
    return alone.group(1) if alone else markup

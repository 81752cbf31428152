"""A report as PDF by typst: tagged, selectable, in every script that the fonts of the certificates cover."""

import functools
import itertools
import json
from pathlib import Path
from typing import IO, Any

import structlog
import typst

from edusync.credentials.documents.pdf import fonts
from edusync.reports.documents.cells import fresh_words, grouped, shown_cell, shown_instant
from edusync.reports.documents.csv_file import Count
from edusync.reports.documents.drawing import Drawing, draw_chart
from edusync.reports.documents.tables import DocumentColumn, ReportTable
from edusync.reports.documents.words import counted_rows, words_in

logger = structlog.get_logger(__name__)

TEMPLATE = Path(__file__).with_name("report.typ")
# Nobody reads more on paper; who needs all rows takes CSV or XLSX. It also bounds the memory that a document takes.
MOST_ROWS = 2_000
_WIDE = frozenset({"text", "person", "course"})


def write_pdf(table: ReportTable, target: IO[bytes], on_rows: Count) -> int:
    """Write the report as PDF/UA-1, at most MOST_ROWS of its rows. Returns how many rows are in it."""
    rows = [shown_row(table, row) for row in itertools.islice(table.rows, MOST_ROWS)]
    on_rows(len(rows))
    compiler = typst.Compiler(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(template_data(table, rows))},
    )
    target.write(_compiled(compiler, table))
    return len(rows)


def _compiled(compiler: typst.Compiler, table: ReportTable) -> bytes:
    timestamp = int(table.made_at.timestamp())
    try:
        made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=timestamp)
    except typst.TypstError as error:
        # A character that no font has is forbidden by the standard; the report is a plain tagged PDF then.
        logger.warning("report_without_standard", report=table.slug, reason=error.message)
        made = compiler.compile(format="pdf", timestamp=timestamp)
    if not isinstance(made, bytes):
        raise TypeError("one document was expected")
    return made


def shown_row(table: ReportTable, row: Any) -> list[str]:
    """The cells as people read them."""
    return [
        shown_cell(value, column, table.language, table.zone)
        for value, column in zip(row, table.columns, strict=True)
    ]


def chart_drawings(table: ReportTable) -> list[tuple[str, Drawing]]:
    """Title and shapes of each of the table's charts; one with nothing to draw is left out."""
    is_rtl = words_in(table.language)["direction"] == "rtl"
    show = functools.partial(_shown_value, table)
    drawings = [(chart.title, draw_chart(chart, show, is_rtl=is_rtl)) for chart in table.charts]
    return [(title, drawing) for title, drawing in drawings if drawing is not None]


def _shown_value(table: ReportTable, value: float, kind: str) -> str:
    return shown_cell(value, DocumentColumn("value", kind, ""), table.language, table.zone)


def template_data(table: ReportTable, rows: list[list[str]]) -> dict[str, Any]:
    """What the template reads, as JSON types."""
    words = words_in(table.language)
    total = len(rows) if table.rows_total is None else max(table.rows_total, len(rows))
    shown, counted = grouped(len(rows), table.language), grouped(total, table.language)
    return {
        "language": words["language"],
        "words": words,
        "title": table.title,
        "summary": table.summary,
        "organization": table.organization,
        "filters": table.filters,
        "columns": [
            {"title": column.title, "is_number": column.is_number, "is_wide": column.kind in _WIDE}
            for column in table.columns
        ],
        "rows": rows,
        "counted": counted_rows(total, counted, words),
        "clipped": words["clipped"].format(shown=shown, total=counted) if total > len(rows) else "",
        "made": words["made"].format(when=shown_instant(table.made_at, table.zone, table.language)),
        "fresh": fresh_words(table.fresh_at, is_live=table.is_live, zone=table.zone, language=table.language),
        "charts": [_chart_data(title, drawing) for title, drawing in chart_drawings(table)],
    }


def _chart_data(title: str, drawing: Drawing) -> dict[str, Any]:
    return {
        "title": title,
        "alt": drawing.alt,
        "width": drawing.width,
        "height": drawing.height,
        "shapes": [shape.as_json() for shape in drawing.shapes],
    }

"""A report as an Excel workbook: real numbers, dates and stretches of time; written row by row in constant memory."""

import datetime as dt
from collections.abc import Callable
from typing import IO, Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from edusync.reports.documents.cells import DAY_SECONDS, fresh_words, grouped, shown_instant
from edusync.reports.documents.tables import DocumentColumn, ReportTable
from edusync.reports.documents.words import counted_rows, words_in

Count = Callable[[int], None]
# Rows of a sheet, its head among them, as the format allows.
SHEET_ROWS = 1_048_576
# Characters of a cell, as the format allows.
CELL_LENGTH = 32_767
_STEP = 500
_NUMBER_FORMATS = {
    "integer": "#,##0",
    "decimal": "#,##0.##",
    "percent": "0.0%",
    "duration": "[h]:mm",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
}
_WIDTHS = {"text": 28, "person": 28, "course": 36, "choice": 18, "date": 12, "datetime": 17}
_NUMBER_WIDTH = 14
_PERCENT = 100
Put = Callable[[Worksheet, int, int, Any], object]


def write_xlsx(table: ReportTable, target: IO[bytes], on_rows: Count, *, sheet_rows: int = SHEET_ROWS) -> int:
    """Write the report, on as many sheets as its rows need; `on_rows` hears how many are done. Returns how many."""
    # Text is never taken for a formula or an address, whatever it begins with.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(target, options)
    # Equal rows give equal bytes.
    book.set_properties({"title": table.title, "company": table.organization, "created": table.made_at})
    puts = [cell_writer(column, book, table.zone) for column in table.columns]
    count, sheet, line = 0, _new_sheet(book, table, 1), 1
    for row in table.rows:
        if line >= sheet_rows:
            _finish_sheet(sheet, table, line)
            sheet, line = _new_sheet(book, table, len(book.worksheets()) + 1), 1
        for at, (put, value) in enumerate(zip(puts, row, strict=True)):
            if value is not None:
                put(sheet, line, at, value)
        line += 1
        count += 1
        if count % _STEP == 0:
            on_rows(count)
    _finish_sheet(sheet, table, line)
    _write_about(book, table, count)
    book.close()
    on_rows(count)
    return count


def _new_sheet(book: xlsxwriter.Workbook, table: ReportTable, number: int) -> Worksheet:
    words = words_in(table.language)
    sheet = book.add_worksheet(words["table"] if number == 1 else f"{words['table']} {number}")
    if words["direction"] == "rtl":
        sheet.right_to_left()
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    end = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "align": "right"})
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, _WIDTHS.get(column.kind, _NUMBER_WIDTH))
        sheet.write_string(0, at, column.title, end if column.is_number else head)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    return sheet


def _finish_sheet(sheet: Worksheet, table: ReportTable, line: int) -> None:
    if table.columns and line > 1:
        sheet.autofilter(0, 0, line - 1, len(table.columns) - 1)


def _write_about(book: xlsxwriter.Workbook, table: ReportTable, count: int) -> None:
    """The last sheet says what the numbers are, so that the file explains itself years later."""
    words = words_in(table.language)
    sheet = book.add_worksheet(words["about"][:31])
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 72)
    facts = [
        (words["report"], table.title),
        ("", table.summary),
        (words["organization"], table.organization),
        *((f"{words['filtered_by']}: {name}", value) for name, value in table.filters),
        ("", counted_rows(count, grouped(count, table.language), words)),
        ("", words["made"].format(when=shown_instant(table.made_at, table.zone, table.language))),
        ("", fresh_words(table.fresh_at, is_live=table.is_live, zone=table.zone, language=table.language)),
        (words["time_zone"], str(table.zone)),
    ]
    for line, (name, value) in enumerate(facts):
        sheet.write_string(line, 0, name, bold)
        sheet.write_string(line, 1, value, wrapped)


def cell_writer(column: DocumentColumn, book: xlsxwriter.Workbook, zone: dt.tzinfo) -> Put:
    """How values of the column are put into a cell."""
    number_format = _NUMBER_FORMATS.get(column.kind)
    style = book.add_format({"num_format": number_format}) if number_format else None
    if column.kind in {"integer", "decimal"}:
        return lambda sheet, line, at, value: sheet.write_number(line, at, float(value), style)
    if column.kind in {"percent", "duration"}:
        unit = _PERCENT if column.kind == "percent" else DAY_SECONDS
        return lambda sheet, line, at, value: sheet.write_number(line, at, float(value) / unit, style)
    if column.kind == "date":
        return _day_writer(style)
    if column.kind == "datetime":
        return lambda sheet, line, at, value: sheet.write_datetime(
            line, at, value.astimezone(zone).replace(tzinfo=None), style
        )
    choices = column.choices if column.kind == "choice" else {}
    return lambda sheet, line, at, value: sheet.write_string(
        line, at, choices.get(str(value), str(value))[:CELL_LENGTH]
    )


def _day_writer(style: Format | None) -> Put:
    def put(sheet: Worksheet, line: int, at: int, value: dt.date) -> object:
        midnight = dt.datetime.combine(value, dt.time())
        return sheet.write_datetime(line, at, midnight, style)

    return put

"""A report as CSV: UTF-8 with the mark by which spreadsheets know it, values that programs and spreadsheets read."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from typing import IO, Any

from edusync.kernel.csv_export import safe_cell
from edusync.reports.documents.cells import clock_time
from edusync.reports.documents.tables import DocumentColumn, ReportTable

Count = Callable[[int], None]
# Lines are gathered before they are written: one write for many rows.
_BLOCK_LINES = 500
_INSTANT_LENGTH = len("2026-11-27 17:30:00")
# By it spreadsheets know UTF-8.
BYTE_ORDER_MARK = "\ufeff"
_NUMBERS_AND_DAYS = frozenset({"integer", "decimal", "percent", "date"})


def write_csv(table: ReportTable, target: IO[bytes], on_rows: Count) -> int:
    """Write the report; `on_rows` hears how many rows are done. Returns how many there were."""
    count = 0

    def note(done: int) -> None:
        nonlocal count
        count = done
        on_rows(done)

    for block in csv_blocks(table, note):
        target.write(block)
    return count


def csv_blocks(table: ReportTable, on_rows: Count) -> Iterator[bytes]:
    """The file in pieces; the rows are read while they are asked for."""
    makers = [
        (at, make) for at, column in enumerate(table.columns) if (make := cell_maker(column, table.zone))
    ]
    block = io.StringIO()
    writer = csv.writer(block)
    block.write(BYTE_ORDER_MARK)
    writer.writerow([column.title for column in table.columns])
    count = 0
    for row in table.rows:
        cells = list(row)
        for at, make in makers:
            if cells[at] is not None:
                cells[at] = make(cells[at])
        writer.writerow(cells)
        count += 1
        if count % _BLOCK_LINES == 0:
            yield block.getvalue().encode()
            block.seek(0)
            block.truncate()
            on_rows(count)
    yield block.getvalue().encode()
    on_rows(count)


def cell_maker(column: DocumentColumn, zone: dt.tzinfo) -> Callable[[Any], str] | None:
    """How values of the column stand in the file: ISO 8601 days, instants in the zone, time as h:mm:ss, codes in words.

    None: as they are. Only text can be taken for a formula; a number below zero stays a number.
    """
    if column.kind == "datetime":
        return lambda value: value.astimezone(zone).isoformat(" ", "seconds")[:_INSTANT_LENGTH]
    if column.kind == "duration":
        return clock_time
    if column.kind == "choice":
        choices = column.choices
        return lambda value: choices.get(value) or safe_text(value)
    return None if column.kind in _NUMBERS_AND_DAYS else safe_text


def safe_text(value: str) -> str:
    """The text, which no spreadsheet takes for a formula; what begins with a letter or digit cannot be one."""
    return value if value[:1].isalnum() else safe_cell(value)

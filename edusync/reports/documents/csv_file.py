"""A report as CSV: UTF-8 with the mark by which spreadsheets know it, values that programs and spreadsheets read."""

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any

from edusync.kernel.csv_export import safe_cell
from edusync.reports.documents.cells import clock_time
from edusync.reports.documents.tables import DocumentColumn, ReportTable

Count = Callable[[int], None]
# The cells of a column of many rows as they stand in the file; empty for None.
ColumnText = Callable[[Sequence[Any]], list[str]]
# Lines are gathered before they are written: one write for many rows.
_BLOCK_LINES = 500
_TWO = [f"{number:02}" for number in range(60)]
# Days whose text is kept: thirty years of them.
_MOST_DAYS = 11_000
# By it spreadsheets know UTF-8.
BYTE_ORDER_MARK = "\ufeff"
_LINE_END = "\r\n"
_NUMBERS_AND_DAYS = frozenset({"integer", "decimal", "percent", "date"})
_must_be_quoted = re.compile('[",\r\n]').search
# Begins with a letter or digit, which no formula does, and holds nothing that must be quoted.
_is_plain = re.compile('[^\\W_][^",\r\n]*\\Z').match


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
    """The file in pieces; the rows are read while they are asked for.

    Written column by column: calls for each cell are what takes the time, the module csv with its look at every letter
    among them. Numbers, days and instants need no such look.
    """
    texts = [column_text(column, table.zone) for column in table.columns]
    head = [[quoted(column.title)] for column in table.columns]
    yield (BYTE_ORDER_MARK + _lines(head)).encode()
    count = 0
    while rows := list(itertools.islice(table.rows, _BLOCK_LINES)):
        columns = zip(*rows, strict=True)
        yield _lines([text(values) for text, values in zip(texts, columns, strict=True)]).encode()
        count += len(rows)
        on_rows(count)
    on_rows(count)


def _lines(columns: Sequence[list[str]]) -> str:
    """The rows that these columns are, each with its end."""
    if len(columns) == 1:
        # An empty line would be no row.
        return "".join([(cell or '""') + _LINE_END for cell in columns[0]])
    return _LINE_END.join([*map(",".join, zip(*columns, strict=True)), ""])


def column_text(column: DocumentColumn, zone: dt.tzinfo) -> ColumnText:
    """How values of the column stand in the file: ISO 8601 days, instants in the zone, time as h:mm:ss, codes in words.

    Only text can be taken for a formula; a number below zero stays a number.
    """
    if column.kind == "datetime":
        return instant_text(zone)
    if column.kind == "duration":
        return lambda values: ["" if value is None else clock_time(value) for value in values]
    if column.kind == "choice":
        choices = {code: quoted(words) for code, words in column.choices.items() if words}
        return lambda values: [
            "" if value is None else choices.get(value) or quoted(safe_cell(value)) for value in values
        ]
    return _plain_cells if column.kind in _NUMBERS_AND_DAYS else _text_cells


def instant_text(zone: dt.tzinfo) -> ColumnText:
    """How instants stand in the file: `2026-11-27 17:30:00` in the zone.

    Put together from pieces that are made once: to write an instant that knows its zone takes four times as long.
    """
    days: dict[int, str] = {}

    def written(values: Sequence[Any]) -> list[str]:
        local = [None if value is None else value.astimezone(zone) for value in values]
        if len(days) > _MOST_DAYS:
            days.clear()
        days.update({at.toordinal(): str(at.date()) for at in local if at and at.toordinal() not in days})
        return [
            ""
            if at is None
            else f"{days[at.toordinal()]} {_TWO[at.hour]}:{_TWO[at.minute]}:{_TWO[at.second]}"
            for at in local
        ]

    return written


def _plain_cells(values: Sequence[Any]) -> list[str]:
    return ["" if value is None else str(value) for value in values]


def _text_cells(values: Sequence[Any]) -> list[str]:
    """Texts that no spreadsheet takes for formulas."""
    return [
        "" if value is None else value if _is_plain(value) else quoted(safe_cell(value)) for value in values
    ]


def quoted(text: str) -> str:
    """The text as a cell: in quotes where it holds what ends a cell, a line or quotes (RFC 4180)."""
    return '"' + text.replace('"', '""') + '"' if _must_be_quoted(text) else text

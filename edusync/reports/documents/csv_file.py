"""A report as CSV: UTF-8 with the mark by which spreadsheets know it, values that programs and spreadsheets read."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import IO, Any

from edusync.kernel.csv_export import csv_lines
from edusync.reports.documents.cells import clock_time
from edusync.reports.documents.tables import DocumentColumn, ReportTable

Count = Callable[[int], None]
# Lines are gathered before they are written: one write for many rows.
_BLOCK_LINES = 500


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
    makers = [cell_maker(column, table.zone) for column in table.columns]
    count = 0
    block: list[str] = []

    def values() -> Iterator[list[Any]]:
        nonlocal count
        for row in table.rows:
            count += 1
            yield [make(value) for make, value in zip(makers, row, strict=True)]

    for line in csv_lines([column.title for column in table.columns], values()):
        block.append(line)
        if len(block) >= _BLOCK_LINES:
            yield "".join(block).encode()
            block.clear()
            on_rows(count)
    yield "".join(block).encode()
    on_rows(count)


def cell_maker(column: DocumentColumn, zone: dt.tzinfo) -> Callable[[Any], Any]:
    """How values of the column stand in the file: ISO 8601 days, instants in the zone, time as h:mm:ss, codes in words."""
    if column.kind == "datetime":
        return lambda value: None if value is None else value.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    if column.kind == "duration":
        return lambda value: None if value is None else clock_time(value)
    if column.kind == "choice":
        choices = column.choices
        return lambda value: None if value is None else choices.get(str(value), str(value))
    return _as_it_is


def _as_it_is(value: Any) -> Any:
    return value

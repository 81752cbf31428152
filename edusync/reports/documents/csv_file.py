"""A report as CSV: UTF-8 with the mark by which spreadsheets know it, values that programs and spreadsheets read."""

import zoneinfo
from collections.abc import Callable
from typing import IO, Any

from edusync.kernel.csv_export import csv_lines
from edusync.reports.documents.cells import clock_time
from edusync.reports.documents.tables import DocumentColumn, ReportTable

Count = Callable[[int], None]
# Lines are gathered before they are written: one write for many rows.
_BLOCK_LINES = 500


def write_csv(table: ReportTable, target: IO[bytes], on_rows: Count) -> int:
    """Write the report; `on_rows` hears how many rows are done. Returns how many there were."""
    makers = [cell_maker(column, table.zone) for column in table.columns]
    count = 0
    block: list[str] = []

    def values() -> Any:
        nonlocal count
        for row in table.rows:
            count += 1
            yield [make(value) for make, value in zip(makers, row, strict=True)]

    for line in csv_lines([column.title for column in table.columns], values()):
        block.append(line)
        if len(block) >= _BLOCK_LINES:
            target.write("".join(block).encode())
            block.clear()
            on_rows(count)
    target.write("".join(block).encode())
    on_rows(count)
    return count


def cell_maker(column: DocumentColumn, zone: zoneinfo.ZoneInfo) -> Callable[[Any], Any]:
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

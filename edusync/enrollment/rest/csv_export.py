"""Learners of a course as CSV, row by row, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from edusync.enrollment.queries import percent_of

COLUMNS = ("name", "email", "status", "percent", "minutes", "enrolled_at", "last_access_at", "completed_at")
# A spreadsheet would run a cell that begins so as a formula (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CHUNK = 500


class _Echo:
    """File-like object that hands back what is written."""

    def write(self, text: str) -> str:
        return text


def safe_cell(value: Any) -> str:
    """The value as text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULA_STARTS) else text


def csv_lines(rows: Iterable[Any]) -> Iterator[str]:
    """Lines of the file, beginning with the mark by which spreadsheets know UTF-8, and the head."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in rows:
        yield writer.writerow([safe_cell(value) for value in cells(row)])


def cells(row: Any) -> tuple[Any, ...]:
    """One learner's cells in the order of COLUMNS."""
    return (
        row.learner.display_name,
        row.learner.email,
        row.status,
        percent_of(row),
        row.seconds // 60,
        *(
            instant and instant.isoformat(timespec="seconds")
            for instant in (row.enrolled_at, row.last_access_at)
        ),
        row.completed_at and row.completed_at.isoformat(timespec="seconds"),
    )

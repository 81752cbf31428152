"""The report of an import as CSV, row by row, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from edusync.integrations.models import ContentImportNode

COLUMNS = ("position", "path", "kind", "title", "outcome", "code", "detail", "lesson")
# A spreadsheet would run a cell that begins so as a formula (OWASP, CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """File-like object that hands back what is written."""

    def write(self, text: str) -> str:
        return text


def safe_cell(value: Any) -> str:
    """The value as text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip().startswith(_FORMULA_STARTS) else text


def csv_lines(nodes: Iterable[ContentImportNode]) -> Iterator[str]:
    """Lines of the file, beginning with the mark by which spreadsheets know UTF-8, and the head."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for node in nodes:
        lesson = node.lesson.title if node.lesson else ""
        cells = (
            node.position,
            node.path,
            node.kind,
            node.title,
            node.outcome,
            node.code,
            node.detail,
            lesson,
        )
        yield writer.writerow([safe_cell(cell) for cell in cells])

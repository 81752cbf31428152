"""Rows of a people import with an error as a table: the original columns and what is wrong, to mend and upload again."""

from collections.abc import Iterable, Iterator
from typing import Any

from edusync.integrations.models import UserImportJob, UserImportRow
from edusync.kernel.csv_export import safe_cell

ERROR_COLUMN = "import_error"
ROSTER_COLUMNS = ("file", "line", "row", ERROR_COLUMN)


def error_text(row: UserImportRow) -> str:
    """What is wrong with a row, in words."""
    wrong = [problem for problem in row.problems if problem["is_error"]]
    return " · ".join(f"{problem['column']}: {problem['detail']}".lstrip(": ") for problem in wrong)


def error_columns(job: UserImportJob) -> list[str]:
    """Headings of the file of errors. A column of earlier errors is not repeated."""
    return [safe_cell(job.columns[number]) for number in _kept(job)] + [ERROR_COLUMN]


def error_rows(job: UserImportJob, rows: Iterable[UserImportRow]) -> Iterator[list[Any]]:
    """Cells as they came, without passwords, which are not kept."""
    kept = _kept(job)
    for row in rows:
        cells = row.cells or []
        padded = [*cells, *[""] * (len(job.columns) - len(cells))]
        yield [*(padded[number] for number in kept), error_text(row)]


def _kept(job: UserImportJob) -> list[int]:
    return [number for number, heading in enumerate(job.columns) if heading.strip().lower() != ERROR_COLUMN]


def roster_error_rows(rows: Iterable[UserImportRow]) -> Iterator[list[Any]]:
    """File, line and what is wrong, for a package: it is mended in the system it came from."""
    for row in rows:
        yield [row.file_name, row.line, row.label, error_text(row)]

"""Answers that are a table to keep."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import StreamingHttpResponse

from edusync.kernel.csv_export import csv_lines
from edusync.kernel.rest.streaming import keep_organization


def csv_response(
    filename: str, columns: Sequence[str], rows: Iterable[Iterable[Any]]
) -> StreamingHttpResponse:
    """The rows as a file to keep, sent while it is made, in the organization of the caller."""
    response = StreamingHttpResponse(
        keep_organization(csv_lines(columns, rows)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "private, no-store"
    return response

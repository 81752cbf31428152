"""Marks from an Excel workbook: the same preview as from CSV, and what is no workbook is refused."""

import io
import zipfile
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from edusync.grading.models import GradeItem
from edusync.grading.queries.workbooks import read_workbook
from edusync.grading.testing import give
from edusync.kernel.problems import ValidationProblem

pytestmark = pytest.mark.django_db


def workbook(rows: list[list[Any]]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    for line, row in enumerate(rows):
        sheet.write_row(line, 0, row)
    book.close()
    return target.getvalue()


def test_a_sheet_is_read_as_it_shows() -> None:
    rows = [["email", "Größe"], ["a@b.c", 7.1], ["", 0.1 + 0.2], ["=1+1 & <x>", 12]]
    assert read_workbook(workbook(rows)) == [
        ["email", "Größe"],
        ["a@b.c", "7.1"],
        ["", "0.3"],
        ["0", "12"],
    ]


def test_an_export_that_was_changed_in_excel_comes_back_with_a_preview(
    api: Any, course: Any, essay: GradeItem, enrollment: Any, learner: Any, instructor: Any
) -> None:
    give(essay, enrollment, 4)
    client = api(instructor)
    base = f"/api/v1/courses/{course.slug}/gradebook"
    exported = client.get(f"{base}/export.xlsx").content

    def seen(content: bytes) -> Any:
        file = SimpleUploadedFile("grades.xlsx", content, content_type="application/octet-stream")
        return client.upload(f"{base}/preview", {"file": file}).json()

    assert seen(exported)["change_count"] == 0
    rows = read_workbook(exported)
    at = rows[0].index(f"Essay [{essay.pk}]")
    rows[1][at] = "9.5"
    answer = seen(workbook(rows))
    assert answer["change_count"] == 1
    assert answer["rows"][0]["changes"][0]["points"] == 9.5


def test_what_is_no_workbook_is_refused() -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as book:
        book.writestr("xl/workbook.xml", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>")
    for content in (b"PK\x03\x04", other.getvalue()):
        with pytest.raises(ValidationProblem):
            read_workbook(content)

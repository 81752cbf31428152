"""The book as a file: out as CSV or workbook, in with a preview."""

import io
from collections.abc import Iterator
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework import serializers

from edusync.grading.models import GradeItem
from edusync.grading.queries import items_of
from edusync.grading.queries.cells import cells_of
from edusync.grading.queries.importing import MAX_BYTES, preview
from edusync.grading.queries.learners import learners_in_book
from edusync.grading.queries.loading import title_of
from edusync.grading.rest.base import CHANGE, BookView
from edusync.grading.rest.book_views import CHUNK, fresh_totals
from edusync.kernel import audit
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.rest.csv_response import csv_response
from edusync.kernel.rest.parsers import FormParser
from edusync.kernel.rest.views import FastResponse, schema

PERSON = ("pk", "learner__first_name", "learner__last_name", "learner__username", "learner__email")
HEAD = ("name", "username", "email")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORDS = {"excused": "excused", "missing": "missing"}


def heading(item: GradeItem) -> str:
    """What a column is called in files: an import finds it by the number."""
    return f"{title_of(item)} [{item.pk}]"


def file_rows(course_id: int, items: list[GradeItem]) -> Iterator[list[Any]]:
    """Rows of a file: the learner, the cells in order, current and final percentage."""
    ids = [item.pk for item in items]
    place = {item_id: at for at, item_id in enumerate(ids)}
    people = list(learners_in_book(course_id).values_list(*PERSON))
    for start in range(0, len(people), CHUNK):
        part = people[start : start + CHUNK]
        keys = [row[0] for row in part]
        cells, totals = cells_of(keys, ids), fresh_totals(course_id, keys)
        for key, first, last, username, email in part:
            line: list[Any] = [None] * len(ids)
            for item_id, points, _, state, *_ in cells[key]:
                line[place[item_id]] = WORDS.get(state, points)
            total = totals.get(key)
            percents = (total.current_percent, total.final_percent) if total else (None, None)
            yield [f"{first} {last}".strip(), username, email, *line, *percents]


class BookCsvView(BookView):
    """The book as CSV."""

    rate_limits = {"get": "export"}

    @schema(media_type="text/csv", summary="A course's gradebook as CSV")
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """All learners, sent while they are read."""
        course = self.course(slug)
        items = items_of(course.pk)
        audit.record_read("grading.book.exported", actor=self.actor, target=("course", course.pk))
        columns = (*HEAD, *(heading(item) for item in items), "current", "final")
        return csv_response(f"grades-{course.slug}.csv", columns, file_rows(course.pk, items))


class BookXlsxView(BookView):
    """The book as an Excel workbook."""

    rate_limits = {"get": "export"}

    @schema(media_type=XLSX, summary="A course's gradebook as an Excel workbook")
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """Real numbers; text is never a formula."""
        course = self.course(slug)
        items = items_of(course.pk)
        audit.record_read("grading.book.exported", actor=self.actor, target=("course", course.pk))
        target = io.BytesIO()
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(target, options)
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 1)
        sheet.write_row(0, 0, [*HEAD, *(heading(item) for item in items), "current", "final"])
        for line, row in enumerate(file_rows(course.pk, items), start=1):
            for at, value in enumerate(row):
                if value is not None:
                    sheet.write(line, at, value if isinstance(value, str) else float(value))
        book.close()
        response = HttpResponse(target.getvalue(), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="grades-{course.slug}.xlsx"'
        response["Cache-Control"] = "private, no-store"
        return response


class GradeUploadSerializer(serializers.Serializer[Any]):
    """A CSV file or an Excel workbook of marks."""

    file = serializers.FileField()


class GradePreviewChangeSerializer(serializers.Serializer[Any]):
    """A cell that the file would change. `version` goes back with the change."""

    item_id = serializers.IntegerField()
    act = serializers.ChoiceField(choices=("set", "excuse", "missing"))
    points = serializers.FloatField(allow_null=True)
    before = serializers.FloatField(allow_null=True)
    state_before = serializers.CharField()
    version = serializers.IntegerField()
    needs_reason = serializers.BooleanField()


class GradePreviewRowSerializer(serializers.Serializer[Any]):
    """A row of the file."""

    line = serializers.IntegerField()
    person = serializers.CharField()
    enrollment_id = serializers.IntegerField(allow_null=True)
    error = serializers.CharField(help_text="unknown-person, twice, or empty")
    bad_cells = serializers.ListField(child=serializers.CharField())
    changes = GradePreviewChangeSerializer(many=True)


class GradePreviewSerializer(serializers.Serializer[Any]):
    """What a file would change; nothing is written. Headings that are no column are in `ignored`."""

    columns = serializers.ListField(child=serializers.CharField())
    ignored = serializers.ListField(child=serializers.CharField())
    change_count = serializers.IntegerField()
    rows = GradePreviewRowSerializer(many=True)


class ImportPreviewView(BookView):
    """A file of marks, looked at."""

    parser_classes = (FormParser,)

    @schema(
        request=GradeUploadSerializer,
        response=GradePreviewSerializer,
        media_type="multipart/form-data",
        summary="What a CSV file or an Excel workbook of marks would change; nothing is written",
    )
    def post(self, request: Any, slug: str) -> HttpResponseBase:
        """Row by row: whom it means, which cells would change, what is no mark. The changes are then sent as any others."""
        course = self.course(slug, CHANGE)
        file = self.validated(GradeUploadSerializer)["file"]
        if file.size > MAX_BYTES:
            raise ValidationProblem(errors=[FieldError("/file", "too-large", "At most 5 MiB.")])
        return FastResponse(preview(course.pk, items_of(course.pk), file.read()))

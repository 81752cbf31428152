"""Views of CSV imports of enrollments."""

from collections.abc import Iterator
from typing import Any

from django.http.response import HttpResponseBase

from edusync.enrollment.models import EnrollmentImportRow
from edusync.enrollment.queries import cohorts as reads
from edusync.enrollment.rest import ways_in_serializers as shapes
from edusync.enrollment.rest.course_parts import MANAGE, CoursePartView
from edusync.enrollment.services import csv_import
from edusync.kernel.pagination import keyset_page
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.rest.csv_response import csv_response
from edusync.kernel.rest.parsers import FormParser
from edusync.kernel.rest.views import FastResponse, schema

ERROR_COLUMNS = ("line", "column", "error", "person", "act", "cohort", "due")
RESULTS = frozenset(EnrollmentImportRow.Result.values)


class ImportsView(CoursePartView):
    """Imports of a course, and uploading a file for one."""

    parser_classes = (FormParser,)

    @schema(
        response=shapes.EnrollmentImportSerializer,
        paginated=True,
        summary="CSV imports of a course's learners",
    )
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """Newest first."""
        rows = reads.imports().filter(course_id=self.course(slug, MANAGE).pk)
        return FastResponse(keyset_page(rows, request=request, order=("-id",), serialize=shapes.import_json))

    @schema(
        request=shapes.EnrollmentUploadSerializer,
        response=shapes.EnrollmentImportSerializer,
        status=201,
        media_type="multipart/form-data",
        summary="Upload a CSV file of people to enroll or withdraw; it is only checked",
    )
    def post(self, request: Any, slug: str) -> HttpResponseBase:
        """The import with a verdict on every row; nobody is enrolled yet."""
        course = self.course(slug, MANAGE)
        file = self.validated(shapes.EnrollmentUploadSerializer)["file"]
        job = csv_import.request_enrollment_import(
            course_id=course.pk, content=file, name=file.name, by=self.actor
        )
        return FastResponse(shapes.import_json(job), status=201)


class ImportView(CoursePartView):
    """One import."""

    @schema(response=shapes.EnrollmentImportSerializer, summary="A CSV import and how far it is")
    def get(self, request: Any, uuid: Any) -> HttpResponseBase:
        """The import."""
        return FastResponse(shapes.import_json(self.part(reads.imports(), MANAGE, uuid=uuid)))


class ImportRunView(CoursePartView):
    """Doing it."""

    @schema(
        response=shapes.EnrollmentImportSerializer,
        status=202,
        summary="Do what the check of the file promised, or go on after a failure",
    )
    def post(self, request: Any, uuid: Any) -> HttpResponseBase:
        """In the background, in batches."""
        job = self.part(reads.imports(), MANAGE, uuid=uuid)
        return FastResponse(
            shapes.import_json(csv_import.start_enrollment_import(job=job, by=self.actor)), status=202
        )


class ImportRowsView(CoursePartView):
    """What becomes of each row."""

    @schema(
        response=shapes.EnrollmentImportRowSerializer,
        paginated=True,
        query={"result": "ready, error, done or skipped"},
        summary="What becomes of each row of the file",
    )
    def get(self, request: Any, uuid: Any) -> HttpResponseBase:
        """In the order of the file."""
        job = self.part(reads.imports(), MANAGE, uuid=uuid)
        result = request.GET.get("result", "")
        if result and result not in RESULTS:
            detail = f"One of {', '.join(sorted(RESULTS))}."
            raise ValidationProblem(errors=[FieldError("/result", "not-a-choice", detail)])
        rows = reads.import_rows(job.pk, result=result)
        return FastResponse(
            keyset_page(rows, request=request, order=("line_number",), serialize=shapes.import_row_json)
        )


class ImportErrorsView(CoursePartView):
    """The rows that failed, to be mended."""

    rate_limits = {"get": "export"}

    @schema(media_type="text/csv", summary="Rows with an error as CSV, with line, column and code")
    def get(self, request: Any, uuid: Any) -> HttpResponseBase:
        """Sent while it is read. The first three columns are passed over when the file is uploaded again."""
        job = self.part(reads.imports(), MANAGE, uuid=uuid)
        rows = reads.import_rows(job.pk, result="error").order_by("line_number").iterator(chunk_size=500)
        return csv_response(f"errors-{job.uuid}.csv", ERROR_COLUMNS, _error_cells(rows))


def _error_cells(rows: Any) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        cells = (row.cells.get(name, "") for name in ("person", "act", "cohort", "due"))
        yield (row.line_number, row.field_name, row.code, *cells)

"""Views of a course's book: its head, its windows, the whole matrix."""

import datetime
from collections.abc import Iterator
from typing import Any

import orjson
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.dateparse import parse_datetime

from edusync.grading import services
from edusync.grading.models import CourseGrade, Gradebook, GradeCategory
from edusync.grading.queries import items_of
from edusync.grading.queries.cells import cells_as_of, cells_of
from edusync.grading.queries.learners import MISSING, NEEDS_MARKING, learners_in_book
from edusync.grading.queries.regrades import requests_in
from edusync.grading.rest import serializers as shapes
from edusync.grading.rest.base import MANAGE, BookView
from edusync.grading.rest.presentation import (
    ROW,
    bands_of_course,
    category_json,
    item_json,
    rows_json,
    scheme_json,
)
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.rest.streaming import keep_organization
from edusync.kernel.rest.views import FastResponse, schema

FILTERS: dict[str, Any] = {
    "search": "words of name, user name or e-mail address",
    "cohort": {"type": "integer", "minimum": 1},
    "group": {"type": "integer", "minimum": 1},
    "only": "missing or needs_marking: learners with such a cell",
}
WINDOW: dict[str, Any] = {
    **FILTERS,
    "offset": {"type": "integer", "minimum": 0},
    "limit": {"type": "integer", "minimum": 1, "maximum": 200},
    "items": "ids of columns, divided by commas; none without it",
    "as_of": {"type": "string", "format": "date-time"},
}
MAX_ROWS = 200
MAX_ITEMS = 500
CHUNK = 200


class GradebookView(BookView):
    """The head of the book."""

    @schema(response=shapes.GradebookSerializer, summary="Columns and rules of a course's gradebook")
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """Eight queries."""
        return FastResponse(self.head(self.course(slug)))

    @schema(
        request=shapes.GradebookRulesSerializer,
        response=shapes.GradebookSerializer,
        summary="Write the rules of a course's gradebook",
    )
    def put(self, request: Any, slug: str) -> HttpResponseBase:
        """Categories, weights, drops, letters; everybody's course grade is computed anew in the background."""
        course = self.course(slug, MANAGE)
        values = self.validated(shapes.GradebookRulesSerializer)
        version = values.pop("row_version")
        services.save_rules(course=course, base_version=version, by_id=self.actor.user_id, **values)
        return FastResponse(self.head(course))

    def head(self, course: Any) -> dict[str, Any]:
        """The answer of both methods."""
        book = Gradebook.objects.filter(course_id=course.pk).select_related("scheme").first()
        rules = book or Gradebook()
        categories = GradeCategory.objects.filter(course_id=course.pk).order_by("position", "id")
        return {
            "course_title": course.title,
            "row_version": book.row_version if book else 0,
            "aggregation": rules.aggregation,
            "missing": rules.missing,
            "regrade_until": rules.regrade_until,
            "open_regrades": requests_in(course.pk, is_open=True).count(),
            "scheme": scheme_json(rules.scheme) if rules.scheme else None,
            "categories": [category_json(row) for row in categories],
            "items": [item_json(item) for item in items_of(course.pk)],
            "learner_count": learners_in_book(course.pk).count(),
            "actions": self.policy.actions(self.actor, course),
        }


class BookRowsView(BookView):
    """Windows of the book."""

    @schema(response=shapes.GradebookRowsSerializer, query=WINDOW, summary="A window of a course's gradebook")
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """Learners from `offset` on with the cells of the columns asked for; the queries do not grow with it."""
        course = self.course(slug)
        found = self.learners(course.pk)
        offset, limit = self.number("offset", default=0) or 0, self.number("limit", default=50, most=MAX_ROWS)
        rows = list(found.values_list(*ROW)[offset : offset + (limit or 1)])
        ids = [row[0] for row in rows]
        instant = self.instant()
        items = self.items()
        cells = cells_of(ids, items) if instant is None else cells_as_of(ids, items, instant)
        totals = {} if instant is not None else fresh_totals(course.pk, ids)
        bands = bands_of_course(course.pk) if totals else []
        return FastResponse({"count": found.count(), "rows": rows_json(rows, cells, totals, bands)})

    def learners(self, course_id: int) -> Any:
        """The rows asked for. Raises ValidationProblem."""
        only = self.request.GET.get("only", "")
        if only not in ("", MISSING, NEEDS_MARKING):
            raise ValidationProblem(errors=[FieldError("/only", "unknown", "There is no such filter.")])
        return learners_in_book(
            course_id,
            search=self.request.GET.get("search", ""),
            cohort_id=self.number("cohort"),
            group_id=self.number("group"),
            only=only,
        )

    def items(self) -> list[int]:
        """Ids of the columns asked for. Raises ValidationProblem."""
        parts = [part for part in self.request.GET.get("items", "").split(",") if part]
        if len(parts) > MAX_ITEMS or not all(p.isascii() and p.isdigit() and len(p) < 19 for p in parts):
            raise ValidationProblem(errors=[FieldError("/items", "not-a-number", "Ids divided by commas.")])
        return [int(part) for part in parts]

    def instant(self) -> datetime.datetime | None:
        """The moment asked for, None for now. Raises ValidationProblem."""
        text = self.request.GET.get("as_of", "")
        if not text:
            return None
        try:
            found = parse_datetime(text.replace(" ", "+"))
        except ValueError:
            found = None
        if found is None or found.tzinfo is None:
            raise ValidationProblem(errors=[FieldError("/as_of", "invalid", "An instant with its zone.")])
        return found


class BookMatrixView(BookRowsView):
    """The whole book in one answer."""

    rate_limits = {"get": "export"}

    @schema(
        media_type="application/x-ndjson",
        query=FILTERS,
        summary="All rows of a course's gradebook, one JSON array a line",
    )
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """First the ids of the columns, then `[enrollment_id, name, current, final, cells]`, sent while it is read."""
        course = self.course(slug)
        items = [item.pk for item in items_of(course.pk)]
        lines = matrix_lines(course.pk, self.learners(course.pk), items)
        response = StreamingHttpResponse(keep_organization(lines), content_type="application/x-ndjson")
        response["Cache-Control"] = "private, no-store"
        return response


def matrix_lines(course_id: int, learners: Any, items: list[int]) -> Iterator[bytes]:
    """Lines of the matrix. A cell is `[points, state, version]` in the order of the columns, null where empty."""
    yield orjson.dumps(items) + b"\n"
    rows = list(learners.values_list(*ROW))
    place = {item_id: at for at, item_id in enumerate(items)}
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        ids = [row[0] for row in part]
        cells, totals = cells_of(ids, items), fresh_totals(course_id, ids)
        for row in rows_json(part, cells, totals, []):
            line: list[Any] = [None] * len(items)
            for cell in row["cells"]:
                line[place[cell[0]]] = [cell[1], cell[3], cell[4]]
            yield (
                orjson.dumps([row["enrollment_id"], row["name"], row["current"], row["final"], line]) + b"\n"
            )


def fresh_totals(course_id: int, enrollment_ids: list[int]) -> dict[int, CourseGrade]:
    """Course grades of these enrollments, none of them stale. One query where none was."""
    rows = CourseGrade.objects.filter(enrollment_id__in=enrollment_ids)
    found = {row.enrollment_id: row for row in rows}
    if any(row.is_stale for row in found.values()):
        services.recompute_enrollments(course_id=course_id, enrollment_ids=enrollment_ids)
        found = {row.enrollment_id: row for row in rows.all()}
    return found

"""Views that change marks and columns, and tell a cell's story."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from edusync.enrollment import queries as enrollments
from edusync.grading import services
from edusync.grading.engine import Mode, letter_of
from edusync.grading.models import Grade, GradeItem
from edusync.grading.queries import book_of, items_of, live_items
from edusync.grading.queries.cells import cells_of, event_json, history_of
from edusync.grading.queries.explaining import marks_of_rows, tree_of, works_of
from edusync.grading.rest import serializers as shapes
from edusync.grading.rest.base import CHANGE, MANAGE, POST, BookView
from edusync.grading.rest.book_views import fresh_totals
from edusync.grading.rest.presentation import ROW, bands_of_course, item_json, rows_json
from edusync.grading.services import Change
from edusync.kernel.idempotency import idempotent
from edusync.kernel.ids import uuid7
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import FastResponse, schema

SHOWN_EVENTS = 100
# What only shows or hides a column.
SHOWING = frozenset({"is_posted", "is_visible"})


class GradesView(BookView):
    """Marks of a course."""

    @schema(
        request=shapes.GradeChangesSerializer,
        response=shapes.GradesChangedSerializer,
        summary="Change marks, all or none",
    )
    @idempotent
    def patch(self, request: Any, slug: str) -> HttpResponseBase:
        """409 `grades-conflict` names the cells that somebody changed meanwhile; nothing is written then."""
        course = self.course(slug, CHANGE)
        changes = [Change(**values) for values in self.validated(shapes.GradeChangesSerializer)["changes"]]
        batch = uuid7()
        services.change_grades(course_id=course.pk, changes=changes, by_id=self.actor.user_id, batch=batch)
        ids = sorted({change.enrollment_id for change in changes})
        rows = enrollments.enrollments_by_id(ids).order_by("pk").values_list(*ROW)
        items = {change.item_id for change in changes}
        shown = rows_json(
            rows, cells_of(ids, items), fresh_totals(course.pk, ids), bands_of_course(course.pk)
        )
        return FastResponse({"batch": batch, "rows": shown})


class UndoView(BookView):
    """Taking an act back."""

    @schema(
        request=shapes.GradeUndoSerializer,
        response=shapes.GradesUndoneSerializer,
        summary="Undo a change of marks",
    )
    def post(self, request: Any, slug: str) -> HttpResponseBase:
        """Cells that moved on meanwhile stay as they are."""
        course = self.course(slug, CHANGE)
        batch = self.validated(shapes.GradeUndoSerializer)["batch"]
        undone, kept = services.undo_batch(course_id=course.pk, batch=batch, by_id=self.actor.user_id)
        return FastResponse({"undone": undone, "kept": kept})


class ItemsView(BookView):
    """Columns of the book's own."""

    key_scopes = {"post": MANAGE}

    @schema(
        request=shapes.GradeItemWriteSerializer,
        response=shapes.GradeItemSerializer,
        status=201,
        summary="Add a column to a gradebook",
    )
    @idempotent
    def post(self, request: Any, slug: str) -> HttpResponseBase:
        """Hidden from learners until it is posted."""
        course = self.course(slug, MANAGE)
        values = self.validated(shapes.GradeItemWriteSerializer)
        item = services.add_item(
            course_id=course.pk, organization_id=course.organization_id, by_id=self.actor.user_id, **values
        )
        return FastResponse(item_json(item), status=201)


class ItemView(BookView):
    """One column."""

    key_scopes = {"patch": MANAGE, "delete": MANAGE}

    @schema(
        request=shapes.GradeItemPatchSerializer,
        response=shapes.GradeItemSerializer,
        summary="Change a column",
    )
    def patch(self, request: Any, item_id: int) -> HttpResponseBase:
        """Weight, category, curve, which try counts, and whether learners see its marks."""
        values = self.validated(shapes.GradeItemPatchSerializer)
        version = values.pop("row_version")
        permission = POST if SHOWING.issuperset(values) else MANAGE
        item = self.part(live_rows(), permission, pk=item_id)
        services.change_item(item=item, base_version=version, by_id=self.actor.user_id, **values)
        return FastResponse(item_json(live_items(item.course_id).get(pk=item.pk)))

    @schema(status=204, summary="Remove a column of the gradebook's own")
    def delete(self, request: Any, item_id: int) -> HttpResponse:
        """Its marks count no more."""
        services.remove_item(item=self.part(live_rows(), MANAGE, pk=item_id), by_id=self.actor.user_id)
        return HttpResponse(status=204)


class FillView(BookView):
    """Acts on a whole column."""

    @schema(
        request=shapes.GradeFillSerializer,
        response=shapes.GradesFilledSerializer,
        summary="Fill a column of a gradebook",
    )
    @idempotent
    def post(self, request: Any, item_id: int) -> HttpResponseBase:
        """The cells without a mark, or all."""
        item = self.part(live_rows(), CHANGE, pk=item_id)
        values = self.validated(shapes.GradeFillSerializer)
        batch, count = services.fill_column(item=item, by_id=self.actor.user_id, **values)
        return FastResponse({"batch": batch, "count": count})


class CellView(BookView):
    """One cell."""

    @schema(response=shapes.GradeCellSerializer, summary="History of a mark, and what it was earned with")
    def get(self, request: Any, slug: str, enrollment_id: int, item_id: int) -> HttpResponseBase:
        """The newest changes first."""
        course = self.course(slug)
        item = live_items(course.pk).filter(pk=item_id).first()
        if item is None or not in_course(course.pk, enrollment_id):
            raise NotFound
        events = history_of(enrollment_id=enrollment_id, item_id=item_id)[:SHOWN_EVENTS]
        return FastResponse(
            {"history": [event_json(event) for event in events], "works": works_of(item, enrollment_id)}
        )


class ExplainView(BookView):
    """A learner's course grade."""

    @schema(
        response=shapes.ExplainedGradeSerializer,
        query={"mode": "current or final"},
        summary="Explain a course grade",
    )
    def get(self, request: Any, slug: str, enrollment_id: int) -> HttpResponseBase:
        """The formula tree over all columns, hidden ones too."""
        course = self.course(slug)
        if not in_course(course.pk, enrollment_id):
            raise NotFound
        items = items_of(course.pk)
        mode = Mode.FINAL if request.GET.get("mode") == "final" else Mode.CURRENT
        rows = {row.item_id: row for row in Grade.objects.filter(enrollment_id=enrollment_id)}
        return FastResponse(explained(course.pk, items, rows, mode))


def explained(course_id: int, items: list[GradeItem], rows: dict[int, Grade], mode: Mode) -> dict[str, Any]:
    """The formula tree with its letter."""
    tree = tree_of(book_of(course_id, items), items, rows, marks_of_rows(rows), mode)
    return {**tree, "letter": letter(course_id, tree["percent"])}


def letter(course_id: int, percent: float | None) -> str:
    """Letter of a percentage in a course."""
    return letter_of(None if percent is None else Decimal(str(percent)), bands_of_course(course_id))


def live_rows() -> Any:
    """Columns that are not removed."""
    return GradeItem.objects.filter(deleted_at__isnull=True)


def in_course(course_id: int, enrollment_id: int) -> bool:
    """Whether it is an enrollment of the course."""
    rows = enrollments.enrollments_of_course(course_id)
    return bool(rows.filter(pk=enrollment_id, deleted_at__isnull=True).exists())

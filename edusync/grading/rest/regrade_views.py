"""Views of requests to look at a mark again: a learner's own cell, and the queue of staff."""

from typing import Any

from django.http.response import HttpResponseBase

from edusync.grading import services
from edusync.grading.models import Grade, RegradeRequest
from edusync.grading.queries import regrades
from edusync.grading.queries.cells import number
from edusync.grading.queries.loading import title_of
from edusync.grading.queries.own import posted_item
from edusync.grading.queries.own_works import own_works_of
from edusync.grading.rest import regrade_serializers as shapes
from edusync.grading.rest.base import CHANGE, BookView
from edusync.grading.rest.own_views import OwnView
from edusync.identity.queries import display_name_of
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page
from edusync.kernel.problems import Forbidden, NotFound
from edusync.kernel.rest.views import FastResponse, schema


def own_json(row: RegradeRequest) -> dict[str, Any]:
    """A request as OwnRegradeSerializer describes it."""
    return {
        "state": row.state,
        "words": row.words,
        "answer": row.answer,
        "points_before": number(row.points_before),
        "points_after": number(row.points_after),
        "asked_at": row.created_at,
        "answered_at": row.answered_at,
    }


def staff_json(row: RegradeRequest) -> dict[str, Any]:
    """A request as RegradeRequestSerializer describes it; `live_requests` selects what it needs."""
    return {
        **own_json(row),
        "id": row.pk,
        "item_id": row.item_id,
        "enrollment_id": row.enrollment_id,
        "item": title_of(row.item),
        "learner": display_name_of(row.enrollment.learner),
        "max_points": number(row.item.max_points),
        "answered_by": display_name_of(row.answered_by) if row.answered_by else None,
        "row_version": row.row_version,
    }


class OwnCellView(OwnView):
    """One of the actor's own marks."""

    @schema(
        response=shapes.OwnCellSerializer, summary="What one of my marks was earned with, and my requests"
    )
    def get(self, request: Any, slug: str, item_id: int) -> HttpResponseBase:
        """Only of a column whose marks are posted."""
        enrollment, item = self.cell(slug, item_id)
        grade = Grade.objects.filter(item=item, enrollment_id=enrollment.pk).first()
        until = regrades.open_until(enrollment.course_id)
        asked = regrades.own_requests(enrollment.pk, item.pk)
        is_waiting = any(row.state == RegradeRequest.State.OPEN for row in asked)
        return FastResponse(
            {
                "works": own_works_of(item, enrollment.pk),
                "may_ask": not is_waiting and regrades.may_ask(item, grade, until),
                "ask_until": until,
                "requests": [own_json(row) for row in asked],
            }
        )

    @schema(
        request=shapes.RegradeAskSerializer,
        response=shapes.OwnRegradeSerializer,
        status=201,
        summary="Ask for a second look at one of my marks",
    )
    @idempotent
    def post(self, request: Any, slug: str, item_id: int) -> HttpResponseBase:
        """Until the date that the gradebook names; one request at a time."""
        enrollment, item = self.cell(slug, item_id)
        words = self.validated(shapes.RegradeAskSerializer)["words"]
        row = services.ask_for_regrade(item=item, enrollment=enrollment, words=words)
        return FastResponse(own_json(row), status=201)

    def cell(self, slug: str, item_id: int) -> tuple[Any, Any]:
        """The own enrollment and a column that its learner sees. Raises NotFound."""
        enrollment = self.enrollment(slug)
        item = posted_item(enrollment.course_id, item_id)
        if item is None:
            raise NotFound
        return enrollment, item


class RegradeRequestsView(BookView):
    """The queue of a course."""

    @schema(
        response=shapes.RegradeRequestSerializer,
        paginated=True,
        query={"state": "open or answered"},
        summary="Requests to look at marks of a course again",
    )
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """Those that wait, the oldest first; or those that have an answer, the newest first."""
        course = self.course(slug)
        is_open = request.GET.get("state", "open") == "open"
        rows = regrades.requests_in(course.pk, is_open=is_open)
        order = ("id",) if is_open else ("-id",)
        return FastResponse(keyset_page(rows, request=request, order=order, serialize=staff_json))


class RegradeAnswerView(BookView):
    """The answer to a request."""

    @schema(
        request=shapes.RegradeAnswerSerializer,
        response=shapes.RegradeRequestSerializer,
        summary="Answer a request to look at a mark again",
    )
    def post(self, request: Any, request_id: int) -> HttpResponseBase:
        """With another mark, or with the same; the learner gets a mail."""
        row = regrades.live_requests().filter(pk=request_id).first()
        if row is None or not self.policy.sees(self.actor, row.item.course):
            raise NotFound
        if not self.policy.allows(self.actor, CHANGE, row.item.course):
            raise Forbidden(permission=str(CHANGE))
        values = self.validated(shapes.RegradeAnswerSerializer)
        services.answer_regrade(
            request=row,
            base_version=values["row_version"],
            points=values["points"],
            answer=values["answer"],
            by_id=self.actor.user_id,
        )
        return FastResponse(staff_json(regrades.live_requests().get(pk=row.pk)))

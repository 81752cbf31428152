"""Routes of regrading after a key changed."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes

from edusync.assessment import regrade_queries as queries
from edusync.assessment.models import Question, Quiz, Regrade, RegradeChange
from edusync.assessment.policy import QuizPolicy
from edusync.assessment.rest import hand_marking_serializers as shapes
from edusync.assessment.services import regrading
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.csv_response import csv_response
from edusync.kernel.rest.views import ApiView, FastResponse, schema

NOT_KEPT = {"Cache-Control": "no-store"}
COLUMNS = (
    "learner", "attempt", "points_before", "points_after", "max_before", "max_after", "passed_before",
    "passed_after",
)  # fmt: skip
SHOWN = 20


class RegradeBaseView(ApiView):
    """A route for those who manage the quiz."""

    policy = QuizPolicy()
    key_scopes = {"get": Permission.QUIZ_MANAGE}

    def quiz_of(self, quiz_id: int) -> Quiz:
        """The quiz. Raises NotFound, Forbidden."""
        quiz: Quiz = self.get_visible(Quiz.objects.select_related("lesson"), quiz_id)
        self.check(Permission.QUIZ_MANAGE, quiz)
        return quiz

    def regrade_of(self, regrade_uuid: uuid.UUID) -> Regrade:
        """The regrade, of a quiz that the actor manages. Raises NotFound, Forbidden."""
        regrade = Regrade.objects.filter(uuid=regrade_uuid).select_related("quiz__lesson", "question").first()
        if regrade is None:
            raise NotFound
        self.quiz_of(regrade.quiz_id)
        return regrade

    def answer(self, regrade: Regrade, status: int = 200) -> FastResponse:
        """The regrade as it stands."""
        row = queries.with_effects(Regrade.objects.filter(pk=regrade.pk)).get()
        return FastResponse(regrade_json(row), status=status, headers=NOT_KEPT)


def failure_told(written: str) -> str:
    """One of `Regrade.Failure`, whatever a release before wrote; empty where it goes on."""
    return written if not written or written in Regrade.Failure.values else Regrade.Failure.UNEXPECTED


def regrade_json(row: Any) -> dict[str, Any]:
    """The regrade as RegradeSerializer describes it; from `with_effects`."""
    names = (
        "uuid", "act", "is_only_raised", "state", "reason", "total", "done", "changed", "raised", "lowered",
        "now_passing", "now_failing", "created_at", "applied_at", "undone_at",
        "failed_at",
    )  # fmt: skip
    return {
        **{name: getattr(row, name) for name in names},
        "failure": failure_told(row.failure),
        "question": row.question.uuid,
        "requested_by": row.requested_by.display_name if row.requested_by else "",
    }


def change_json(row: RegradeChange) -> dict[str, Any]:
    """The change as RegradeChangeSerializer describes it."""
    return {
        "learner_name": row.attempt.enrollment.learner.display_name,
        "number": row.attempt.number,
        "points_before": float(row.points_before),
        "points_after": float(row.points_after),
        "max_before": float(row.max_before),
        "max_after": float(row.max_after),
        "passed_before": row.passed_before,
        "passed_after": row.passed_after,
    }


class QuizRegradesView(RegradeBaseView):
    """Regrades of one quiz."""

    permissions = {"post": Permission.QUIZ_MANAGE}

    @schema(response=shapes.QuizRegradesSerializer, summary="Regrades of a quiz")
    def get(self, request: Any, quiz_id: int) -> FastResponse:
        """With the questions that attempts were scored by."""
        quiz = self.quiz_of(quiz_id)
        names = ("uuid", "kind", "title", "attempts", "has_newer_wording", "is_marked_by_hand")
        questions = [
            {name: getattr(one, name) for name in names} for one in queries.regradable_questions(quiz.pk)
        ]
        rows = queries.regrades_of(quiz.pk).order_by("-pk")[:SHOWN]
        body = {
            "title": quiz.lesson.title,
            "questions": questions,
            "regrades": [regrade_json(row) for row in rows],
        }
        return FastResponse(body, headers=NOT_KEPT)

    @schema(
        request=shapes.RegradeInput,
        response=shapes.RegradeSerializer,
        status=201,
        summary="Prepare a regrade",
    )
    @idempotent
    def post(self, request: Any, quiz_id: int) -> FastResponse:
        """The regrade. Its preview is made in the background; nothing changes before it is applied."""
        values = self.validated(shapes.RegradeInput)
        quiz = self.quiz_of(quiz_id)
        question = Question.objects.filter(uuid=values["question"]).first()
        if question is None:
            raise NotFound
        regrade = regrading.request_regrade(
            quiz=quiz,
            question=question,
            act=values["act"],
            is_only_raised=values["is_only_raised"],
            reason=values["reason"],
            by_id=self.actor.user_id or 0,
        )
        return self.answer(regrade, status=201)


class RegradeView(RegradeBaseView):
    """One regrade."""

    permissions = {"delete": Permission.QUIZ_MANAGE}

    @schema(response=shapes.RegradeSerializer, summary="A regrade")
    def get(self, request: Any, regrade_uuid: uuid.UUID) -> FastResponse:
        """How far it is and what it changes."""
        return self.answer(self.regrade_of(regrade_uuid))

    @schema(response=shapes.RegradeSerializer, status=200, summary="Drop a regrade that is not applied")
    def delete(self, request: Any, regrade_uuid: uuid.UUID) -> FastResponse:
        """The regrade, canceled."""
        regrade = self.regrade_of(regrade_uuid)
        return self.answer(regrading.cancel_regrade(regrade=regrade, by_id=self.actor.user_id or 0))


class ApplyRegradeView(RegradeBaseView):
    """Applying."""

    permissions = {"post": Permission.QUIZ_MANAGE}

    @schema(response=shapes.RegradeSerializer, summary="Apply a regrade")
    @idempotent
    def post(self, request: Any, regrade_uuid: uuid.UUID) -> FastResponse:
        """The regrade, under way."""
        regrade = self.regrade_of(regrade_uuid)
        return self.answer(regrading.apply_regrade(regrade=regrade, by_id=self.actor.user_id or 0))


class UndoRegradeView(RegradeBaseView):
    """Taking back."""

    permissions = {"post": Permission.QUIZ_MANAGE}

    @schema(response=shapes.RegradeSerializer, summary="Take a regrade back")
    @idempotent
    def post(self, request: Any, regrade_uuid: uuid.UUID) -> FastResponse:
        """The regrade, under way back."""
        regrade = self.regrade_of(regrade_uuid)
        return self.answer(regrading.undo_regrade(regrade=regrade, by_id=self.actor.user_id or 0))


class RetryRegradeView(RegradeBaseView):
    """Going on after a failure."""

    permissions = {"post": Permission.QUIZ_MANAGE}

    @schema(response=shapes.RegradeSerializer, summary="Go on with a regrade that failed")
    @idempotent
    def post(self, request: Any, regrade_uuid: uuid.UUID) -> FastResponse:
        """The regrade, under way from where it stopped."""
        regrade = self.regrade_of(regrade_uuid)
        return self.answer(regrading.retry_regrade(regrade=regrade, by_id=self.actor.user_id or 0))


class RegradeChangesView(RegradeBaseView):
    """What a regrade changes, learner by learner."""

    @schema(response=shapes.RegradeChangeSerializer, paginated=True, summary="What a regrade changes")
    def get(self, request: Any, regrade_uuid: uuid.UUID) -> FastResponse:
        """In the order of the attempts."""
        rows = queries.changes_of(self.regrade_of(regrade_uuid))
        page = keyset_page(rows, request=request, order=("id",), serialize=change_json)
        return FastResponse(page, headers=NOT_KEPT)


class RegradeTableView(RegradeBaseView):
    """What a regrade changes, as a table to keep."""

    @schema(response=OpenApiTypes.BINARY, media_type="text/csv", summary="What a regrade changes, as CSV")
    def get(self, request: Any, regrade_uuid: uuid.UUID) -> StreamingHttpResponse:
        """All rows."""
        rows = queries.changes_of(self.regrade_of(regrade_uuid)).order_by("id")
        return csv_response("regrade.csv", COLUMNS, table_rows(rows))


def table_rows(rows: Any) -> Iterator[list[Any]]:
    """Cells by COLUMNS."""
    for row in rows.iterator(chunk_size=500):
        yield list(change_json(row).values())

"""Routes of a sitting's line for staff, and of canceling a sitting."""

import uuid
from typing import Any

from edusync.assessment import exam_queries
from edusync.assessment.exam_policy import ExamSittingPolicy
from edusync.assessment.models import ExamSitting, ExamWaitlistEntry
from edusync.assessment.rest import exam_line_serializers as line_shapes
from edusync.assessment.rest import exam_serializers as shapes
from edusync.assessment.rest.exam_json import line_json, sitting_json
from edusync.assessment.services import exams
from edusync.kernel.idempotency import idempotent
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema

NO_STORE = {"Cache-Control": "no-store"}


class SittingBaseView(ApiView):
    """A route about one sitting, for those who manage the quizzes of its course."""

    policy = ExamSittingPolicy()

    def sitting_for(self, sitting_uuid: uuid.UUID) -> ExamSitting:
        """The sitting. Raises NotFound, Forbidden."""
        rows = ExamSitting.objects.select_related("exam__quiz__lesson")
        sitting: ExamSitting = self.get_visible(rows, uuid=sitting_uuid)
        self.check(Permission.QUIZ_MANAGE, sitting)
        return sitting

    def told(self, sitting: ExamSitting) -> FastResponse:
        """The line as it stands now."""
        return FastResponse(line_json(exam_queries.line_of(sitting)), headers=NO_STORE)


class SittingLineView(SittingBaseView):
    """Who waits for a seat."""

    key_scopes = {"get": Permission.QUIZ_MANAGE}

    @schema(response=line_shapes.ExamLineSerializer, summary="Who waits for a seat in a sitting")
    def get(self, request: Any, sitting_uuid: uuid.UUID) -> FastResponse:
        """Offers first, then who waits, the next first."""
        return self.told(self.sitting_for(sitting_uuid))


class SittingPlaceView(SittingBaseView):
    """One place in line."""

    permissions = {"put": Permission.QUIZ_MANAGE}

    @schema(
        request=line_shapes.ExamLineMoveSerializer,
        response=line_shapes.ExamLineSerializer,
        summary="Move somebody in the line of a sitting",
    )
    def put(self, request: Any, sitting_uuid: uuid.UUID, entry_uuid: uuid.UUID) -> FastResponse:
        """The line afterwards. An offer that stands is not taken away."""
        sitting = self.sitting_for(sitting_uuid)
        position = self.validated(line_shapes.ExamLineMoveSerializer)["position"]
        rows = ExamWaitlistEntry.objects.filter(sitting=sitting, uuid=entry_uuid)
        entry = rows.select_related("enrollment").first()
        if entry is None:
            raise NotFound
        exams.move_in_line(entry=entry, position=position, by_id=self.actor.user_id or 0)
        return self.told(sitting)


class SittingCancelView(SittingBaseView):
    """A sitting that does not take place."""

    permissions = {"post": Permission.QUIZ_MANAGE}

    @schema(
        request=shapes.ExamSittingCancelSerializer,
        response=shapes.ExamSittingSerializer,
        summary="Cancel a sitting and tell everybody",
    )
    @idempotent
    def post(self, request: Any, sitting_uuid: uuid.UUID) -> FastResponse:
        """The sitting. Who had a seat or waited for one is told, with the reason."""
        sitting = self.sitting_for(sitting_uuid)
        values = self.validated(shapes.ExamSittingCancelSerializer)
        sitting = exams.cancel_sitting(
            sitting=sitting, reason=values["reason"], by_id=self.actor.user_id or 0
        )
        return FastResponse(sitting_json(sitting))

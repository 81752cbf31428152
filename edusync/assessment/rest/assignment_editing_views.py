"""Routes by which authors read and write an assignment."""

from typing import Any

from edusync.assessment.rest import assignment_serializers as shapes
from edusync.assessment.rest.quiz_editing_views import QuizEditingBaseView
from edusync.assessment.services import assignments as services
from edusync.kernel.idempotency import idempotent
from edusync.kernel.policy import Permission
from edusync.kernel.problems import PreconditionRequired
from edusync.kernel.rest.views import FastResponse, schema


def assignment_response(body: dict[str, Any]) -> FastResponse:
    """The assignment with its version."""
    headers = {"ETag": f'"{body["row_version"]}"', "Cache-Control": "no-store"}
    return FastResponse(body, headers=headers)


def named_version(request: Any) -> int:
    """The version in If-Match. Raises PreconditionRequired."""
    header = request.META.get("HTTP_IF_MATCH", "").strip().strip('"')
    if not (header.isdigit() and len(header) < 10):
        raise PreconditionRequired
    return int(header)


class AssignmentEditingView(QuizEditingBaseView):
    """The assignment of a lesson."""

    key_scopes = {"get": Permission.QUIZ_MANAGE, "put": Permission.QUIZ_MANAGE}

    @schema(response=shapes.AssignmentForAuthorsSerializer, summary="An assignment with its rules")
    def get(self, request: Any, lesson_id: int) -> FastResponse:
        """For those who may write it."""
        return assignment_response(services.assignment_for_authors(lesson=self.lesson_for(lesson_id)))

    @schema(
        request=shapes.AssignmentWriteSerializer,
        response=shapes.AssignmentForAuthorsSerializer,
        needs_version=True,
        summary="Write an assignment",
    )
    @idempotent
    def put(self, request: Any, lesson_id: int) -> FastResponse:
        """The assignment as it stands now."""
        lesson = self.lesson_for(lesson_id)
        version = named_version(request)
        saved = services.save_assignment(
            lesson=lesson,
            data=dict(self.validated(shapes.AssignmentWriteSerializer)),
            base_version=version,
            by_id=self.actor.user_id,
        )
        return assignment_response(saved)

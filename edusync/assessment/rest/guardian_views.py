"""Results of a learner's quizzes, for a guardian."""

from typing import Any

from rest_framework import serializers

from edusync.assessment import queries
from edusync.assessment.models import QuizAttempt
from edusync.identity.services import look_at_child
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission, SignedIn
from edusync.kernel.rest.views import ApiView, FastResponse, schema


class ChildResultSerializer(serializers.Serializer[Any]):
    """A submitted quiz of a learner as a guardian sees it; the score is null where the learner does not see it either."""

    uuid = serializers.UUIDField()
    course_title = serializers.CharField()
    title = serializers.CharField()
    submitted_at = serializers.DateTimeField()
    percent = serializers.IntegerField(allow_null=True)
    is_passed = serializers.BooleanField(allow_null=True)


def child_result_json(attempt: QuizAttempt) -> dict[str, Any]:
    """The attempt as ChildResultSerializer describes it; quiz, lesson and course must be selected."""
    summary = queries.attempt_summary(attempt, attempt.quiz)
    return {
        "uuid": attempt.uuid,
        "course_title": attempt.enrollment.course.title,
        "title": attempt.quiz.lesson.title,
        "submitted_at": attempt.submitted_at,
        "percent": summary["percent"],
        "is_passed": summary["is_passed"],
    }


class ChildResultsView(ApiView):
    """How a learner did in quizzes."""

    policy = SignedIn()
    key_scopes = {"get": Permission.PROFILE_UPDATE}

    @schema(response=ChildResultSerializer, paginated=True, summary="Quiz results of a learner I look after")
    def get(self, request: Any, learner_id: int) -> FastResponse:
        """For verified guardians with consent to grades; the newest first."""
        look_at_child(actor=self.actor, learner_id=learner_id, scope="grades")
        attempts = queries.submitted_attempts_of(learner_id)
        return FastResponse(
            keyset_page(
                attempts, request=request, order=("-submitted_at", "-id"), serialize=child_result_json
            )
        )

"""Routes by which authors read and write a quiz."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from edusync.assessment.bank_places import visible_banks
from edusync.assessment.rest import quiz_editing_serializers as kinds
from edusync.assessment.services import quiz_editing
from edusync.courses.models import Lesson
from edusync.courses.policy import LessonPolicy
from edusync.courses.queries import lesson_rows
from edusync.kernel.idempotency import idempotent
from edusync.kernel.policy import Permission
from edusync.kernel.problems import FieldError, PreconditionRequired, ValidationProblem
from edusync.kernel.rest.views import ApiView, FastResponse, schema


class QuizEditingBaseView(ApiView):
    """A route about the quiz of one lesson, for those who may write it."""

    policy = LessonPolicy()

    def lesson_for(self, lesson_id: int) -> Lesson:
        """The lesson if the actor may write its quiz. Raises NotFound, Forbidden."""
        lesson: Lesson = self.get_visible(lesson_rows(), lesson_id)
        self.check(Permission.QUIZ_MANAGE, lesson)
        return lesson

    def require_banks(self, draws: list[dict[str, Any]], known: Collection[int] = ()) -> None:
        """Refuse banks that the actor does not see; what the quiz draws from already may stay. Raises ValidationProblem."""
        wanted = {draw["bank_id"] for draw in draws}
        seen = {*visible_banks(self.actor, wanted), *known} if wanted else set()
        errors = [
            FieldError(f"/draws/{place}/bank_id", "unknown-bank", "This bank is not there.")
            for place, draw in enumerate(draws)
            if draw["bank_id"] not in seen
        ]
        if errors:
            raise ValidationProblem(errors=errors)


def quiz_response(quiz: dict[str, Any]) -> FastResponse:
    """The quiz with its keys: never kept by anything between here and the author."""
    headers = {"ETag": f'"{quiz["row_version"]}"', "Cache-Control": "no-store"}
    return FastResponse(quiz, headers=headers)


def plain(value: Any) -> Any:
    """Checked data as the snapshot's writer takes it: decimals and ids as text."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    return value if value is None or isinstance(value, str | int | float) else str(value)


class QuizEditingView(QuizEditingBaseView):
    """The quiz of a lesson."""

    key_scopes = {"get": Permission.QUIZ_MANAGE, "put": Permission.QUIZ_MANAGE}

    @schema(response=kinds.QuizForAuthorsSerializer, summary="A quiz with its questions and keys")
    def get(self, request: Any, lesson_id: int) -> FastResponse:
        """For those who may write it."""
        return quiz_response(quiz_editing.quiz_for_authors(lesson=self.lesson_for(lesson_id)))

    @schema(
        request=kinds.QuizWriteSerializer,
        response=kinds.QuizForAuthorsSerializer,
        needs_version=True,
        summary="Write a quiz",
    )
    @idempotent
    def put(self, request: Any, lesson_id: int) -> FastResponse:
        """The quiz as it stands now; attempts begun before keep the questions they showed."""
        lesson = self.lesson_for(lesson_id)
        header = request.META.get("HTTP_IF_MATCH", "").strip().strip('"')
        if not header.isdigit():
            raise PreconditionRequired
        data = plain(self.validated(kinds.QuizWriteSerializer))
        self.require_banks(data["draws"], quiz_editing.banks_in_use(lesson=lesson))
        saved = quiz_editing.save_quiz(
            lesson=lesson, data=data, base_version=int(header), by_id=self.actor.user_id
        )
        return quiz_response(saved)


class TryAnswerView(QuizEditingBaseView):
    """Answers to a question that is being written."""

    @schema(
        request=kinds.TryAnswerSerializer,
        response=kinds.TriedAnswerSerializer,
        summary="Try an answer to a question",
    )
    def post(self, request: Any, lesson_id: int) -> FastResponse:
        """What it would earn; nothing is stored, so repeating it changes nothing."""
        self.lesson_for(lesson_id)
        given = plain(self.validated(kinds.TryAnswerSerializer))
        return FastResponse(quiz_editing.try_answer(**given))


class FitsView(QuizEditingBaseView):
    """Draws that are being written."""

    @schema(request=kinds.FitsInput, response=kinds.FitsSerializer, summary="How many questions fit draws")
    def post(self, request: Any, lesson_id: int) -> FastResponse:
        """Nothing is stored, so repeating it changes nothing."""
        lesson = self.lesson_for(lesson_id)
        given = self.validated(kinds.FitsInput)
        draws = plain(given["draws"])
        self.require_banks(draws, quiz_editing.banks_in_use(lesson=lesson))
        found = quiz_editing.fits_of(lesson=lesson, draws=draws, questions=given["questions"])
        return FastResponse({"counts": found.counts, "is_enough": found.is_enough})

"""Routes of marking answers by hand, question by question, and of files in answers."""

import dataclasses
import uuid
from collections.abc import Sequence
from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes

from edusync.assessment import hand_marking_queries as queries
from edusync.assessment.hand_marking_policy import HandMarkingPolicy
from edusync.assessment.models import AnswerFile, Quiz, QuizAnswer, QuizAttempt
from edusync.assessment.policy import AttemptPolicy, QuizPolicy
from edusync.assessment.question_rubrics import GivenJudgement, judgements_of
from edusync.assessment.rest import hand_marking_serializers as shapes
from edusync.assessment.rest.assignment_json import rubric_json
from edusync.assessment.rest.assignment_views import sent
from edusync.assessment.services.answer_files import add_answer_file
from edusync.assessment.services.assignments.marking import levels_from
from edusync.assessment.services.hand_marking import mark_answer
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import Forbidden, NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, UploadView, schema

NOT_KEPT = {"Cache-Control": "no-store"}


class HandMarkingView(ApiView):
    """A route for those who mark the answers of one quiz."""

    policy = HandMarkingPolicy()

    def quiz_of(self, quiz_id: int) -> Quiz:
        """The quiz. Raises NotFound, Forbidden."""
        quiz: Quiz = self.get_visible(Quiz.objects.select_related("lesson"), quiz_id)
        self.check(Permission.SUBMISSION_MARK, quiz)
        return quiz

    def answers_json(self, answers: Sequence[QuizAnswer]) -> list[dict[str, Any]]:
        """The answers as AnswerToMarkSerializer describes them; two queries at most."""
        files = queries.files_of(answers)
        levels = judgements_of([one.pk for one in answers if one.slot.question_version.rubric_id])
        return [self.answer_json(one, files[one.pk], levels.get(one.pk, [])) for one in answers]

    def answer_json(
        self, answer: QuizAnswer, files: list[AnswerFile], levels: list[GivenJudgement]
    ) -> dict[str, Any]:
        """The answer as AnswerToMarkSerializer describes it."""
        version = answer.slot.question_version
        is_anonymous = queries.is_anonymous(answer)
        text = str((answer.response or {}).get("text") or "")
        return {
            "id": answer.pk,
            "learner_name": queries.marker_name(answer),
            "attempt_number": None if is_anonymous else answer.attempt.number,
            "stem": version.stem,
            "notes": str(version.settings.get("notes") or ""),
            "max_points": float(answer.slot.points),
            "text": text,
            "words": len(text.split()),
            "files": [
                file_json(row, name=f"{place}.{row.name.rpartition('.')[2]}" if is_anonymous else row.name)
                for place, row in enumerate(files, 1)
            ],
            "points": None if answer.points is None else float(answer.points),
            "remark": answer.remark,
            "marked_at": answer.marked_at,
            "marked_by": answer.marked_by.display_name if answer.marked_by else "",
            "can_mark": answer.attempt.enrollment.learner_id != self.actor.user_id,
            "rubric": version.rubric.uuid if version.rubric else None,
            "levels": [dataclasses.asdict(level) for level in levels],
        }


def file_json(row: AnswerFile, *, name: str) -> dict[str, Any]:
    """The file as AnswerFileSerializer describes it."""
    return {
        "uuid": row.uuid,
        "name": name,
        "size_bytes": row.file.size_bytes if row.file else None,
        "media_type": row.file.media_type if row.file else "",
    }


class QuestionsToMarkView(HandMarkingView):
    """Questions of a quiz that people mark."""

    key_scopes = {"get": Permission.SUBMISSION_MARK}

    @schema(response=shapes.QuestionsToMarkSerializer, summary="Questions to mark by hand")
    def get(self, request: Any, quiz_id: int) -> FastResponse:
        """With how many of their answers wait."""
        quiz = self.quiz_of(quiz_id)
        questions = [
            {
                **{
                    name: getattr(one, name)
                    for name in ("uuid", "kind", "title", "waiting", "answers", "is_anonymous")
                },
                "rubrics": [rubric_json(rubric) for rubric in one.rubrics],
            }
            for one in queries.questions_to_mark(quiz.pk)
        ]
        return FastResponse({"title": quiz.lesson.title, "questions": questions}, headers=NOT_KEPT)


class AnswersToMarkView(HandMarkingView):
    """Answers of all learners to one question."""

    key_scopes = {"get": Permission.SUBMISSION_MARK}

    @schema(
        response=shapes.AnswerToMarkSerializer,
        paginated=True,
        query={"state": "`waiting` or `marked`; else all."},
        summary="Answers to mark by hand",
    )
    def get(self, request: Any, quiz_id: int, question_uuid: uuid.UUID) -> FastResponse:
        """In the order in which they were first given."""
        quiz = self.quiz_of(quiz_id)
        rows = queries.answers_to(quiz.pk, question_uuid, request.GET.get("state", "")[:16])
        page = keyset_page(rows, request=request, order=("id",), limit=50, serialize=lambda row: row)
        # Answers prove that the quiz asks it; without any it may be a question of another quiz.
        if not page["results"] and not queries.is_asked_in(quiz.pk, question_uuid):
            raise NotFound
        page["results"] = self.answers_json(page["results"])
        return FastResponse(page, headers=NOT_KEPT)


class AnswerMarkView(HandMarkingView):
    """The mark of one answer."""

    permissions = {"put": Permission.SUBMISSION_MARK}

    @schema(
        request=shapes.AnswerMarkInput,
        response=shapes.AnswerToMarkSerializer,
        summary="Mark an answer by hand",
    )
    def put(self, request: Any, answer_id: int) -> FastResponse:
        """The answer with its mark."""
        answer = queries.answer_by_hand(answer_id)
        if answer is None:
            raise NotFound
        self.quiz_of(answer.attempt.quiz_id)
        values = self.validated(shapes.AnswerMarkInput)
        if answer.attempt.enrollment.learner_id == self.actor.user_id:
            raise Forbidden(permission=str(Permission.SUBMISSION_MARK))
        mark_answer(
            answer=answer,
            points=values["points"],
            remark=values["remark"],
            base_marked_at=values["base_marked_at"],
            by_id=self.actor.user_id or 0,
            levels=levels_from(values["levels"]),
        )
        row = QuizAnswer.objects.select_related(*queries.READ).get(pk=answer.pk)
        return FastResponse(self.answers_json([row])[0], headers=NOT_KEPT)


class AnswerFilesView(UploadView):
    """Files of a learner for one question of an attempt."""

    policy = AttemptPolicy()
    permissions = {"post": Permission.ATTEMPT_TAKE}

    @schema(
        request=shapes.AnswerFileInput,
        response=shapes.AnswerFileSerializer,
        status=201,
        media_type="multipart/form-data",
        summary="Send a file for an answer",
    )
    def post(self, request: Any, attempt_uuid: uuid.UUID, slot_id: int) -> FastResponse:
        """The file; it is part of the answer once a response names its uuid."""
        values = self.validated(shapes.AnswerFileInput)
        own = self.policy.own(QuizAttempt.objects.select_related("quiz"), self.actor)
        attempt = own.filter(uuid=attempt_uuid).first()
        if attempt is None:
            raise NotFound
        row = add_answer_file(
            attempt=attempt,
            slot_id=slot_id,
            content=values["file"],
            name=values.get("name") or values["file"].name,
            learner_id=self.actor.user_id or 0,
        )
        return FastResponse(file_json(row, name=row.name), status=201, headers=NOT_KEPT)


class AnswerFileView(ApiView):
    """The content of a file of an answer."""

    policy = AttemptPolicy()
    key_scopes = {"get": Permission.ATTEMPT_READ}

    @schema(
        response=OpenApiTypes.BINARY, media_type="application/octet-stream", summary="A file of an answer"
    )
    def get(self, request: Any, file_uuid: uuid.UUID) -> HttpResponseBase:
        """For the learner, and once it is handed in for those who mark or read attempts of the course."""
        rows = AnswerFile.objects.select_related("file", "slot__question_version")
        row = rows.filter(uuid=file_uuid).first()
        if row is None or row.file is None:
            raise NotFound
        attempts = QuizAttempt.objects.select_related("enrollment", "quiz__lesson")
        attempt: QuizAttempt = self.get_visible(attempts, row.attempt_id)
        if attempt.enrollment.learner_id == self.actor.user_id:
            return sent(request, row.file, row.name)
        if attempt.state != QuizAttempt.State.SUBMITTED:
            raise NotFound
        if not QuizPolicy().allows(self.actor, Permission.ATTEMPT_READ, attempt.quiz):
            raise NotFound
        is_anonymous = row.slot.question_version.settings.get("is_anonymous")
        name = f"answer.{row.name.rpartition('.')[2]}" if is_anonymous else row.name
        return sent(request, row.file, name)

"""Routes of what stands beside questions of a bank: passages, skills, reports, decisions on alike ones."""

import uuid
from typing import Any

from edusync.assessment import bank_queries
from edusync.assessment.bank_policy import MANAGE, BankPolicy, BankRowPolicy
from edusync.assessment.duties import managed_courses
from edusync.assessment.flag_queries import FlagPolicy, flag_rows
from edusync.assessment.models import Question, Stimulus
from edusync.assessment.passage_queries import care_of, passages
from edusync.assessment.rest import bank_care_serializers as shapes
from edusync.assessment.rest.bank_question_views import BankQuestionBaseView
from edusync.assessment.rest.bank_views import NO_STORE, BankBaseView
from edusync.assessment.rest.doctor_json import flag_json
from edusync.assessment.rest.doctor_serializers import QuestionFlagSerializer
from edusync.assessment.services import alike_questions
from edusync.assessment.services import passages as services
from edusync.assessment.services.question_skills import set_skills
from edusync.courses.blocks import document_text
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page
from edusync.kernel.problems import FieldError, NotFound, PreconditionRequired, ValidationProblem
from edusync.kernel.rest.views import FastResponse, schema


def passage_row(passage: Any) -> dict[str, Any]:
    """A passage of `passages()` in a list."""
    return {
        "id": passage.pk,
        "bank_id": passage.bank_id,
        "title": passage.title,
        "text": " ".join(document_text(passage.content).split())[:300],
        "question_count": passage.question_count,
    }


def passage_answer(pk: int, status: int = 200) -> FastResponse:
    """The whole passage."""
    passage = passages().get(pk=pk)
    body = {
        **passage_row(passage),
        "content": passage.content,
        "is_asked": services.is_passage_asked(passage),
        "row_version": passage.row_version,
    }
    headers = {**NO_STORE, "ETag": f'"{passage.row_version}"'}
    return FastResponse(body, status=status, headers=headers)


class BankPassagesView(BankBaseView):
    """Passages of a bank."""

    @schema(response=shapes.PassageRowSerializer, paginated=True, summary="Passages of a bank")
    def get(self, request: Any, bank_id: int) -> FastResponse:
        """In alphabetical order."""
        rows = passages().filter(bank_id=self.bank(bank_id).pk)
        return FastResponse(
            keyset_page(rows, request=request, order=("title", "id"), limit=100, serialize=passage_row)
        )

    @schema(
        request=shapes.PassageWriteSerializer,
        response=shapes.PassageSerializer,
        status=201,
        summary="Write a passage",
    )
    @idempotent
    def post(self, request: Any, bank_id: int) -> FastResponse:
        """To be shown with questions of this bank."""
        bank = self.bank(bank_id)
        given = self.validated(shapes.PassageWriteSerializer)
        return passage_answer(services.create_passage(bank=bank, by_id=self.actor.user_id, **given).pk, 201)


class PassageView(BankBaseView):
    """One passage."""

    policy = BankRowPolicy()

    def passage(self, passage_id: int) -> Stimulus:
        """The passage, if the actor sees its bank. Raises NotFound."""
        rows = BankRowPolicy().visible(Stimulus.objects.all(), self.actor)
        passage: Stimulus | None = rows.filter(pk=passage_id).first()
        if passage is None:
            raise NotFound
        return passage

    @schema(response=shapes.PassageSerializer, summary="A passage")
    def get(self, request: Any, passage_id: int) -> FastResponse:
        """With its content."""
        return passage_answer(self.passage(passage_id).pk)

    @schema(
        request=shapes.PassageWriteSerializer,
        response=shapes.PassageSerializer,
        needs_version=True,
        summary="Change a passage",
    )
    def put(self, request: Any, passage_id: int) -> FastResponse:
        """Its content stays once a quiz asks a question with it."""
        passage = self.passage(passage_id)
        header = request.META.get("HTTP_IF_MATCH", "").strip().strip('"')
        if not header.isdigit():
            raise PreconditionRequired
        given = self.validated(shapes.PassageWriteSerializer)
        services.change_passage(passage=passage, base_version=int(header), by_id=self.actor.user_id, **given)
        return passage_answer(passage.pk)

    @schema(status=204, summary="Remove a passage")
    def delete(self, request: Any, passage_id: int) -> FastResponse:
        """While no wording of a question names it."""
        services.delete_passage(passage=self.passage(passage_id), by_id=self.actor.user_id)
        return FastResponse(None, status=204)


class BankQuestionCareView(BankQuestionBaseView):
    """What stands beside a question."""

    @schema(response=shapes.QuestionCareSerializer, summary="Skills, passage and figures of a question")
    def get(self, request: Any, bank_question_uuid: uuid.UUID) -> FastResponse:
        """For its editor."""
        return FastResponse(care_of(self.question(bank_question_uuid)), headers=NO_STORE)


class BankQuestionSkillsView(BankQuestionBaseView):
    """Skills of a question."""

    @schema(
        request=shapes.QuestionSkillsSerializer,
        response=shapes.QuestionCareSerializer,
        summary="Say which skills a question measures",
    )
    def put(self, request: Any, bank_question_uuid: uuid.UUID) -> FastResponse:
        """In place of those it had."""
        question = self.question(bank_question_uuid)
        skills = self.validated(shapes.QuestionSkillsSerializer)["skills"]
        set_skills(
            question=question,
            skills=[(one["name"], one["weight"]) for one in skills],
            by_id=self.actor.user_id,
        )
        return FastResponse(care_of(question), headers=NO_STORE)


class BankQuestionPassageView(BankQuestionBaseView):
    """The passage of a question."""

    @schema(
        request=shapes.QuestionPassageSerializer,
        response=shapes.QuestionCareSerializer,
        summary="Show a question with a passage",
    )
    def put(self, request: Any, bank_question_uuid: uuid.UUID) -> FastResponse:
        """In its newest wording; one that a quiz asks already is followed by a new one."""
        question = self.question(bank_question_uuid)
        wanted = self.validated(shapes.QuestionPassageSerializer)["passage_id"]
        passage = Stimulus.objects.filter(pk=wanted, bank_id=question.bank_id).first() if wanted else None
        if wanted and passage is None:
            error = FieldError("/passage_id", "unknown-passage", "This bank has no such passage.")
            raise ValidationProblem(errors=[error])
        services.set_passage(question=question, passage=passage, by_id=self.actor.user_id)
        return FastResponse(care_of(question), headers=NO_STORE)


class BankQuestionFlagsView(BankQuestionBaseView):
    """Reports of learners on a question."""

    @schema(response=QuestionFlagSerializer, paginated=True, summary="Learners' reports on a question")
    def get(self, request: Any, bank_question_uuid: uuid.UUID) -> FastResponse:
        """From quizzes that are the actor's to write, the newest first. Learners are not named."""
        question = self.question(bank_question_uuid)
        rows = FlagPolicy().visible(flag_rows(), self.actor).filter(question_version__question=question)
        page = keyset_page(rows, request=request, order=("-id",), serialize=flag_json)
        return FastResponse(page, headers=NO_STORE)


class AlikeDecisionView(BankBaseView):
    """Decisions on alike questions."""

    @schema(
        request=shapes.AlikeDecisionSerializer,
        response=shapes.AlikeDecidedSerializer,
        summary="Keep one of several alike questions, or call them different",
    )
    def post(self, request: Any, bank_id: int) -> FastResponse:
        """What became of the quizzes. Repeating it changes nothing."""
        bank = self.bank(bank_id)
        given = self.validated(shapes.AlikeDecisionSerializer)
        seen = BankPolicy().visible(bank_queries.banks(), self.actor).values("pk")
        rows = bank_queries.questions_named({given["question"], *given["others"]}).filter(bank_id__in=seen)
        found: dict[uuid.UUID, Question] = {row.uuid: row for row in rows}
        one = found.pop(given["question"], None)
        if one is None or one.bank_id != bank.pk or not found:
            raise NotFound
        others = [found[name] for name in given["others"] if name in found]
        by_id = self.actor.user_id
        if given["act"] == "different":
            for other in others:
                alike_questions.mark_different(one=one, other=other, by_id=by_id)
            return FastResponse({"quizzes": 0, "left": 0})
        done = alike_questions.keep_question(
            kept=one, others=others, course_ids=managed_courses(self.actor, MANAGE), by_id=by_id
        )
        return FastResponse({"quizzes": done.quizzes, "left": done.left})

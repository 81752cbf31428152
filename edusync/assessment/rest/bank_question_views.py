"""Routes of the questions in a bank."""

import dataclasses
import uuid
from typing import Any

from edusync.assessment import bank_queries
from edusync.assessment.bank_policy import BankPolicy, BankRowPolicy
from edusync.assessment.drafts import OptionDraft, QuestionDraft
from edusync.assessment.models import Question, QuestionVersion
from edusync.assessment.rest import bank_serializers as shapes
from edusync.assessment.rest.bank_json import alike_json, detail_json, rows_json, wordings_json
from edusync.assessment.rest.bank_views import NO_STORE, BankBaseView
from edusync.assessment.rest.practice_serializers import PracticeResultSerializer
from edusync.assessment.rest.quiz_editing_views import plain
from edusync.assessment.scoring import kind_names
from edusync.assessment.services import bank_questions as services
from edusync.assessment.services.practice import answer_practice_question
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page
from edusync.kernel.problems import NotFound, PreconditionRequired
from edusync.kernel.rest.views import FastResponse, schema

FILTERS = {
    "search": "Words of the question or its title.",
    "category": "Id of a category, whose own below count too; `none` for questions in no category.",
    "kind": "A kind of question.",
    "tag": "A tag.",
    "state": "draft, in_review, approved or retired; without it all but retired ones.",
}


def draft_of(fields: dict[str, Any]) -> QuestionDraft:
    """A checked question as services take it."""
    values = {name: value for name, value in plain(dict(fields)).items() if name != "uuid"}
    options = [OptionDraft(**option) for option in values.pop("options", [])]
    if "rubric" in values:
        # Null takes it away; who says nothing leaves the one that is there.
        values["rubric"] = values["rubric"] or ""
    return QuestionDraft(**values, options=options)


class BankQuestionsView(BankBaseView):
    """Questions of a bank."""

    @schema(
        response=shapes.BankQuestionRowSerializer,
        paginated=True,
        query=FILTERS,
        summary="Questions of a bank",
    )
    def get(self, request: Any, bank_id: int) -> FastResponse:
        """The newest first."""
        rows = self._filtered(bank_queries.questions_of_bank(self.bank(bank_id).pk), bank_id)
        page = keyset_page(rows, request=request, order=("-id",))
        page["results"] = rows_json(page["results"])
        return FastResponse(page)

    def _filtered(self, rows: Any, bank_id: int) -> Any:
        asked = {name: self.request.GET.get(name, "").strip()[:100] for name in FILTERS}
        if asked["search"]:
            rows = bank_queries.matching(rows, asked["search"])
        if asked["category"]:
            rows = bank_queries.in_category(rows, bank_id, asked["category"])
        if asked["kind"] in kind_names():
            rows = rows.filter(kind=asked["kind"])
        if asked["tag"]:
            rows = rows.filter(tags__name=asked["tag"].casefold())
        if asked["state"] in QuestionVersion.State.values:
            return rows.filter(state=asked["state"])
        return rows.exclude(state=QuestionVersion.State.RETIRED)

    @schema(
        request=shapes.BankQuestionWriteSerializer,
        response=shapes.BankQuestionSerializer,
        status=201,
        summary="Write a question for a bank",
    )
    @idempotent
    def post(self, request: Any, bank_id: int) -> FastResponse:
        """The question, as a draft to be reviewed."""
        bank = self.bank(bank_id)
        given = self.validated(shapes.BankQuestionWriteSerializer)
        question = services.create_question(
            bank=bank,
            draft=draft_of(given["question"]),
            category=self.category(bank.pk, given["category_id"]),
            tags=given["tags"],
            by_id=self.actor.user_id,
        )
        row = bank_queries.questions_of_bank(bank.pk).get(pk=question.pk)
        return FastResponse(detail_json(row), status=201, headers=NO_STORE)


class BankQuestionBaseView(BankBaseView):
    """A route about one question of a bank."""

    policy = BankRowPolicy()

    def question(self, bank_question_uuid: uuid.UUID) -> Question:
        """The question, if the actor sees its bank. Raises NotFound."""
        rows = Question.objects.filter(deleted_at=None)
        question: Question = self.get_visible(rows, uuid=bank_question_uuid)
        return question

    def shown(self, question: Question) -> FastResponse:
        """The question with everything."""
        row = bank_queries.questions_of_bank(question.bank_id or 0).filter(pk=question.pk).first()
        if row is None or row.number is None:
            raise NotFound
        headers = {**NO_STORE, "ETag": f'"{row.number}"'}
        return FastResponse(detail_json(row), headers=headers)


class BankQuestionView(BankQuestionBaseView):
    """One question."""

    @schema(response=shapes.BankQuestionSerializer, summary="A question of a bank with its key")
    def get(self, request: Any, bank_question_uuid: uuid.UUID) -> FastResponse:
        """Newest wording, preview, where it is asked."""
        return self.shown(self.question(bank_question_uuid))

    @schema(
        request=shapes.BankQuestionWriteSerializer,
        response=shapes.BankQuestionSerializer,
        needs_version=True,
        summary="Change a question of a bank",
    )
    @idempotent
    def put(self, request: Any, bank_question_uuid: uuid.UUID) -> FastResponse:
        """A new wording where it says something new. Quizzes keep the one they ask until they are saved again."""
        question = self.question(bank_question_uuid)
        header = request.META.get("HTTP_IF_MATCH", "").strip().strip('"')
        if not header.isdigit():
            raise PreconditionRequired
        given = self.validated(shapes.BankQuestionWriteSerializer)
        services.save_question(
            question=question,
            draft=draft_of(given["question"]),
            base_number=int(header),
            by_id=self.actor.user_id,
        )
        return self.shown(question)


class BankQuestionWordingsView(BankQuestionBaseView):
    """Wordings of a question."""

    @schema(response=shapes.QuestionWordingsSerializer, summary="All wordings of a question")
    def get(self, request: Any, bank_question_uuid: uuid.UUID) -> FastResponse:
        """The newest first."""
        found = wordings_json(self.question(bank_question_uuid))
        return FastResponse({"results": found}, headers=NO_STORE)


class BankQuestionAlikeView(BankQuestionBaseView):
    """Questions that are like one."""

    @schema(response=shapes.AlikeQuestionsSerializer, summary="Questions like this one")
    def get(self, request: Any, bank_question_uuid: uuid.UUID) -> FastResponse:
        """In all banks the actor sees, the most alike first."""
        question = self.question(bank_question_uuid)
        seen = BankPolicy().visible(bank_queries.banks(), self.actor).values_list("pk", flat=True)
        found = bank_queries.questions_like(question, list(seen))
        return FastResponse({"results": [alike_json(one.question, one.likeness) for one in found[:20]]})


class BankQuestionTryView(BankQuestionBaseView):
    """Answers to a question, to see what it does."""

    @schema(
        request=shapes.BankTryAnswerSerializer,
        response=PracticeResultSerializer,
        summary="Try an answer to a question of a bank",
    )
    def post(self, request: Any, bank_question_uuid: uuid.UUID) -> FastResponse:
        """What a learner would be told. Nothing is stored, so repeating it changes nothing."""
        question = self.question(bank_question_uuid)
        given = self.validated(shapes.BankTryAnswerSerializer)
        result = answer_practice_question(
            question=question.uuid, response=given["response"], is_solution_wanted=given["show_solution"]
        )
        return FastResponse(dataclasses.asdict(result), headers=NO_STORE)


class BankActsView(BankBaseView):
    """Acts on many questions."""

    @schema(
        request=shapes.BankActSerializer,
        response=shapes.BankActDoneSerializer,
        summary="Move, tag or review many questions",
    )
    def post(self, request: Any, bank_id: int) -> FastResponse:
        """How many were changed. Questions that are not in the bank are left alone; repeating it changes nothing."""
        bank = self.bank(bank_id)
        given = self.validated(shapes.BankActSerializer)
        found = list(bank_queries.questions_named(given["questions"]).filter(bank_id=bank.pk))
        by_id = self.actor.user_id
        if given["act"] == "tag":
            count = services.tag_questions(
                questions=found, add=given["add"], remove=given["remove"], by_id=by_id
            )
        elif given["act"] == "state":
            count = services.set_state(questions=found, state=given["state"], by_id=by_id)
        else:
            target = self.bank(given["bank_id"]) if given["bank_id"] else bank
            category = self.category(target.pk, given["category_id"])
            count = services.move_questions(questions=found, bank=target, category=category, by_id=by_id)
        return FastResponse({"changed": count})

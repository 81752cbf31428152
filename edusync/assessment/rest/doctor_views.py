"""Routes of the item doctor and of learners' reports on questions."""

import uuid
from typing import Any

from edusync.assessment.doctor.counting import count_waiting, waiting_count
from edusync.assessment.doctor.reading import quiz_report
from edusync.assessment.flag_queries import FlagPolicy, flag_rows, own_flags
from edusync.assessment.models import QuestionFlag, Quiz, QuizAttempt
from edusync.assessment.policy import AttemptPolicy, QuizPolicy
from edusync.assessment.rest import doctor_serializers as shapes
from edusync.assessment.rest.doctor_json import doctor_json, flag_json, own_flag_json
from edusync.assessment.services.question_flags import answer_flag, flag_question
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema

NO_STORE = {"Cache-Control": "no-store"}


class QuizCareView(ApiView):
    """A route about a quiz for those who write it."""

    policy = QuizPolicy()
    key_scopes = {"get": Permission.QUIZ_MANAGE, "post": Permission.QUIZ_MANAGE}

    def quiz(self, quiz_id: int) -> Quiz:
        """The quiz, if the actor may write it. Raises NotFound, Forbidden."""
        quiz: Quiz = self.get_visible(Quiz.objects.select_related("lesson"), quiz_id)
        self.check(Permission.QUIZ_MANAGE, quiz)
        return quiz


class QuizDoctorView(QuizCareView):
    """What answers tell about the questions of a quiz."""

    @schema(response=shapes.QuizDoctorSerializer, summary="What answers tell about a quiz's questions")
    def get(self, request: Any, quiz_id: int) -> FastResponse:
        """Figures, answers and what may be wrong, the worst first; made of sums, however many answered."""
        quiz = self.quiz(quiz_id)
        return FastResponse(doctor_json(quiz, quiz_report(quiz), waiting_count(quiz.pk)), headers=NO_STORE)

    @schema(response=shapes.QuizDoctorSerializer, summary="Count new attempts and tell again")
    def post(self, request: Any, quiz_id: int) -> FastResponse:
        """The same, with up to a thousand attempts counted that waited. Repeating it changes nothing."""
        quiz = self.quiz(quiz_id)
        count_waiting(quiz_id=quiz.pk, limit=1000)
        return FastResponse(doctor_json(quiz, quiz_report(quiz), waiting_count(quiz.pk)), headers=NO_STORE)


class QuizFlagsView(QuizCareView):
    """Reports of learners on the questions of a quiz."""

    @schema(
        response=shapes.QuestionFlagSerializer,
        paginated=True,
        query={"state": "open, accepted or declined."},
        summary="Learners' reports on a quiz's questions",
    )
    def get(self, request: Any, quiz_id: int) -> FastResponse:
        """The newest first. Learners are not named."""
        rows = flag_rows().filter(attempt__quiz=self.quiz(quiz_id))
        if request.GET.get("state") in QuestionFlag.State.values:
            rows = rows.filter(state=request.GET["state"])
        page = keyset_page(rows, request=request, order=("-id",), serialize=flag_json)
        return FastResponse(page, headers=NO_STORE)


class AttemptFlagsView(ApiView):
    """One's own reports on the questions of an attempt."""

    policy = AttemptPolicy()
    key_scopes = {"get": Permission.ATTEMPT_TAKE, "post": Permission.ATTEMPT_TAKE}

    def attempt(self, attempt_uuid: uuid.UUID) -> QuizAttempt:
        """One's own attempt. Raises NotFound."""
        found = AttemptPolicy().own(QuizAttempt.objects.all(), self.actor).filter(uuid=attempt_uuid).first()
        if found is None:
            raise NotFound
        attempt: QuizAttempt = found
        return attempt

    @schema(response=shapes.OwnQuestionFlagsSerializer, summary="One's own reports in an attempt")
    def get(self, request: Any, attempt_uuid: uuid.UUID) -> FastResponse:
        """With what staff said to each."""
        found = own_flags(self.attempt(attempt_uuid))
        return FastResponse({"results": [own_flag_json(*one) for one in found]}, headers=NO_STORE)

    @schema(
        request=shapes.QuestionFlagWriteSerializer,
        response=shapes.OwnQuestionFlagSerializer,
        status=201,
        summary="Report a problem with a question",
    )
    def post(self, request: Any, attempt_uuid: uuid.UUID) -> FastResponse:
        """One report per question: sending another one changes it until staff have answered."""
        attempt = self.attempt(attempt_uuid)
        given = self.validated(shapes.QuestionFlagWriteSerializer)
        flag = flag_question(attempt=attempt, **given)
        return FastResponse(own_flag_json(flag, given["slot_id"]), status=201, headers=NO_STORE)


class QuestionFlagView(ApiView):
    """A learner's report, for those who write the quiz."""

    policy = FlagPolicy()
    permissions = {"put": Permission.QUIZ_MANAGE}

    @schema(
        request=shapes.QuestionFlagAnswerSerializer,
        response=shapes.QuestionFlagSerializer,
        summary="Answer a learner's report",
    )
    def put(self, request: Any, flag_id: int) -> FastResponse:
        """The learner reads the answer beside the question."""
        flag = self.get_visible(flag_rows(), flag_id)
        self.check(Permission.QUIZ_MANAGE, flag)
        given = self.validated(shapes.QuestionFlagAnswerSerializer)
        answer_flag(flag=flag, by_id=self.actor.user_id, **given)
        return FastResponse(flag_json(flag_rows().get(pk=flag.pk)), headers=NO_STORE)

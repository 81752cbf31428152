"""Routes of quizzes and attempts."""

import uuid
from collections.abc import Mapping
from typing import Any

from edusync.assessment import queries, services
from edusync.assessment.asked import asked_sheet
from edusync.assessment.deadlines import with_quiz_rules
from edusync.assessment.exam_gate import require_safe_browser_for
from edusync.assessment.models import Quiz, QuizAnswer, QuizAttempt
from edusync.assessment.policy import AttemptPolicy
from edusync.assessment.problems import AttemptClosed
from edusync.assessment.rest.answer_views import QuizAttemptsView
from edusync.assessment.rest.languages import LANGUAGE_HELP
from edusync.assessment.rest.presentation import attempt_json, check_json, shown_sheet
from edusync.assessment.rest.serializers import (
    AdvanceInput,
    AnswerInput,
    AttemptShape,
    CheckInput,
    CheckShape,
    SavedAnswer,
    StartInput,
)
from edusync.assessment.scoring import notice
from edusync.assessment.services.checking import check_answer
from edusync.assessment.sheets import sheet_of
from edusync.assessment.translation import sheet_in
from edusync.courses.policy import require_unlocked
from edusync.courses.problems import EnrollFirst
from edusync.courses.queries.translations import course_texts
from edusync.kernel.idempotency import idempotent
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema


def answer_with(
    attempt: QuizAttempt,
    *,
    answers: Mapping[int, QuizAnswer],
    course_id: int,
    request: Any,
    status: int = 200,
) -> FastResponse:
    """The attempt as an answer, in the language that the request names where the course is offered in it."""
    texts = course_texts(course_id, request.GET.get("language", "")[:16])
    sheet = sheet_in(shown_sheet(attempt), texts, attempt.quiz.lesson_id)
    body = attempt_json(attempt, sheet, answers)
    return FastResponse(body, status=status, headers={"Cache-Control": "no-store"})


def request_facts(request: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the gates of an attempt may ask of a request; see `gates`."""
    return {
        **given,
        "address": request.build_absolute_uri(),
        "user_agent": request.META.get("HTTP_USER_AGENT", "")[:500],
        "headers": request.headers,
    }


class AttemptsView(QuizAttemptsView):
    """Attempts of one quiz: beginning one is for learners, the list for staff."""

    permissions = {"post": Permission.ATTEMPT_TAKE}

    @schema(
        request=StartInput,
        response=AttemptShape,
        status=201,
        responses={200: AttemptShape},
        query={"language": LANGUAGE_HELP},
        summary="Start or continue an attempt",
    )
    def post(self, request: Any, quiz_id: int) -> FastResponse:
        """The open attempt of the actor, or a new one."""
        quiz = self.get_visible(Quiz.objects.select_related("lesson__course"), quiz_id)
        enrollment = queries.learner_enrollment(
            course_id=quiz.lesson.course_id, learner_id=self.actor.user_id
        )
        if enrollment is None:
            raise EnrollFirst
        require_unlocked(self.actor, course_id=quiz.lesson.course_id, lesson_id=quiz.lesson_id)
        facts = request_facts(request, self.validated(StartInput))
        attempt = services.start_attempt(quiz=quiz, enrollment=enrollment, facts=facts)
        attempt.quiz = quiz
        return answer_with(
            attempt,
            answers=queries.answers_of(attempt),
            course_id=quiz.lesson.course_id,
            request=request,
            status=201,
        )


class AttemptView(ApiView):
    """One attempt."""

    policy = AttemptPolicy()

    @schema(
        response=AttemptShape,
        query={"language": LANGUAGE_HELP},
        summary="An attempt with its questions and answers",
    )
    def get(self, request: Any, attempt_uuid: uuid.UUID) -> FastResponse:
        """The attempt as it stands; submitted first when its time is up."""
        attempt = self.get_visible(queries.attempts_in_full(QuizAttempt.objects), uuid=attempt_uuid)
        course_id = attempt.quiz.lesson.course_id
        attempt = services.close_if_expired(attempt)
        is_own = attempt.enrollment.learner_id == self.actor.user_id
        if is_own and attempt.state == QuizAttempt.State.OPEN and attempt.quiz.mode == Quiz.Mode.EXAM:
            require_safe_browser_for(attempt, request)
        return answer_with(attempt, answers=queries.answers_of(attempt), course_id=course_id, request=request)


class AnswerView(ApiView):
    """The answer in one slot of an attempt."""

    policy = AttemptPolicy()
    permissions = {"put": Permission.ATTEMPT_TAKE}

    @schema(request=AnswerInput, response=SavedAnswer, summary="Keep an answer")
    def put(self, request: Any, attempt_uuid: uuid.UUID, slot_id: int) -> FastResponse:
        """Keep the response; when this answers, it is on disk."""
        values = self.validated(AnswerInput)
        own = self.policy.own(with_quiz_rules(QuizAttempt.objects.all()), self.actor)
        attempt = own.filter(uuid=attempt_uuid).first()
        if attempt is None:
            raise NotFound
        require_safe_browser_for(attempt, request)
        if services.close_if_expired(attempt).state != QuizAttempt.State.OPEN:
            raise AttemptClosed
        answer = services.save_answer(
            attempt=attempt, slot_id=slot_id, response=values["response"], certainty=values["certainty"]
        )
        slot = sheet_of(attempt.edition).slot(slot_id)
        told = notice(slot.kind, slot.settings, answer.response) if slot else ""
        return FastResponse({"saved_at": answer.answered_at, "notice": told})


class CheckView(ApiView):
    """Checking one answer at once, in practice."""

    policy = AttemptPolicy()
    permissions = {"post": Permission.ATTEMPT_TAKE}

    @schema(
        request=CheckInput,
        response=CheckShape,
        query={"language": LANGUAGE_HELP},
        summary="Check one answer in practice",
    )
    @idempotent
    def post(self, request: Any, attempt_uuid: uuid.UUID, slot_id: int) -> FastResponse:
        """What the answer is worth; it is kept. An answer that was checked already is not counted again."""
        values = self.validated(CheckInput)
        own = self.policy.own(queries.attempts_in_full(QuizAttempt.objects), self.actor)
        attempt = own.filter(uuid=attempt_uuid).first()
        if attempt is None:
            raise NotFound
        checks = check_answer(attempt=attempt, slot_id=slot_id, **values)
        texts = course_texts(attempt.quiz.lesson.course_id, request.GET.get("language", "")[:16])
        sheet = asked_sheet(attempt, sheet_in(sheet_of(attempt.edition), texts, attempt.quiz.lesson_id))
        slot = sheet.slot(slot_id)
        if slot is None:
            raise NotFound
        return FastResponse(check_json(attempt, slot, checks), headers={"Cache-Control": "no-store"})


class AdvanceView(ApiView):
    """Going on in a quiz that goes only forward. Saying it again is harmless by itself: it names what is left."""

    policy = AttemptPolicy()
    permissions = {"post": Permission.ATTEMPT_TAKE}

    @schema(
        request=AdvanceInput,
        response=AttemptShape,
        query={"language": LANGUAGE_HELP},
        summary="Leave a question for good",
    )
    def post(self, request: Any, attempt_uuid: uuid.UUID) -> FastResponse:
        """The attempt with its next question."""
        position = self.validated(AdvanceInput)["position"]
        own = self.policy.own(queries.attempts_in_full(QuizAttempt.objects), self.actor)
        attempt = own.filter(uuid=attempt_uuid).first()
        if attempt is None:
            raise NotFound
        require_safe_browser_for(attempt, request)
        attempt = services.advance_attempt(attempt=attempt, position=position)
        course_id = attempt.quiz.lesson.course_id
        return answer_with(attempt, answers=queries.answers_of(attempt), course_id=course_id, request=request)


class SubmitView(ApiView):
    """Hand in an attempt. Repeating it is harmless by itself, so an idempotency key changes nothing."""

    policy = AttemptPolicy()
    permissions = {"post": Permission.ATTEMPT_TAKE}

    @schema(response=AttemptShape, query={"language": LANGUAGE_HELP}, summary="Submit an attempt")
    def post(self, request: Any, attempt_uuid: uuid.UUID) -> FastResponse:
        """The attempt with its scores, as far as the quiz tells them."""
        submission = services.submit_own_attempt(uuid=attempt_uuid, learner_id=self.actor.user_id or 0)
        attempt = submission.attempt
        return answer_with(
            attempt, answers=submission.answers, course_id=attempt.enrollment.course_id, request=request
        )

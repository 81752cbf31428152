"""Routes of answers as they arrive, and of attempts for staff of the course."""

import datetime
import uuid
from typing import Any

from edusync.assessment import attempt_log, services
from edusync.assessment.deadlines import with_quiz_rules
from edusync.assessment.exam_gate import require_safe_browser_for
from edusync.assessment.models import Quiz, QuizAttempt
from edusync.assessment.policy import AttemptPolicy, QuizPolicy, reads_attempts
from edusync.assessment.rest import answer_serializers as shapes
from edusync.assessment.scoring import notice
from edusync.assessment.sheets import Sheet, sheet_of
from edusync.courses.policy import CoursePolicy
from edusync.enrollment.queries import course_rows
from edusync.kernel import clock
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import Forbidden, NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema

NOT_KEPT = {"Cache-Control": "no-store"}


class AnswersView(ApiView):
    """Answers of one device in an attempt. Sending them again is harmless by itself: each has its number."""

    policy = AttemptPolicy()
    permissions = {"post": Permission.ATTEMPT_TAKE}

    @schema(
        request=shapes.AnswersInput, response=shapes.AnswerReceiptsSerializer, summary="Hand over answers"
    )
    def post(self, request: Any, attempt_uuid: uuid.UUID) -> FastResponse:
        """A receipt for each answer; what has one is on disk, even when it came too late to count."""
        values = self.validated(shapes.AnswersInput)
        own = self.policy.own(with_quiz_rules(QuizAttempt.objects.all()), self.actor)
        attempt = own.filter(uuid=attempt_uuid).first()
        if attempt is None:
            raise NotFound
        require_safe_browser_for(attempt, request)
        answers = [
            services.GivenAnswer(
                sequence=one["sequence"],
                slot_id=one["slot_id"],
                response=one["response"],
                certainty=one["certainty"],
                age=datetime.timedelta(milliseconds=one["age_ms"]),
            )
            for one in values["answers"]
        ]
        receipts = services.record_answers(attempt=attempt, client_id=values["client_id"], answers=answers)
        attempt = services.close_if_expired(attempt)
        sheet = sheet_of(attempt.edition)
        return FastResponse(
            {
                "state": attempt.state,
                "server_time": clock.now(),
                "due_at": attempt.due_at,
                "receipts": [
                    receipt_json(receipt, given, sheet)
                    for receipt, given in zip(receipts, answers, strict=True)
                ],
            },
            headers=NOT_KEPT,
        )


def receipt_json(receipt: services.Receipt, given: services.GivenAnswer, sheet: Sheet) -> dict[str, Any]:
    """The receipt as AnswerReceiptSerializer describes it."""
    event = receipt.event
    slot = sheet.slot(given.slot_id)
    outcome = "refused" if event is None else "saved" if event.is_counted else "late"
    return {
        "sequence": receipt.sequence,
        "slot_id": given.slot_id,
        "outcome": outcome,
        "receipt": event.uuid if event else None,
        "received_at": event.received_at if event else None,
        "is_late": bool(event and event.is_late),
        "notice": notice(slot.kind, slot.settings, event.response) if slot and event else "",
        "code": receipt.refusal,
        "detail": receipt.detail,
    }


class CourseQuizzesView(ApiView):
    """Quizzes of one course, for staff."""

    policy = CoursePolicy()
    key_scopes = {"get": Permission.ATTEMPT_READ}

    @schema(response=shapes.CourseQuizzesSerializer, summary="Quizzes of a course with their attempts")
    def get(self, request: Any, slug: str) -> FastResponse:
        """In the order of the course. For staff of the course and those who may read all attempts."""
        course = self.get_visible(course_rows(), slug=slug)
        if not reads_attempts(self.actor, course.pk):
            raise Forbidden(permission=str(Permission.ATTEMPT_READ))
        quizzes = attempt_log.course_quizzes(course.pk)
        return FastResponse({"results": [shapes.course_quiz_json(quiz) for quiz in quizzes]})


class QuizAttemptsView(ApiView):
    """Attempts at one quiz, for staff."""

    policy = QuizPolicy()

    @schema(
        response=shapes.StaffAttemptSerializer,
        paginated=True,
        query={
            "state": "`open`, `submitted`, or `late`: with answers that came after the end.",
            "search": "A part of the learner's name.",
        },
        summary="Attempts at a quiz",
    )
    def get(self, request: Any, quiz_id: int) -> FastResponse:
        """The newest first. For staff of the course and those who may read all attempts."""
        quiz = self.get_visible(Quiz.objects.select_related("lesson"), quiz_id)
        self.check(Permission.ATTEMPT_READ, quiz)
        attempts = attempt_log.staff_attempts(
            quiz_id=quiz.pk,
            state=request.GET.get("state", "")[:16],
            search=request.GET.get("search", "")[:100],
        )
        page = keyset_page(attempts, request=request, order=("-id",), serialize=shapes.staff_attempt_json)
        return FastResponse(page, headers=NOT_KEPT)


class AttemptLogView(ApiView):
    """What arrived during an attempt."""

    policy = AttemptPolicy()

    @schema(response=shapes.LoggedAnswerSerializer, paginated=True, summary="Log of an attempt")
    def get(self, request: Any, attempt_uuid: uuid.UUID) -> FastResponse:
        """In the order in which it arrived. For staff of the course and those who may read all attempts."""
        attempt = staff_attempt(self, attempt_uuid, Permission.ATTEMPT_READ)
        devices = attempt_log.devices_of(attempt)
        page = keyset_page(
            attempt_log.log_of(attempt),
            request=request,
            order=("id",),
            limit=100,
            serialize=lambda event: shapes.logged_json(event, devices),
        )
        return FastResponse(page, headers=NOT_KEPT)


class LateAnswersView(ApiView):
    """Answers that came after the end of an attempt."""

    policy = AttemptPolicy()
    permissions = {"post": Permission.QUIZ_MANAGE}

    @schema(
        request=shapes.AcceptLateInput,
        response=shapes.StaffAttemptSerializer,
        summary="Let late answers count",
    )
    @idempotent
    def post(self, request: Any, attempt_uuid: uuid.UUID) -> FastResponse:
        """The attempt, scored with the answers that came after its end."""
        reason = self.validated(shapes.AcceptLateInput)["reason"]
        attempt = staff_attempt(self, attempt_uuid, Permission.QUIZ_MANAGE)
        services.accept_late_answers(attempt=attempt, by_id=self.actor.user_id or 0, reason=reason)
        row = attempt_log.staff_attempts(quiz_id=attempt.quiz_id).get(pk=attempt.pk)
        return FastResponse(shapes.staff_attempt_json(row), headers=NOT_KEPT)


def staff_attempt(view: ApiView, attempt_uuid: uuid.UUID, permission: Permission) -> QuizAttempt:
    """The attempt if the actor has the permission in its course. Raises NotFound for learners, own attempts included."""
    attempts = QuizAttempt.objects.select_related("enrollment", "quiz__lesson")
    attempt: QuizAttempt = view.get_visible(attempts, uuid=attempt_uuid)
    if not QuizPolicy().allows(view.actor, permission, attempt.quiz):
        raise NotFound
    return attempt

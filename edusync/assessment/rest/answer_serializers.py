"""Shapes of answers on their way, of their log, and of attempts as staff sees them."""

from typing import Any

from rest_framework import serializers

from edusync.assessment.models import AttemptEvent, QuizAttempt

MOST_AT_ONCE = 100
# Longer than any attempt stays interesting: thirty days.
LONGEST_AGE_MS = 30 * 24 * 3600 * 1000


class GivenAnswerSerializer(serializers.Serializer[Any]):
    """One answer as a device kept it."""

    sequence = serializers.IntegerField(
        min_value=1, max_value=2**31 - 1, help_text="The device's own number of the answer, counted up."
    )
    slot_id = serializers.IntegerField(min_value=1)
    response = serializers.DictField()
    certainty = serializers.IntegerField(
        min_value=1,
        max_value=3,
        required=False,
        allow_null=True,
        default=None,
        help_text="How sure the learner is: 1 not very, 2 rather, 3 certain. Where the quiz asks.",
    )
    age_ms = serializers.IntegerField(
        min_value=0,
        max_value=LONGEST_AGE_MS,
        required=False,
        default=0,
        help_text="How long ago the answer was given, in milliseconds.",
    )


class AnswersInput(serializers.Serializer[Any]):
    """Answers of one device, in the order in which they were given."""

    client_id = serializers.UUIDField(help_text="The device's name in this attempt.")
    answers = serializers.ListField(child=GivenAnswerSerializer(), min_length=1, max_length=MOST_AT_ONCE)


class AnswerReceiptSerializer(serializers.Serializer[Any]):
    """What became of one answer. `saved` counts, `late` is on record and waits for staff, `refused` is not kept."""

    sequence = serializers.IntegerField()
    slot_id = serializers.IntegerField()
    outcome = serializers.ChoiceField(choices=["saved", "late", "refused"])
    receipt = serializers.UUIDField(allow_null=True)
    received_at = serializers.DateTimeField(allow_null=True)
    is_late = serializers.BooleanField(help_text="Arrived after the time was up.")
    notice = serializers.CharField(allow_blank=True, help_text="Why a written answer cannot be read.")
    code = serializers.CharField(allow_blank=True)
    detail = serializers.CharField(allow_blank=True)


class AnswerReceiptsSerializer(serializers.Serializer[Any]):
    """Receipts in the order of the answers, and how the attempt stands by the server's clock."""

    state = serializers.CharField()
    server_time = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    receipts = AnswerReceiptSerializer(many=True)


class LoggedAnswerSerializer(serializers.Serializer[Any]):
    """One line of the log of an attempt."""

    receipt = serializers.UUIDField()
    kind = serializers.CharField()
    slot_id = serializers.IntegerField(allow_null=True)
    position = serializers.IntegerField(allow_null=True, help_text="Of the question in the quiz.")
    response = serializers.DictField()
    device = serializers.IntegerField(help_text="Devices are numbered in the order they came.")
    answered_at = serializers.DateTimeField()
    received_at = serializers.DateTimeField()
    is_late = serializers.BooleanField()
    is_counted = serializers.BooleanField()
    actor_name = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)


class StaffAttemptSerializer(serializers.Serializer[Any]):
    """An attempt in a list for staff of the course."""

    uuid = serializers.UUIDField()
    learner_id = serializers.IntegerField()
    learner_name = serializers.CharField()
    number = serializers.IntegerField()
    state = serializers.CharField()
    started_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    submitted_at = serializers.DateTimeField(allow_null=True)
    points = serializers.FloatField(allow_null=True)
    max_points = serializers.FloatField()
    is_passed = serializers.BooleanField(allow_null=True)
    answered = serializers.IntegerField(help_text="Questions with an answer.")
    needs_marking = serializers.IntegerField(help_text="Answers that wait for a person.")
    late_answers = serializers.IntegerField(help_text="Arrived after the end; nobody has decided about them.")


class CourseQuizSerializer(serializers.Serializer[Any]):
    """A quiz of a course with how many tried it."""

    id = serializers.IntegerField()
    lesson_id = serializers.IntegerField()
    title = serializers.CharField()
    module_title = serializers.CharField()
    learners = serializers.IntegerField(help_text="Who tried it at least once.")
    attempts = serializers.IntegerField()
    open_attempts = serializers.IntegerField()
    late_attempts = serializers.IntegerField(
        help_text="With answers after the end that nobody has decided about."
    )
    needs_marking = serializers.IntegerField(help_text="Answers that wait for a person.")


class CourseQuizzesSerializer(serializers.Serializer[Any]):
    """The quizzes of a course, in its order."""

    results = CourseQuizSerializer(many=True)


class AcceptLateInput(serializers.Serializer[Any]):
    """Why answers that came after the end count."""

    reason = serializers.CharField(max_length=500)


def logged_json(event: AttemptEvent, devices: dict[Any, int]) -> dict[str, Any]:
    """The line as LoggedAnswerSerializer describes it; slot and actor must be selected."""
    return {
        "receipt": event.uuid,
        "kind": event.kind,
        "slot_id": event.slot_id,
        "position": event.slot.position if event.slot else None,
        "response": event.response,
        "device": devices.get(event.client_id, 0),
        "answered_at": event.answered_at,
        "received_at": event.received_at,
        "is_late": event.is_late,
        "is_counted": event.is_counted,
        "actor_name": event.actor.display_name if event.actor else "",
        "reason": event.reason,
    }


def staff_attempt_json(attempt: QuizAttempt) -> dict[str, Any]:
    """The attempt as StaffAttemptSerializer describes it; from `staff_attempts`."""
    return {
        "uuid": attempt.uuid,
        "learner_id": attempt.enrollment.learner_id,
        "learner_name": attempt.enrollment.learner.display_name,
        "number": attempt.number,
        "state": attempt.state,
        "started_at": attempt.started_at,
        "due_at": attempt.due_at,
        "submitted_at": attempt.submitted_at,
        "points": None if attempt.points is None else float(attempt.points),
        "max_points": float(attempt.max_points),
        "is_passed": attempt.is_passed,
        "needs_marking": attempt.needs_marking,
        "answered": attempt.answered,  # type: ignore[attr-defined]
        "late_answers": attempt.late_answers,  # type: ignore[attr-defined]
    }


def course_quiz_json(quiz: Any) -> dict[str, Any]:
    """The quiz as CourseQuizSerializer describes it; from `course_quizzes`."""
    return {
        "id": quiz.pk,
        "lesson_id": quiz.lesson_id,
        "title": quiz.lesson.title,
        "module_title": quiz.lesson.module.title,
        "learners": quiz.learners,
        "attempts": quiz.attempts,
        "open_attempts": quiz.open_attempts,
        "late_attempts": quiz.late_attempts,
        "needs_marking": quiz.waiting_answers,
    }

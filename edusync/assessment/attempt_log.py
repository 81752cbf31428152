"""Reads of attempts for staff: who tried, and what arrived when. Permission-free."""

import uuid
from typing import Any

from django.db.models import Count, IntegerField, Max, Min, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from edusync.assessment.models import AttemptEvent, Quiz, QuizAnswer, QuizAttempt
from edusync.enrollment.queries import learner_has_words


def staff_attempts(*, quiz_id: int, state: str = "", search: str = "") -> Any:
    """Attempts at the quiz with learner, `answered` and `late_answers`, in one query.

    `state` is open, submitted or late (with answers that came after the end and wait for a decision); others mean all.
    """
    attempts = (
        QuizAttempt.objects.filter(quiz_id=quiz_id)
        .select_related("enrollment__learner")
        .annotate(answered=_answered(), late_answers=_waiting())
    )
    if state in QuizAttempt.State.values:
        attempts = attempts.filter(state=state)
    elif state == "late":
        attempts = attempts.filter(late_answers__gt=0)
    if search:
        attempts = attempts.filter(learner_has_words(search, path="enrollment__"))
    return attempts


def course_quizzes(course_id: int) -> Any:
    """Quizzes of the course in its order, with lesson, `learners`, `attempts`, `open_attempts`,
    `late_attempts` and `waiting_answers` (for a person to mark).

    `late_attempts` have answers that came after the end and wait for a decision. One query.
    """
    attempts = QuizAttempt.objects.filter(quiz=OuterRef("pk"))
    tried = attempts.order_by().values("quiz").annotate(n=Count("enrollment", distinct=True)).values("n")
    late = attempts.annotate(waiting=_waiting()).filter(waiting__gt=0)
    return (
        Quiz.objects.filter(
            lesson__course_id=course_id,
            lesson__deleted_at__isnull=True,
            lesson__module__deleted_at__isnull=True,
        )
        .select_related("lesson__module")
        .annotate(
            learners=Coalesce(Subquery(tried, output_field=IntegerField()), Value(0)),
            attempts=_count(attempts, "quiz"),
            open_attempts=_count(attempts.filter(state=QuizAttempt.State.OPEN), "quiz"),
            late_attempts=_count(late, "quiz"),
            waiting_answers=Coalesce(
                Subquery(
                    attempts.order_by().values("quiz").annotate(n=Sum("needs_marking")).values("n"),
                    output_field=IntegerField(),
                ),
                Value(0),
            ),
        )
        .order_by("lesson__module__position", "lesson__position", "pk")
    )


def _answered() -> Any:
    answers = QuizAnswer.objects.filter(attempt=OuterRef("pk"), answered_at__isnull=False)
    return _count(answers, "attempt")


def _waiting() -> Any:
    decisions = AttemptEvent.objects.filter(
        attempt=OuterRef("attempt"), kind=AttemptEvent.Kind.LATE_ACCEPTED
    ).order_by()
    last = Coalesce(Subquery(decisions.values("attempt").annotate(last=Max("id")).values("last")), Value(0))
    late = AttemptEvent.objects.filter(
        attempt=OuterRef("pk"), kind=AttemptEvent.Kind.ANSWER, is_counted=False, id__gt=last
    )
    return _count(late, "attempt")


def _count(rows: Any, by: str) -> Any:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def log_of(attempt: QuizAttempt) -> Any:
    """What arrived during the attempt and after it, with slot and actor."""
    return AttemptEvent.objects.filter(attempt=attempt).select_related("slot", "actor")


def devices_of(attempt: QuizAttempt) -> dict[uuid.UUID, int]:
    """Numbers from 1 for the devices that sent answers, in the order they came."""
    events = AttemptEvent.objects.filter(attempt=attempt, kind=AttemptEvent.Kind.ANSWER).order_by()
    first = events.values("client_id").annotate(first=Min("id")).order_by("first")
    return {row["client_id"]: number for number, row in enumerate(first, 1)}

"""Reads of exams, permission-free."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from edusync.assessment.exam_signals import NOTICES
from edusync.assessment.models import (
    Exam,
    ExamRegistration,
    ExamSitting,
    ProctorEvent,
    ProctorSession,
    Quiz,
    QuizAnswer,
    QuizAttempt,
    QuizSlot,
)
from edusync.enrollment.models import Enrollment

MOST_SITTINGS = 200
MOST_EVENTS = 2000
MOST_NOTICES = 30


def sittings_of(exam: Exam) -> list[ExamSitting]:
    """Sittings in their order, the latest last."""
    return list(exam.sittings.order_by("starts_at", "id")[:MOST_SITTINGS])


def course_exams(course_id: int) -> Any:
    """Quizzes of a course that are exams, with `exam`, `open_sessions`, `review_sessions` and `registrations_booked`.

    In one query, in the order of the course; also those for which nothing was asked yet.
    """
    open_states = ("checking_in", "waiting", "admitted", "running")
    live = {"lesson__deleted_at__isnull": True, "lesson__module__deleted_at__isnull": True}
    return (
        Quiz.objects.filter(lesson__course_id=course_id, mode=Quiz.Mode.EXAM, **live)
        .select_related("lesson", "exam")
        .annotate(
            open_sessions=_count(ProctorSession.objects.filter(state__in=open_states)),
            review_sessions=_count(ProctorSession.objects.filter(state="review")),
            registrations_booked=_count(ExamRegistration.objects.filter(state="booked")),
        )
        .order_by("lesson__module__position", "lesson__position", "id")
    )


def _count(rows: Any) -> Any:
    of_quiz = rows.filter(exam__quiz=OuterRef("pk")).order_by().values("exam__quiz")
    counted = of_quiz.annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def sessions_of(exam: Exam, *, sitting: str = "", state: str = "", search: str = "") -> Any:
    """Sessions of an exam with candidate, attempt, `answered` and `questions`, in one query."""
    answers = QuizAnswer.objects.filter(attempt=OuterRef("attempt"), answered_at__isnull=False).order_by()
    slots = QuizSlot.objects.filter(edition=OuterRef("attempt__edition")).order_by()
    rows = (
        ProctorSession.objects.filter(exam=exam)
        .select_related("enrollment__learner", "attempt", "registration__sitting")
        .annotate(
            answered=Coalesce(
                Subquery(
                    answers.values("attempt").annotate(n=Count("pk")).values("n"),
                    output_field=IntegerField(),
                ),
                Value(0),
            ),
            questions=Coalesce(
                Subquery(
                    slots.values("edition").annotate(n=Count("pk")).values("n"), output_field=IntegerField()
                ),
                Value(0),
            ),
        )
    )
    if sitting:
        rows = rows.filter(registration__sitting__uuid=sitting)
    if state == "open":
        rows = rows.filter(state__in=["checking_in", "waiting", "admitted", "running"])
    elif state in ProctorSession.State.values:
        rows = rows.filter(state=state)
    if search:
        rows = rows.filter(enrollment__learner__display_name__icontains=search)
    return rows


def registrations_of(exam: Exam) -> Any:
    """Registrations that were not canceled, with candidate, sitting and session."""
    rows = ExamRegistration.objects.filter(exam=exam).exclude(state=ExamRegistration.State.CANCELED)
    return rows.select_related("enrollment__learner", "sitting", "session")


def events_of(session: ProctorSession) -> list[ProctorEvent]:
    """What was noticed and done, in the order in which it happened."""
    rows = ProctorEvent.objects.filter(session=session).select_related("actor")
    return list(rows.order_by("occurred_at", "id")[:MOST_EVENTS])


def notices_of(session: ProctorSession) -> list[ProctorEvent]:
    """What the candidate is told, the newest last."""
    rows = ProctorEvent.objects.filter(session=session, kind__in=NOTICES).order_by("-id")[:MOST_NOTICES]
    return list(rows)[::-1]


def tries_of(exam: Exam, enrollment: Enrollment) -> list[tuple[str, dt.datetime | None, bool | None]]:
    """State, end and result of the candidate's tries, the newest first."""
    rows = QuizAttempt.objects.filter(quiz_id=exam.quiz_id, enrollment=enrollment).order_by("-number")
    return list(rows.values_list("state", "submitted_at", "is_passed")[:50])


def latest_session(exam: Exam, enrollment: Enrollment) -> ProctorSession | None:
    """The candidate's newest session."""
    rows = ProctorSession.objects.filter(exam=exam, enrollment=enrollment)
    return rows.select_related("registration__sitting", "attempt").order_by("-id").first()


def names_of_peers(uuids: Sequence[str], organization_id: int) -> dict[str, str]:
    """Names of the candidates of these sessions, by the session's public id."""
    rows = ProctorSession.objects.filter(uuid__in=list(uuids), organization_id=organization_id)
    return {
        str(row.uuid): row.enrollment.learner.display_name
        for row in rows.select_related("enrollment__learner")
    }


def pass_valid_until(enrollment_id: int) -> dt.datetime | None:
    """Until when what was passed in the exams of a course counts, the soonest of them; None: for ever."""
    rows = QuizAttempt.objects.filter(
        enrollment_id=enrollment_id,
        is_passed=True,
        submitted_at__isnull=False,
        quiz__mode=Quiz.Mode.EXAM,
        quiz__exam__validity_days__isnull=False,
    )
    latest: dict[int, dt.datetime] = {}
    for quiz_id, ended, days in rows.values_list("quiz_id", "submitted_at", "quiz__exam__validity_days"):
        until = ended + dt.timedelta(days=days)
        latest[quiz_id] = max(until, latest.get(quiz_id, until))
    return min(latest.values(), default=None)

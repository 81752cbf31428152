"""Reads of exams, permission-free."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from edusync.assessment.exam_signals import NOTICES
from edusync.assessment.models import (
    Exam,
    ExamBehavior,
    ExamRegistration,
    ExamSitting,
    ExamWaitlistEntry,
    ProctorEvent,
    ProctorSession,
    Quiz,
    QuizAnswer,
    QuizAttempt,
    QuizSlot,
)
from edusync.enrollment.models import Enrollment
from edusync.enrollment.queries import learner_has_words

MOST_SITTINGS = 200
MOST_IN_LINE = 500
MOST_EVENTS = 2000
MOST_NOTICES = 30


def sittings_of(exam: Exam) -> list[ExamSitting]:
    """Sittings in their order, the latest last, with `waiting`: how many are in line. One query."""
    in_line = ExamWaitlistEntry.objects.filter(sitting=OuterRef("pk"), state="waiting").order_by()
    counted = in_line.values("sitting").annotate(n=Count("pk")).values("n")
    waiting = Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
    return list(exam.sittings.annotate(waiting=waiting).order_by("starts_at", "id")[:MOST_SITTINGS])


def line_of(sitting: ExamSitting) -> list[ExamWaitlistEntry]:
    """Who has an offer of a sitting's seat, and who waits, in order. One query."""
    rows = ExamWaitlistEntry.objects.filter(sitting=sitting, state__in=["offered", "waiting"])
    # Offers come first: they were next.
    return list(
        rows.select_related("enrollment__learner").order_by("state", "rank", "joined_at", "id")[:MOST_IN_LINE]
    )


def position_of(entry: ExamWaitlistEntry) -> int | None:
    """Which place in the line somebody has, 1 the next; None while they have an offer. One query."""
    if entry.state != ExamWaitlistEntry.State.WAITING:
        return None
    before = Q(rank__lt=entry.rank) | Q(rank=entry.rank, joined_at__lt=entry.joined_at)
    before |= Q(rank=entry.rank, joined_at=entry.joined_at, pk__lt=entry.pk)
    rows = ExamWaitlistEntry.objects.filter(before, sitting_id=entry.sitting_id, state=entry.state)
    return rows.count() + 1


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
            review_sessions=_count(
                ProctorSession.objects.filter(Q(state="review") | Q(state="ended", behavior__is_marked=True))
            ),
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
        .select_related("enrollment__learner", "attempt", "registration__sitting", "behavior")
        .annotate(
            # How far from usual the comparison found them: what ranks those to look at.
            unusual=Coalesce(F("behavior__distance"), 0.0),
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
    elif state == ProctorSession.State.REVIEW:
        rows = rows.filter(Q(state=state) | Q(state=ProctorSession.State.ENDED, behavior__is_marked=True))
    elif state in ProctorSession.State.values:
        rows = rows.filter(state=state)
    if search:
        rows = rows.filter(learner_has_words(search, path="enrollment__"))
    return rows


def behavior_groups(exam: Exam) -> dict[bool, tuple[int, int]]:
    """How many were compared, and how many of them marked, by whether they were given more time. One query."""
    rows = ExamBehavior.objects.filter(exam=exam, distance__isnull=False).order_by().values("has_more_time")
    counted = rows.annotate(people=Count("pk"), marked=Count("pk", filter=Q(is_marked=True)))
    return {row["has_more_time"]: (row["people"], row["marked"]) for row in counted}


def registrations_of(exam: Exam, *, search: str = "") -> Any:
    """Registrations that were not canceled nor are only on offer, with candidate, sitting and session.

    Each word of `search` is in the candidate's name, user name or address.
    """
    here = (ExamRegistration.State.BOOKED, ExamRegistration.State.USED)
    rows = ExamRegistration.objects.filter(exam=exam, state__in=here)
    if search:
        rows = rows.filter(learner_has_words(search, path="enrollment__"))
    return rows.select_related("enrollment__learner", "sitting", "session")


def events_of(session: ProctorSession) -> list[ProctorEvent]:
    """What was noticed and done, in the order in which it happened."""
    rows = ProctorEvent.objects.filter(session=session).select_related("actor")
    return list(rows.order_by("occurred_at", "id")[:MOST_EVENTS])


def notices_of(session: ProctorSession) -> list[ProctorEvent]:
    """What the candidate is told, the newest last."""
    rows = ProctorEvent.objects.filter(session=session, kind__in=NOTICES).order_by("-id")[:MOST_NOTICES]
    return list(rows)[::-1]


def tries_of(exam: Exam, enrollment: Enrollment) -> list[QuizAttempt]:
    """The candidate's tries with state, end and result, the newest first."""
    rows = QuizAttempt.objects.filter(quiz_id=exam.quiz_id, enrollment=enrollment).order_by("-number")
    return list(rows.only("state", "submitted_at", "is_passed")[:50])


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

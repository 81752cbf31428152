"""What the server notices by itself while a candidate sits an exam, and the end of sessions."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from edusync.assessment.exam_signals import wants_review
from edusync.assessment.models import AttemptEvent, ExamRegistration, ProctorSession, QuizAttempt
from edusync.assessment.services.exams.events import (
    count_signals,
    locked_session,
    note,
    tell_candidate,
    tell_invigilators,
)
from edusync.kernel import clock
from edusync.kernel.tenancy import organization_context
from edusync.kernel.transactions import retry_deadlocks

State = ProctorSession.State
# Sessions that never came to an attempt are closed after this time.
FORGOTTEN = dt.timedelta(hours=12)
MOST_ANSWERS = 500


@retry_deadlocks
@transaction.atomic
def follow_attempt(*, session: ProctorSession) -> ProctorSession:
    """Bring the session up to what its attempt shows: its start, answers too fast to have been read, its end."""
    held = locked_session(session)
    if held.state not in (State.ADMITTED, State.RUNNING):
        return held
    if held.attempt_id is None and not _find_attempt(held):
        return held
    attempt = QuizAttempt.unscoped.get(pk=held.attempt_id)
    if held.state == State.ADMITTED:
        held.state = State.RUNNING
        held.save(update_fields=["state", "attempt", "updated_at"])
        _use_registration(held)
        note(held, "started")
        tell_invigilators(held)
    fast = _fast_answers(held)
    if attempt.state == QuizAttempt.State.SUBMITTED and held.state == State.RUNNING:
        _end(held)
    elif fast:
        tell_invigilators(held)
    return held


def _find_attempt(session: ProctorSession) -> bool:
    """Tie the session to the attempt that began after its check-in."""
    attempts = QuizAttempt.unscoped.filter(
        quiz_id=session.exam.quiz_id,
        enrollment_id=session.enrollment_id,
        proctor_session__isnull=True,
    ).filter(Q(started_at__gte=session.created_at) | Q(state=QuizAttempt.State.OPEN))
    session.attempt = attempts.order_by("-number").first()
    return session.attempt is not None


def _use_registration(session: ProctorSession) -> None:
    if session.registration_id is not None:
        ExamRegistration.objects.filter(pk=session.registration_id).update(
            state=ExamRegistration.State.USED, updated_at=clock.now()
        )


def _fast_answers(session: ProctorSession) -> int:
    """Note first answers that came too soon after the answer before; how many. Each answer is looked at once.

    The time between two first answers of different questions is the longest that reading the second can have taken;
    below a few seconds it is a guess or was known before (rapid guessing, Wise and Kong 2005).
    """
    rows = AttemptEvent.unscoped.filter(attempt_id=session.attempt_id, kind=AttemptEvent.Kind.ANSWER)
    fresh = rows.filter(pk__gt=session.answers_seen).order_by("id")
    events = list(fresh.values_list("id", "slot_id", "answered_at")[:MOST_ANSWERS])
    if not events:
        return 0
    before = rows.filter(pk__lte=session.answers_seen)
    seen = set(before.values_list("slot_id", flat=True)) if session.answers_seen else set()
    last = before.order_by("-answered_at").values_list("answered_at", flat=True).first()
    limit = dt.timedelta(seconds=session.exam.fast_seconds)
    found = 0
    for _, slot_id, answered_at in sorted(events, key=lambda one: (one[2], one[0])):
        gap = None if last is None else answered_at - last
        if slot_id not in seen and gap is not None and dt.timedelta(0) <= gap < limit:
            note(
                session,
                "fast_answer",
                facts={"seconds": round(gap.total_seconds(), 1), "slot": slot_id},
                occurred_at=answered_at,
            )
            found += 1
        seen.add(slot_id)
        last = answered_at if last is None else max(last, answered_at)
    session.answers_seen = max(one[0] for one in events)
    session.save(update_fields=["answers_seen", "updated_at"])
    warned = count_signals(session, ["fast_answer"] * found)
    if warned:
        tell_candidate(session)
    return found


def _end(session: ProctorSession) -> None:
    """The candidate is done. Where signals ask for it, a person will look; nothing else follows."""
    session.state = State.REVIEW if wants_review(session.counts, session.exam.review_after) else State.ENDED
    session.waiting_device = None
    session.save(update_fields=["state", "waiting_device", "updated_at"])
    note(session, "ended")
    if session.state == State.REVIEW:
        note(session, "review_asked", facts={"counts": session.counts})
    tell_invigilators(session)


def end_sessions(*, limit: int = 200) -> list[ProctorSession]:
    """End the sessions of all organizations whose attempt was handed in, and forgotten ones; those that ended."""
    done = Q(state=State.RUNNING, attempt__state=QuizAttempt.State.SUBMITTED)
    # Begun and handed in without a sign of life from the page in between.
    begun = QuizAttempt.unscoped.filter(
        quiz_id=OuterRef("exam__quiz_id"),
        enrollment_id=OuterRef("enrollment_id"),
        started_at__gte=OuterRef("created_at"),
    )
    waiting = Q(state=State.ADMITTED) & Q(Exists(begun))
    forgotten = Q(
        state__in=[State.CHECKING_IN, State.WAITING, State.ADMITTED],
        updated_at__lt=clock.now() - FORGOTTEN,
    )
    rows = ProctorSession.unscoped.filter(done | waiting | forgotten).select_related("exam", "enrollment")
    ended = []
    for session in rows.order_by("id")[:limit]:
        with organization_context(session.organization_id):
            followed = follow_attempt(session=session)
            if followed.state in (State.ENDED, State.REVIEW):
                ended.append(followed)
            elif followed.attempt_id is None and session.updated_at < clock.now() - FORGOTTEN:
                _forget(followed)
    return ended


@transaction.atomic
def _forget(session: ProctorSession) -> None:
    held = locked_session(session)
    _end(held)

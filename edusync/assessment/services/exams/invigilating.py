"""What invigilators do: let in, speak to a candidate, give time, and say what becomes of what was noticed."""

import datetime as dt

from django.db import transaction

from edusync.assessment.exam_problems import NothingToReview, SessionOver
from edusync.assessment.models import ProctorEvent, ProctorSession, QuizAttempt
from edusync.assessment.services.exams.checking_in import OPEN_STATES, drop_picture
from edusync.assessment.services.exams.events import (
    locked_session,
    note,
    tell_candidate,
    tell_invigilators,
)
from edusync.kernel import audit, clock
from edusync.kernel.transactions import retry_deadlocks

State = ProctorSession.State
PERSON = ProctorEvent.Origin.PERSON


def _held(session: ProctorSession) -> ProctorSession:
    """The session, held; it must not be over. Raises SessionOver."""
    held = locked_session(session)
    if held.state not in OPEN_STATES:
        raise SessionOver
    return held


def _told(session: ProctorSession, action: str, by_id: int, facts: dict[str, object]) -> None:
    audit.record(
        f"assessment.proctor_session.{action}",
        actor=by_id,
        target=("proctor_session", str(session.uuid)),
        facts=facts,
        subject_id=session.enrollment.learner_id,
    )
    tell_candidate(session)
    tell_invigilators(session)


@retry_deadlocks
@transaction.atomic
def admit(
    *, session: ProctorSession, by_id: int, is_full_screen_waived: bool = False, reason: str = ""
) -> ProctorSession:
    """Confirm who the candidate is and let them in, by their picture or because the invigilator knows them.

    Neither camera nor full screen is ever the only way: this is the other one. Raises SessionOver.
    """
    held = _held(session)
    if held.state in (State.CHECKING_IN, State.WAITING):
        held.state = State.ADMITTED
        held.admitted_by_id, held.admitted_at = by_id, clock.now()
    held.is_full_screen_waived = held.is_full_screen_waived or is_full_screen_waived
    held.save()
    facts = {"is_full_screen_waived": is_full_screen_waived, "text": reason}
    note(held, "admitted", origin=PERSON, actor_id=by_id, facts=facts)
    _told(held, "admitted", by_id, {"is_full_screen_waived": is_full_screen_waived})
    return held


@transaction.atomic
def ask_again(*, session: ProctorSession, by_id: int, text: str) -> ProctorSession:
    """Send a candidate who waits back to identifying themselves, and say why. Raises SessionOver."""
    held = _held(session)
    if held.state not in (State.WAITING, State.CHECKING_IN):
        raise SessionOver
    drop_picture(held)
    held.state = State.CHECKING_IN
    held.save(update_fields=["state", "picture", "updated_at"])
    note(held, "ask_again", origin=PERSON, actor_id=by_id, facts={"text": text})
    _told(held, "asked_again", by_id, {})
    return held


@transaction.atomic
def let_in_again(*, session: ProctorSession, by_id: int) -> ProctorSession:
    """Let the candidate go on with the device that waits. Raises SessionOver."""
    held = _held(session)
    if held.waiting_device is not None:
        held.device, held.waiting_device = held.waiting_device, None
        held.save(update_fields=["device", "waiting_device", "updated_at"])
    note(held, "let_in", origin=PERSON, actor_id=by_id)
    _told(held, "let_in", by_id, {})
    return held


@transaction.atomic
def send_message(*, session: ProctorSession, by_id: int, text: str) -> ProctorSession:
    """Say something to a candidate; it appears on the exam's page. Raises SessionOver."""
    held = _held(session)
    note(held, "message", origin=PERSON, actor_id=by_id, facts={"text": text})
    _told(held, "message_sent", by_id, {})
    return held


@retry_deadlocks
@transaction.atomic
def add_time(*, session: ProctorSession, by_id: int, minutes: int, reason: str) -> ProctorSession:
    """Give this try more time. Raises SessionOver when there is no open attempt with an end."""
    held = _held(session)
    attempt = QuizAttempt.objects.select_for_update().filter(pk=held.attempt_id).first()
    if attempt is None or attempt.state != QuizAttempt.State.OPEN or attempt.due_at is None:
        raise SessionOver
    attempt.due_at += dt.timedelta(minutes=minutes)
    attempt.save(update_fields=["due_at", "updated_at"])
    facts = {"minutes": minutes, "text": reason}
    note(held, "time_added", origin=PERSON, actor_id=by_id, facts=facts)
    _told(held, "time_added", by_id, {"minutes": minutes})
    return held


@retry_deadlocks
@transaction.atomic
def decide(*, session: ProctorSession, by_id: int, verdict: str, reason: str) -> ProctorSession:
    """A person's verdict, with their reason. It changes no mark: who sets one aside changes the grade themselves.

    It may be given again; the log keeps every one. Raises NothingToReview while the candidate is not done.
    """
    held = locked_session(session)
    if held.state in OPEN_STATES:
        raise NothingToReview
    held.state = State.DECIDED
    held.verdict, held.verdict_reason = verdict, reason
    held.verdict_by_id, held.verdict_at = by_id, clock.now()
    held.save()
    note(held, "verdict", origin=PERSON, actor_id=by_id, facts={"verdict": verdict, "text": reason})
    _told(held, "decided", by_id, {"verdict": verdict})
    return held

"""Check-in: consent, identity, and the device that goes on with the exam."""

import hashlib
import uuid
from typing import Any

from django.db import IntegrityError, transaction

from edusync.assessment.exam_problems import (
    ConsentChanged,
    RegistrationNeeded,
    SessionOver,
    SittingNotNow,
)
from edusync.assessment.models import (
    Exam,
    ExamConsentText,
    ExamRegistration,
    ProctorSession,
)
from edusync.assessment.services.exams.events import (
    count_signals,
    locked_session,
    note,
    tell_invigilators,
)
from edusync.assessment.services.exams.standing import booked_registration, check_tries
from edusync.enrollment.models import Enrollment
from edusync.files.services import link_file, store_file, unlink_file
from edusync.kernel import clock
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.transactions import retry_deadlocks

State = ProctorSession.State
PLACE = "exam_identity"
PICTURE_MAX_BYTES = 5 * 1024 * 1024
OPEN_STATES = (State.CHECKING_IN, State.WAITING, State.ADMITTED, State.RUNNING)


def digest_of(text: str) -> str:
    """SHA-256 of a text, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def open_session(exam: Exam, enrollment: Enrollment) -> ProctorSession | None:
    """The session in which the candidate is now."""
    rows = ProctorSession.objects.filter(exam=exam, enrollment=enrollment, state__in=OPEN_STATES)
    session = rows.select_related("enrollment", "registration__sitting", "attempt").first()
    if session is not None:
        session.exam = exam
    return session


def check_sitting(exam: Exam, enrollment: Enrollment) -> ExamRegistration | None:
    """The registration by which the candidate may enter now. Raises RegistrationNeeded, SittingNotNow."""
    if not exam.is_registration_needed:
        return None
    registration = booked_registration(exam, enrollment)
    if registration is None:
        raise RegistrationNeeded
    sitting, now = registration.sitting, clock.now()
    if sitting is not None and not sitting.starts_at <= now < sitting.ends_at:
        raise SittingNotNow(starts_at=sitting.starts_at, ends_at=sitting.ends_at)
    return registration


@retry_deadlocks
@transaction.atomic
def check_in(
    *,
    exam: Exam,
    enrollment: Enrollment,
    device: uuid.UUID,
    consent_text: str,
    consent_digest: str,
    statement: str = "",
) -> ProctorSession:
    """Open the candidate's session with their consent, or come back to it.

    Another device than before is a signal; where the exam wants one device only, it waits for an invigilator. Raises
    ConsentChanged, RegistrationNeeded, SittingNotNow, TriesUsedUp, RetakeNotYet, ValidationProblem (`/statement`).
    """
    known = open_session(exam, enrollment)
    if known is not None:
        return come_back(session=known, device=device)
    if digest_of(consent_text) != consent_digest:
        raise ConsentChanged
    if exam.identity != Exam.Identity.NONE and not statement.strip():
        missing = FieldError("/statement", "required", "Say who you are, by your full name.")
        raise ValidationProblem(errors=[missing])
    check_tries(exam, enrollment)
    registration = check_sitting(exam, enrollment)
    session = ProctorSession(
        organization_id=exam.organization_id,
        exam=exam,
        enrollment=enrollment,
        registration=registration,
        state=State.CHECKING_IN if exam.identity == Exam.Identity.PICTURE else State.ADMITTED,
        consent=_kept_text(exam.organization_id, consent_text),
        consented_at=clock.now(),
        is_comparing_agreed=exam.is_behavior_compared,
        statement=statement.strip()[:200],
        device=device,
        last_beat_at=clock.now(),
    )
    try:
        with transaction.atomic():
            session.save(force_insert=True)
    except IntegrityError:
        # Another tab was faster.
        other = open_session(exam, enrollment)
        if other is None:
            raise
        return come_back(session=other, device=device)
    note(session, "checked_in", facts={"consent": consent_digest})
    tell_invigilators(session)
    return session


def _kept_text(organization_id: int, text: str) -> ExamConsentText:
    row, _ = ExamConsentText.objects.get_or_create(
        organization_id=organization_id, digest=digest_of(text), defaults={"text": text}
    )
    return row


@transaction.atomic
def come_back(*, session: ProctorSession, device: uuid.UUID) -> ProctorSession:
    """Go on with a session, maybe on another device."""
    held = locked_session(session)
    if held.device == device:
        return held
    if held.waiting_device == device:
        return held
    note(held, "second_device")
    if session.exam.is_one_device:
        held.waiting_device = device
    else:
        held.device = device
    count_signals(held, ["second_device"])
    held.save(update_fields=["device", "waiting_device", "updated_at"])
    tell_invigilators(held)
    return held


def put_picture(*, session: ProctorSession, content: Any, name: str) -> ProctorSession:
    """Keep the picture of the candidate; then an invigilator looks at it.

    The picture carries nothing that a camera wrote into it. Raises SessionOver, FileTooLarge, FileTypeRefused and what
    else `store_file` raises.
    """
    file = store_file(
        content=content,
        name=name,
        uploaded_by_id=session.enrollment.learner_id,
        max_bytes=PICTURE_MAX_BYTES,
        allowed=("image/jpeg", "image/png", "image/webp"),
        is_metadata_removed=True,
    )
    with transaction.atomic():
        held = locked_session(session)
        if held.state not in (State.CHECKING_IN, State.WAITING):
            raise SessionOver
        drop_picture(held)
        held.picture, held.state = file, State.WAITING
        held.save(update_fields=["picture", "state", "updated_at"])
        link_file(file=file, place=PLACE, place_id=held.pk)
        note(held, "picture_given")
        tell_invigilators(held)
    return held


def ask_to_come_in(*, session: ProctorSession) -> ProctorSession:
    """Without a camera: ask an invigilator to confirm who one is. Raises SessionOver."""
    with transaction.atomic():
        held = locked_session(session)
        if held.state == State.WAITING:
            return held
        if held.state != State.CHECKING_IN:
            raise SessionOver
        held.state = State.WAITING
        held.save(update_fields=["state", "updated_at"])
        note(held, "asked_in")
        tell_invigilators(held)
    return held


def drop_picture(session: ProctorSession) -> bool:
    """Take the picture away from a session; whether there was one. The content goes when nothing else uses it."""
    file, session.picture = session.picture, None
    if file is None:
        return False
    session.save(update_fields=["picture", "updated_at"])
    unlink_file(file=file, place=PLACE, place_id=session.pk)
    return True

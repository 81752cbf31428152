"""Registration: a place in an exam, and a seat in one of its sittings."""

import datetime as dt

from django.db import IntegrityError, transaction

from edusync.assessment.exam_problems import (
    RegistrationKept,
    RegistrationNotOpen,
    RetakeNotYet,
    SittingFull,
    SittingNotNow,
    TriesUsedUp,
)
from edusync.assessment.models import Exam, ExamRegistration, ExamSitting, QuizAttempt
from edusync.enrollment.models import Enrollment
from edusync.kernel import clock
from edusync.kernel.transactions import retry_deadlocks

State = ExamRegistration.State


def check_tries(exam: Exam, enrollment: Enrollment) -> None:
    """Raise what stands in the way of another try: TriesUsedUp, RetakeNotYet."""
    if exam.tries_allowed is None and not exam.retake_wait_days:
        return
    attempts = QuizAttempt.unscoped.filter(quiz_id=exam.quiz_id, enrollment=enrollment).order_by("-number")
    tried = list(attempts.values_list("state", "submitted_at"))
    if any(state == QuizAttempt.State.OPEN for state, _ in tried):
        return
    if exam.tries_allowed is not None and len(tried) >= exam.tries_allowed:
        raise TriesUsedUp(tries_allowed=exam.tries_allowed)
    available_at = next_try_at(exam, tried[0][1] if tried else None)
    if available_at is not None and clock.now() < available_at:
        raise RetakeNotYet(available_at=available_at)


def next_try_at(exam: Exam, last_submitted_at: dt.datetime | None) -> dt.datetime | None:
    """When the wait after the last try ends; None without a wait."""
    if last_submitted_at is None or not exam.retake_wait_days:
        return None
    return last_submitted_at + dt.timedelta(days=exam.retake_wait_days)


def check_registration_window(exam: Exam) -> None:
    """Raises RegistrationNotOpen."""
    now = clock.now()
    opens, closes = exam.registration_opens_at, exam.registration_closes_at
    if (opens is not None and now < opens) or (closes is not None and now >= closes):
        raise RegistrationNotOpen(opens_at=opens, closes_at=closes)


def booked_registration(exam: Exam, enrollment: Enrollment) -> ExamRegistration | None:
    """The registration that waits for its try."""
    rows = ExamRegistration.objects.filter(exam=exam, enrollment=enrollment, state=State.BOOKED)
    return rows.select_related("sitting").first()


@retry_deadlocks
@transaction.atomic
def register(*, exam: Exam, enrollment: Enrollment, sitting: ExamSitting | None = None) -> ExamRegistration:
    """Book a place, or move the place one has to another sitting.

    Of two who want the last seat one gets it: the sitting is held, and triggers count whatever writes. Raises
    RegistrationNotOpen, SittingFull, SittingNotNow (it is over), TriesUsedUp, RetakeNotYet.
    """
    check_registration_window(exam)
    check_tries(exam, enrollment)
    if sitting is not None:
        sitting = ExamSitting.objects.select_for_update().get(pk=sitting.pk)
        if sitting.ends_at <= clock.now():
            raise SittingNotNow(starts_at=sitting.starts_at, ends_at=sitting.ends_at)
    elif exam.sittings.exists():
        raise SittingNotNow
    held = ExamRegistration.objects.select_for_update().filter(
        exam=exam, enrollment=enrollment, state=State.BOOKED
    )
    row = held.first()
    if row is not None and row.sitting_id == (sitting.pk if sitting else None):
        return row
    if row is not None and hasattr(row, "session"):
        raise RegistrationKept
    if sitting is not None and sitting.seats_taken >= sitting.seats:
        raise SittingFull
    if row is None:
        row = ExamRegistration(organization_id=exam.organization_id, exam=exam, enrollment=enrollment)
        row.registered_at = clock.now()
    row.sitting = sitting
    return _saved(row)


def _saved(row: ExamRegistration) -> ExamRegistration:
    """The registration on disk, or the one that another request of the same person made meanwhile."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        # The check on the sitting holds what triggers count, whoever was faster.
        other = booked_registration(row.exam, row.enrollment)
        if row.pk is None and other is not None:
            return other
        raise SittingFull from error
    return row


@retry_deadlocks
@transaction.atomic
def cancel_registration(*, exam: Exam, enrollment: Enrollment) -> None:
    """Give the place back; without one nothing happens. Raises RegistrationKept once the candidate checked in."""
    row = (
        ExamRegistration.objects.select_for_update()
        .filter(exam=exam, enrollment=enrollment, state=State.BOOKED)
        .first()
    )
    if row is None:
        return
    if hasattr(row, "session"):
        raise RegistrationKept
    row.state, row.canceled_at = State.CANCELED, clock.now()
    row.save(update_fields=["state", "canceled_at", "updated_at"])

"""Registration: a place in an exam, and a seat in one of its sittings."""

from django.db import IntegrityError, transaction

from edusync.assessment.exam_problems import (
    RegistrationKept,
    RegistrationNotOpen,
    SittingCanceled,
    SittingFull,
    SittingNotNow,
)
from edusync.assessment.models import Exam, ExamRegistration, ExamSitting
from edusync.assessment.services.exams.promoting import held_sitting, promote, waiting_in
from edusync.assessment.services.exams.standing import (
    booked_registration,
    check_tries,
    give_back,
    hold_member,
)
from edusync.enrollment.models import Enrollment
from edusync.kernel import clock
from edusync.kernel.transactions import retry_deadlocks

State = ExamRegistration.State


def check_registration_window(exam: Exam) -> None:
    """Raises RegistrationNotOpen."""
    now = clock.now()
    opens, closes = exam.registration_opens_at, exam.registration_closes_at
    if (opens is not None and now < opens) or (closes is not None and now >= closes):
        raise RegistrationNotOpen(opens_at=opens, closes_at=closes)


def check_not_begun(sitting: ExamSitting) -> None:
    """Raises SittingCanceled, SittingNotNow."""
    if sitting.canceled_at is not None:
        raise SittingCanceled
    if sitting.starts_at <= clock.now():
        raise SittingNotNow(starts_at=sitting.starts_at, ends_at=sitting.ends_at)


@retry_deadlocks
@transaction.atomic
def register(*, exam: Exam, enrollment: Enrollment, sitting: ExamSitting | None = None) -> ExamRegistration:
    """Book a place, or move the place one has to another sitting; the seat one leaves goes to the line there.

    Of two who want the last seat one gets it: the sitting is held, and triggers count whatever writes. Where others
    wait, a free seat is theirs. Raises RegistrationNotOpen, SittingFull, SittingCanceled, SittingNotNow (it is over),
    TriesUsedUp, RetakeNotYet, EnrollFirst.
    """
    hold_member(enrollment)
    check_registration_window(exam)
    check_tries(exam, enrollment)
    if sitting is not None:
        sitting = ExamSitting.objects.select_for_update().get(pk=sitting.pk)
        if sitting.canceled_at is not None:
            raise SittingCanceled
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
    if sitting is not None and (sitting.seats_taken >= sitting.seats or waiting_in(sitting.pk).exists()):
        raise SittingFull
    left_id = row.sitting_id if row is not None else None
    if row is None:
        row = ExamRegistration(organization_id=exam.organization_id, exam=exam, enrollment=enrollment)
        row.registered_at = clock.now()
    row.sitting = sitting
    saved = _saved(row)
    if left_id is not None:
        promote(held_sitting(left_id))
    return saved


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
    """Give the place back, to the first in line where somebody waits; without a place nothing happens.

    Raises RegistrationKept once the candidate checked in.
    """
    known = booked_registration(exam, enrollment)
    if known is None:
        return
    sitting = held_sitting(known.sitting_id) if known.sitting_id is not None else None
    row = ExamRegistration.objects.select_for_update().get(pk=known.pk)
    if row.state != State.BOOKED:
        return
    give_back(row)
    if sitting is not None and row.sitting_id == sitting.pk:
        promote(sitting)

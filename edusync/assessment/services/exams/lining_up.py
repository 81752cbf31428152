"""The line of a full sitting: joining and leaving it, taking what is offered, and what time does to it."""

from django.db import transaction
from django.db.models import F, Q

from edusync.assessment.events import ExamOfferLapsed
from edusync.assessment.exam_problems import (
    ExamOfferOver,
    LineNotKept,
    RegistrationKept,
    SeatHeldAlready,
)
from edusync.assessment.models import Exam, ExamRegistration, ExamSitting, ExamWaitlistEntry
from edusync.assessment.services.exams.promoting import (
    NEEDED,
    Place,
    State,
    close_entry,
    held_sitting,
    leave_other_place,
    promote,
    promote_others,
    tell_waiting,
    waiting_in,
)
from edusync.assessment.services.exams.registering import check_not_begun, check_registration_window
from edusync.assessment.services.exams.standing import booked_registration, check_tries, hold_member
from edusync.enrollment.models import Enrollment
from edusync.kernel import audit, clock
from edusync.kernel.tenancy import organization_context
from edusync.kernel.transactions import retry_deadlocks

IN_LINE = (State.WAITING, State.OFFERED)


def entry_in_line(exam: Exam, enrollment: Enrollment) -> ExamWaitlistEntry | None:
    """The line in which somebody waits for this exam, or has an offer."""
    rows = ExamWaitlistEntry.objects.filter(exam=exam, enrollment=enrollment, state__in=IN_LINE)
    return rows.select_related(*NEEDED).first()


@retry_deadlocks
@transaction.atomic
def join_line(*, exam: Exam, enrollment: Enrollment, sitting: ExamSitting) -> ExamWaitlistEntry:
    """Wait for a seat, after everybody who waits already. Who waited for another sitting leaves that line.

    A seat that became free meanwhile is given or offered at once. Repeating it changes nothing. Raises
    RegistrationNotOpen, LineNotKept, SittingNotNow, SittingCanceled, SeatHeldAlready, RegistrationKept, TriesUsedUp,
    RetakeNotYet, EnrollFirst.
    """
    hold_member(enrollment)
    check_registration_window(exam)
    check_tries(exam, enrollment)
    before = entry_in_line(exam, enrollment)
    if before is not None and before.sitting_id == sitting.pk:
        return before
    if before is not None:
        leave_line(exam=exam, enrollment=enrollment)
    row = held_sitting(sitting.pk)
    # Another request of the same person may have been faster.
    again = entry_in_line(exam, enrollment)
    if again is not None:
        return again
    check_not_begun(row)
    if row.waitlist == ExamSitting.Waitlist.NONE or not exam.is_registration_needed:
        raise LineNotKept
    place = booked_registration(exam, enrollment)
    if place is not None and place.sitting_id == row.pk:
        raise SeatHeldAlready
    if place is not None and hasattr(place, "session"):
        raise RegistrationKept
    entry: ExamWaitlistEntry = ExamWaitlistEntry.objects.create(
        organization_id=exam.organization_id,
        exam=exam,
        sitting=row,
        enrollment=enrollment,
        joined_at=clock.now(),
    )
    promote(row)
    entry.refresh_from_db()
    return entry


def _held_entry(exam: Exam, enrollment: Enrollment) -> ExamWaitlistEntry | None:
    """The place in line as it stands once the sitting is held; None where there is none any more."""
    known = entry_in_line(exam, enrollment)
    if known is None:
        return None
    held_sitting(known.sitting_id)
    now = entry_in_line(exam, enrollment)
    return now if now is not None and now.pk == known.pk else None


@retry_deadlocks
@transaction.atomic
def leave_line(*, exam: Exam, enrollment: Enrollment) -> None:
    """Wait no more; a seat that was on offer goes to the next. Nothing where nobody waits."""
    entry = _held_entry(exam, enrollment)
    if entry is not None:
        close_entry(entry, State.LEFT)
        promote(entry.sitting)


@retry_deadlocks
@transaction.atomic
def take_offer(*, exam: Exam, enrollment: Enrollment) -> ExamRegistration:
    """Take the seat that was kept; the place one had elsewhere is free again.

    Raises ExamOfferOver, RegistrationKept, EnrollFirst.
    """
    hold_member(enrollment)
    entry = _held_entry(exam, enrollment)
    if entry is None or entry.state != State.OFFERED or entry.offer_ends_at is None:
        raise ExamOfferOver
    if entry.offer_ends_at <= clock.now():
        raise ExamOfferOver
    freed = leave_other_place(entry)
    place = ExamRegistration.objects.get(pk=entry.registration_id)
    place.state, place.registered_at = Place.BOOKED, clock.now()
    place.save(update_fields=["state", "registered_at", "updated_at"])
    close_entry(entry, State.SEATED)
    promote_others(freed)
    return place


@retry_deadlocks
@transaction.atomic
def move_in_line(*, entry: ExamWaitlistEntry, position: int, by_id: int) -> ExamWaitlistEntry:
    """Put somebody at a place of the line, 1 the next; the others keep their order. An offer is not taken away.

    Raises ExamOfferOver for who does not wait any more.
    """
    held_sitting(entry.sitting_id)
    line = list(waiting_in(entry.sitting_id))
    row = next((one for one in line if one.pk == entry.pk), None)
    if row is None:
        raise ExamOfferOver
    before = line.index(row) + 1
    line.remove(row)
    line.insert(max(0, position - 1), row)
    for rank, one in enumerate(line, start=1):
        one.rank = rank
    ExamWaitlistEntry.unscoped.bulk_update(line, ["rank"])
    audit.record(
        "assessment.exam_waitlist.moved",
        actor=by_id,
        target=("exam_waitlist", str(row.uuid)),
        facts={"from": before, "to": line.index(row) + 1},
        subject_id=entry.enrollment.learner_id,
    )
    return row


@retry_deadlocks
@transaction.atomic
def _lapse(entry: ExamWaitlistEntry) -> bool:
    held_sitting(entry.sitting_id)
    row = ExamWaitlistEntry.unscoped.select_related(*NEEDED).get(pk=entry.pk)
    if row.state != State.OFFERED or row.offer_ends_at is None or row.offer_ends_at > clock.now():
        return False
    close_entry(row, State.LAPSED)
    tell_waiting(row, ExamOfferLapsed)
    promote(row.sitting)
    return True


@retry_deadlocks
@transaction.atomic
def _move_on(sitting_id: int) -> None:
    sitting = held_sitting(sitting_id)
    if sitting.starts_at > clock.now():
        promote(sitting)
        return
    for entry in waiting_in(sitting_id):
        close_entry(entry, State.CLOSED)


def tend_lines(*, limit: int = 200) -> int:
    """End offers whose time is over, move lines where a seat is free, close those of sittings that began.

    Of all organizations; how many offers ended.
    """
    due = ExamWaitlistEntry.unscoped.filter(state=State.OFFERED, offer_ends_at__lte=clock.now())
    ended = 0
    for entry in due.order_by("offer_ends_at", "id")[:limit]:
        with organization_context(entry.organization_id):
            ended += _lapse(entry)
    # Only where there is something to do: many lines that wait must not keep the others from moving.
    has_begun = Q(sitting__starts_at__lte=clock.now())
    has_seats = Q(sitting__seats_taken__lt=F("sitting__seats"))
    waiting = ExamWaitlistEntry.unscoped.filter(has_begun | has_seats, state=State.WAITING)
    lines = waiting.values_list("sitting_id", "organization_id")
    for sitting_id, organization_id in lines.distinct().order_by("sitting_id")[:limit]:
        with organization_context(organization_id):
            _move_on(sitting_id)
    return ended

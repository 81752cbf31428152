"""What becomes of a seat that is free again: the first in line gets it, or is offered it.

Everything here happens while the sitting is held, so that of two who change a line one waits for the other. The
number of seats is the triggers': a seat on offer is a registration like any other, and none is given twice.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from edusync.assessment.events import ExamOfferLapsed, ExamSeatGiven, ExamSeatOffered
from edusync.assessment.exam_problems import RegistrationKept, RetakeNotYet, TriesUsedUp
from edusync.assessment.models import ExamRegistration, ExamSitting, ExamWaitlistEntry
from edusync.assessment.services.exams.standing import (
    MAY_SIT,
    booked_registration,
    check_tries,
    give_back,
)
from edusync.kernel import clock, events, live

State = ExamWaitlistEntry.State
Place = ExamRegistration.State
Because = ExamRegistration.Because
BECAUSE = {
    str(State.LEFT): Because.OWN,
    str(State.LAPSED): Because.LAPSED,
    str(State.CLOSED): Because.SITTING,
}
ORDER = ("rank", "joined_at", "id")
NEEDED = ("exam__quiz__lesson__course", "enrollment", "sitting")


def held_sitting(sitting_id: int) -> ExamSitting:
    """The sitting, held for this transaction: whoever changes its line or its seats waits."""
    return ExamSitting.unscoped.select_for_update().get(pk=sitting_id)


def waiting_in(sitting_id: int) -> Any:
    """Who waits for a seat of a sitting, the next first."""
    return ExamWaitlistEntry.unscoped.filter(sitting_id=sitting_id, state=State.WAITING).order_by(*ORDER)


def promote(sitting: ExamSitting) -> int:
    """Give or offer every free seat to the first in line; how many. The caller holds the sitting.

    Who may not sit the exam any more leaves the line. Nothing moves once the sitting began or was canceled. A place
    that somebody leaves for it elsewhere goes to the line there.
    """
    sitting.refresh_from_db(
        fields=["seats", "seats_taken", "canceled_at", "starts_at", "waitlist", "offer_hours"]
    )
    if sitting.canceled_at is not None or sitting.starts_at <= clock.now():
        return 0
    left, seated, freed = sitting.seats - sitting.seats_taken, 0, set[int]()
    while seated < left:
        entry = waiting_in(sitting.pk).select_related(*NEEDED).first()
        if entry is None:
            break
        if not _may_sit(entry):
            close_entry(entry, State.LEFT)
        elif sitting.waitlist == ExamSitting.Waitlist.OFFER:
            _offer(entry, sitting)
            seated += 1
        else:
            seated += _give(entry, freed)
    promote_others(freed)
    return seated


def promote_others(sitting_ids: set[int]) -> None:
    """The same for other sittings in which a seat became free."""
    for sitting_id in sorted(sitting_ids):
        promote(held_sitting(sitting_id))


def _may_sit(entry: ExamWaitlistEntry) -> bool:
    if entry.enrollment.status not in MAY_SIT:
        return False
    try:
        check_tries(entry.exam, entry.enrollment)
    except (TriesUsedUp, RetakeNotYet):
        return False
    return True


def close_entry(entry: ExamWaitlistEntry, state: str, because: str = "") -> None:
    """Out of the line. A seat that was on offer is free, unless they took it; `because` is why, where the state does not say."""
    if entry.state == State.OFFERED and state != State.SEATED:
        now = clock.now()
        ExamRegistration.unscoped.filter(pk=entry.registration_id, state=Place.OFFERED).update(
            state=Place.CANCELED,
            canceled_at=now,
            canceled_because=because or BECAUSE[state],
            updated_at=now,
        )
    entry.state, entry.left_at = state, clock.now()
    entry.save(update_fields=["state", "left_at", "updated_at"])


def leave_other_place(entry: ExamWaitlistEntry) -> set[int]:
    """Give back the place somebody has elsewhere; the sitting whose seat is free by that. Raises RegistrationKept."""
    place = booked_registration(entry.exam, entry.enrollment)
    if place is None:
        return set()
    give_back(place)
    return {place.sitting_id} if place.sitting_id is not None else set()


def _seat(entry: ExamWaitlistEntry, state: str) -> ExamRegistration:
    seat: ExamRegistration = ExamRegistration.unscoped.create(
        organization_id=entry.organization_id,
        exam_id=entry.exam_id,
        sitting_id=entry.sitting_id,
        enrollment_id=entry.enrollment_id,
        state=state,
        registered_at=clock.now(),
    )
    return seat


def _offer(entry: ExamWaitlistEntry, sitting: ExamSitting) -> None:
    entry.registration = _seat(entry, Place.OFFERED)
    entry.state = State.OFFERED
    entry.offer_ends_at = min(clock.now() + dt.timedelta(hours=sitting.offer_hours), sitting.starts_at)
    entry.save(update_fields=["registration", "state", "offer_ends_at", "updated_at"])
    tell_waiting(entry, ExamSeatOffered)


def _give(entry: ExamWaitlistEntry, freed: set[int]) -> int:
    """A seat at once, in place of the one they have elsewhere. Who is checked in elsewhere keeps that, and leaves."""
    try:
        freed |= leave_other_place(entry)
    except RegistrationKept:
        close_entry(entry, State.LEFT)
        return 0
    entry.registration = _seat(entry, Place.BOOKED)
    entry.save(update_fields=["registration", "updated_at"])
    close_entry(entry, State.SEATED)
    tell_waiting(entry, ExamSeatGiven)
    return 1


def tell_waiting(
    entry: ExamWaitlistEntry, kind: type[ExamSeatOffered | ExamSeatGiven | ExamOfferLapsed]
) -> None:
    """Announce what became of a place in line: mails follow, and the page of the exam looks again."""
    lesson, sitting = entry.exam.quiz.lesson, entry.sitting
    told: Callable[..., Any] = kind
    events.publish(
        told(
            entry_id=entry.pk,
            course_id=lesson.course_id,
            learner_id=entry.enrollment.learner_id,
            lesson_id=lesson.pk,
            title=lesson.title,
            starts_at=sitting.starts_at.isoformat(),
            answer_until=entry.offer_ends_at.isoformat() if entry.offer_ends_at else "",
        )
    )
    live.tell([entry.enrollment.learner_id], "exam.notice", {"quiz_id": entry.exam.quiz_id})

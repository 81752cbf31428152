"""A sitting that does not take place."""

from django.db import transaction

from edusync.assessment.events import ExamSittingCanceled
from edusync.assessment.exam_problems import SittingInUse
from edusync.assessment.models import ExamRegistration, ExamSitting, ExamWaitlistEntry, ProctorSession
from edusync.assessment.services.exams.promoting import State, close_entry, held_sitting
from edusync.kernel import audit, clock, events, live
from edusync.kernel.transactions import retry_deadlocks

Place = ExamRegistration.State
OPEN = ("checking_in", "waiting", "admitted", "running")


@retry_deadlocks
@transaction.atomic
def cancel_sitting(*, sitting: ExamSitting, reason: str, by_id: int) -> ExamSitting:
    """Cancel a sitting and tell everybody who has a seat or waits for one; their places end with it.

    Repeating it changes nothing. Raises SittingInUse while somebody is checked in.
    """
    row = held_sitting(sitting.pk)
    if row.canceled_at is not None:
        return row
    if ProctorSession.unscoped.filter(registration__sitting=row, state__in=OPEN).exists():
        raise SittingInUse
    people = _end_line(row) | _end_places(row)
    row.canceled_at, row.cancel_reason = clock.now(), reason.strip()
    row.save(update_fields=["canceled_at", "cancel_reason", "updated_at"])
    lesson = sitting.exam.quiz.lesson
    events.publish(
        ExamSittingCanceled(
            sitting_id=row.pk,
            course_id=lesson.course_id,
            lesson_id=lesson.pk,
            title=lesson.title,
            starts_at=row.starts_at.isoformat(),
            reason=row.cancel_reason,
            learner_ids=sorted(people),
        )
    )
    live.tell(sorted(people), "exam.notice", {"quiz_id": sitting.exam.quiz_id})
    audit.record("assessment.exam_sitting.canceled", actor=by_id, target=("quiz", sitting.exam.quiz_id))
    return row


def _end_line(sitting: ExamSitting) -> set[int]:
    """Close every place in line, offers too; whose they were."""
    rows = ExamWaitlistEntry.unscoped.filter(sitting=sitting, state__in=[State.WAITING, State.OFFERED])
    entries = list(rows.select_related("enrollment"))
    for entry in entries:
        close_entry(entry, State.CLOSED)
    return {entry.enrollment.learner_id for entry in entries}


def _end_places(sitting: ExamSitting) -> set[int]:
    """Cancel the booked places; whose they were. A place that served its try stays on record."""
    rows = ExamRegistration.unscoped.filter(sitting=sitting, state=Place.BOOKED, session__isnull=True)
    people = dict(rows.values_list("pk", "enrollment__learner_id"))
    now = clock.now()
    ExamRegistration.unscoped.filter(pk__in=list(people)).update(
        state=Place.CANCELED,
        canceled_at=now,
        canceled_because=ExamRegistration.Because.SITTING,
        updated_at=now,
    )
    return set(people.values())

"""Whoever leaves the course leaves what they have in its exams: places, offers, places in line."""

from edusync.assessment.models import ExamRegistration, ExamWaitlistEntry
from edusync.assessment.services.exams.promoting import State, close_entry, held_sitting, promote
from edusync.assessment.services.exams.standing import give_back
from edusync.enrollment.models import Enrollment
from edusync.kernel import audit, clock

Place = ExamRegistration.State
IN_LINE = (State.WAITING, State.OFFERED)


def free_places(enrollment: Enrollment, by_id: int | None) -> None:
    """End every place of an enrollment that is out of its course, and let the lines there move.

    The caller's transaction is that of the departure. What has begun stays: a place whose sitting began or whose
    candidate checked in is part of the record. Whoever comes back asks for a place anew.
    """
    places = ExamRegistration.unscoped.filter(enrollment=enrollment, state__in=[Place.BOOKED, Place.OFFERED])
    lines = ExamWaitlistEntry.unscoped.filter(enrollment=enrollment, state__in=IN_LINE)
    touched = set(places.values_list("sitting_id", flat=True)) | set(
        lines.values_list("sitting_id", flat=True)
    )
    # In one order, as all do who hold several.
    held = [held_sitting(pk) for pk in sorted(pk for pk in touched if pk is not None)]
    now = clock.now()
    begun = [sitting.pk for sitting in held if sitting.starts_at <= now]
    for entry in lines.exclude(sitting_id__in=begun):
        close_entry(entry, State.LEFT, because=enrollment.status)
    booked = places.filter(state=Place.BOOKED, session__isnull=True).select_related("exam")
    for place in booked.exclude(sitting_id__in=begun):
        give_back(place, because=enrollment.status)
        audit.record(
            "assessment.exam_seat.freed",
            actor=by_id,
            target=("quiz", place.exam.quiz_id),
            facts={"reason": enrollment.status, "registration": str(place.uuid)},
            subject_id=enrollment.learner_id,
        )
    for sitting in held:
        promote(sitting)

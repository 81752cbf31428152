"""Sittings of the demo school's exam that are to come: two with free seats, and one that is full with a line."""

import datetime
from typing import Any

from edusync.assessment.models import Exam, ExamSitting, QuizAttempt
from edusync.assessment.services import exams
from edusync.courses.models import Course
from edusync.enrollment.models import Enrollment
from edusync.kernel import clock

# Days from today, hour, seats.
OPEN = ((1, 9, 12), (1, 14, 12))
FULL = (8, 9, 6)
OFFER_HOURS = 72
# They wait in this order; the first has a seat on offer. The second signs in as learner20@demo.edusync.test.
WAITING = (
    "learner13@demo.edusync.test",
    "learner20@demo.edusync.test",
    "learner17@demo.edusync.test",
    "learner10@demo.edusync.test",
)


def plan_sittings(exam: Exam, course: Course, *, room: str, until: datetime.datetime, by_id: int) -> None:
    """Made two days ago; who failed takes the seats of the last one first, and one of them gives theirs back."""
    made = until - datetime.timedelta(days=2)
    with clock.frozen(made):
        free = [_sitting(exam, one, room=room, until=until, by_id=by_id) for one in OPEN]
        full = _sitting(exam, FULL, room=room, until=until, by_id=by_id, offer_hours=OFFER_HOURS)
    tried = QuizAttempt.objects.filter(quiz=exam.quiz).values("enrollment")
    active = (
        Enrollment.objects.filter(course=course, status="active").select_related("learner").order_by("id")
    )
    failed = QuizAttempt.objects.filter(quiz=exam.quiz, is_passed=False, submitted_at__lt=made)
    again = list(active.filter(pk__in=failed.values("enrollment")).exclude(cohort=None)[: full.seats])
    with clock.frozen(made + datetime.timedelta(hours=2)):
        for place in again:
            exams.register(exam=exam, enrollment=place, sitting=full)
        fresh = active.exclude(pk__in=tried).filter(cohort=None)
        for number, place in enumerate(fresh.exclude(learner__email__in=WAITING[:3])[:3]):
            exams.register(exam=exam, enrollment=place, sitting=free[number % len(free)])
    by_email = {place.learner.email: place for place in active}
    for number, email in enumerate(WAITING):
        with clock.frozen(made + datetime.timedelta(hours=9 + 7 * number)):
            exams.join_line(exam=exam, enrollment=by_email[email], sitting=full)
    with clock.frozen(until - datetime.timedelta(hours=5)):
        exams.cancel_registration(exam=exam, enrollment=again[-1])


def _sitting(
    exam: Exam,
    when: tuple[int, int, int],
    *,
    room: str,
    until: datetime.datetime,
    by_id: int,
    **values: Any,
) -> ExamSitting:
    days, hour, seats = when
    starts = (until + datetime.timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)
    ends = starts + datetime.timedelta(hours=2)
    values |= {"title": room, "starts_at": starts, "ends_at": ends, "seats": seats}
    return exams.save_sitting(exam=exam, values=values, by_id=by_id)

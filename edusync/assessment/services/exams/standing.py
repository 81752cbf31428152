"""How a candidate stands: tries that are left, and the place they have."""

import datetime as dt

from edusync.assessment.exam_problems import RegistrationKept, RetakeNotYet, TriesUsedUp
from edusync.assessment.models import Exam, ExamRegistration, QuizAttempt
from edusync.courses.problems import EnrollFirst
from edusync.enrollment.models import Enrollment
from edusync.enrollment.services import locked
from edusync.kernel import clock

State = ExamRegistration.State
MAY_SIT = ("active", "completed")


def hold_member(enrollment: Enrollment) -> None:
    """Hold the enrollment, so that nobody leaves the course while a seat is taken for it. Raises EnrollFirst."""
    if locked(enrollment).status not in MAY_SIT:
        raise EnrollFirst


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


def booked_registration(exam: Exam, enrollment: Enrollment) -> ExamRegistration | None:
    """The registration that waits for its try."""
    rows = ExamRegistration.objects.filter(exam=exam, enrollment=enrollment, state=State.BOOKED)
    return rows.select_related("sitting").first()


def give_back(place: ExamRegistration, because: str = ExamRegistration.Because.OWN) -> None:
    """Cancel a booked place; triggers free its seat. `because` is why. Raises RegistrationKept once the candidate checked in."""
    if hasattr(place, "session"):
        raise RegistrationKept
    place.state, place.canceled_at, place.canceled_because = State.CANCELED, clock.now(), because
    place.save(update_fields=["state", "canceled_at", "canceled_because", "updated_at"])

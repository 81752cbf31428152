"""What the enrollment app announces."""

import dataclasses

from edusync.kernel.events import event


@event("enrollment.learner_enrolled")
@dataclasses.dataclass(frozen=True)
class LearnerEnrolled:
    """A learner has a seat in a course, for the first time or again."""

    enrollment_id: int
    course_id: int
    learner_id: int
    source: str
    is_return: bool = False


@event("enrollment.learner_left")
@dataclasses.dataclass(frozen=True)
class LearnerLeft:
    """A learner withdrew or was withdrawn; the progress stays."""

    enrollment_id: int
    course_id: int
    learner_id: int
    by_id: int | None = None


@event("enrollment.course_completed")
@dataclasses.dataclass(frozen=True)
class CourseCompleted:
    """A learner completed all required lessons of a course. Happens once per enrollment."""

    enrollment_id: int
    course_id: int
    learner_id: int


@event("enrollment.requested")
@dataclasses.dataclass(frozen=True)
class EnrollmentRequested:
    """Somebody asks to take a course whose learners are approved."""

    enrollment_id: int
    course_id: int
    learner_id: int


@event("enrollment.invited")
@dataclasses.dataclass(frozen=True)
class EnrollmentInvited:
    """Staff open a course's door to somebody, who comes in by themselves; `message` is what they wrote to them."""

    enrollment_id: int
    course_id: int
    learner_id: int
    by_id: int
    message: str = ""


@event("enrollment.reopened")
@dataclasses.dataclass(frozen=True)
class EnrollmentReopened:
    """Staff had somebody who was through go on learning; `reason` is why."""

    enrollment_id: int
    course_id: int
    learner_id: int
    by_id: int
    reason: str = ""


@event("enrollment.approved")
@dataclasses.dataclass(frozen=True)
class EnrollmentApproved:
    """Staff said yes. `is_waiting`: there is no seat yet, the learner stands in line."""

    enrollment_id: int
    course_id: int
    learner_id: int
    by_id: int
    is_waiting: bool = False


@event("enrollment.rejected")
@dataclasses.dataclass(frozen=True)
class EnrollmentRejected:
    """Staff said no; the enrollment holds the reason."""

    enrollment_id: int
    course_id: int
    learner_id: int
    by_id: int


@event("enrollment.waitlist_joined")
@dataclasses.dataclass(frozen=True)
class WaitlistJoined:
    """A learner stands in line for a seat."""

    enrollment_id: int
    course_id: int
    learner_id: int


@event("enrollment.seat_offered")
@dataclasses.dataclass(frozen=True)
class SeatOffered:
    """A seat is kept free for the first in line until `expires_at` (ISO 8601)."""

    enrollment_id: int
    course_id: int
    learner_id: int
    offer_id: int
    expires_at: str


@event("enrollment.offer_lapsed")
@dataclasses.dataclass(frozen=True)
class OfferLapsed:
    """Nobody answered in time: the seat goes to the next in line."""

    enrollment_id: int
    course_id: int
    learner_id: int
    offer_id: int


@event("enrollment.paused")
@dataclasses.dataclass(frozen=True)
class EnrollmentPaused:
    """A learner takes a break (`is_paused`), or ends it."""

    enrollment_id: int
    course_id: int
    learner_id: int
    is_paused: bool


@event("enrollment.expiring")
@dataclasses.dataclass(frozen=True)
class EnrollmentExpiring:
    """Access ends in a week, at `expires_at` (ISO 8601)."""

    enrollment_id: int
    course_id: int
    learner_id: int
    expires_at: str


@event("enrollment.expired")
@dataclasses.dataclass(frozen=True)
class EnrollmentExpired:
    """Access has ended by itself. `is_renewal`: the course is to be taken anew, another enrollment begins."""

    enrollment_id: int
    course_id: int
    learner_id: int
    is_renewal: bool = False

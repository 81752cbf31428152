"""What this app announces."""

import dataclasses
import datetime as dt

from edusync.kernel.events import event


@event("assessment.quiz_submitted")
@dataclasses.dataclass(frozen=True)
class QuizSubmitted:
    """An attempt was submitted and scored. `percent` is 0 to 100, rounded down.

    `needs_marking` answers wait for a person; until none does, `is_passed` is false.
    """

    attempt_id: int
    quiz_id: int
    lesson_id: int
    enrollment_id: int
    percent: int
    is_passed: bool
    needs_marking: int = 0


@event("assessment.gradable_changed")
@dataclasses.dataclass(frozen=True)
class GradableChanged:
    """Something that earns points was made, or its points, title, due date or published state changed.

    `kind` is "quiz" or "assignment", `source_id` the id in that table; `is_gone` when it earns none any more.
    """

    course_id: int
    lesson_id: int
    kind: str
    source_id: int
    is_gone: bool = False


@event("assessment.mark_posted")
@dataclasses.dataclass(frozen=True)
class MarkPosted:
    """A learner may see the mark of a submission from now on."""

    submission_id: int
    assignment_id: int
    lesson_id: int
    enrollment_id: int


@event("assessment.work_submitted")
@dataclasses.dataclass(frozen=True)
class WorkSubmitted:
    """A learner handed in work for an assignment; of a group that hands in together, each member."""

    submission_id: int
    assignment_id: int
    enrollment_id: int


@event("assessment.peer_reviews_allocated")
@dataclasses.dataclass(frozen=True)
class PeerReviewsAllocated:
    """Works were given out to learners who review them."""

    assignment_id: int
    enrollment_ids: list[int]


@event("assessment.peer_reviews_due")
@dataclasses.dataclass(frozen=True)
class PeerReviewsDue:
    """Learners were reminded of reviews that they have not sent."""

    assignment_id: int
    enrollment_ids: list[int]
    reminded_at: dt.datetime


@dataclasses.dataclass(frozen=True)
class _InExamLine:
    """What became of somebody's place in the line of a sitting. `starts_at` is the sitting's, as ISO 8601."""

    entry_id: int
    course_id: int
    learner_id: int
    lesson_id: int
    title: str
    starts_at: str
    answer_until: str = ""


@event("assessment.exam_seat_offered")
@dataclasses.dataclass(frozen=True)
class ExamSeatOffered(_InExamLine):
    """A seat of an exam's sitting is kept for the first in line until `answer_until`."""


@event("assessment.exam_seat_given")
@dataclasses.dataclass(frozen=True)
class ExamSeatGiven(_InExamLine):
    """The first in line has the seat."""


@event("assessment.exam_offer_lapsed")
@dataclasses.dataclass(frozen=True)
class ExamOfferLapsed(_InExamLine):
    """The time to take a seat is over, and it went on."""


@event("assessment.exam_sitting_canceled")
@dataclasses.dataclass(frozen=True)
class ExamSittingCanceled:
    """A sitting does not take place. `learner_ids`: who had a seat there, or waited for one."""

    sitting_id: int
    course_id: int
    lesson_id: int
    title: str
    starts_at: str
    reason: str
    learner_ids: list[int]

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

"""What this app announces."""

import dataclasses

from edusync.kernel.events import event


@event("grading.book_changed")
@dataclasses.dataclass(frozen=True)
class BookChanged:
    """Weights, rules or columns of a course changed: everybody's course grade is to be computed anew."""

    course_id: int


@event("grading.regrade_answered")
@dataclasses.dataclass(frozen=True)
class RegradeAnswered:
    """Somebody looked at a mark again."""

    request_id: int


@event("grading.course_passed")
@dataclasses.dataclass(frozen=True)
class CoursePassed:
    """A learner's grade reached what the course asks for: whoever has done all else completes it now."""

    enrollment_id: int

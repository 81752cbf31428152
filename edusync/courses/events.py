"""What the courses app announces."""

import dataclasses

from edusync.kernel.events import event


@event("courses.course_published")
@dataclasses.dataclass(frozen=True)
class CoursePublished:
    """A course became visible to everybody in its organization."""

    course_id: int
    by_id: int | None


@event("courses.course_archived")
@dataclasses.dataclass(frozen=True)
class CourseArchived:
    """A course left the catalog; those enrolled keep it."""

    course_id: int
    by_id: int | None


@event("courses.lesson_changed")
@dataclasses.dataclass(frozen=True)
class LessonChanged:
    """Title or content of a lesson changed."""

    course_id: int
    lesson_id: int


@event("courses.outline_changed")
@dataclasses.dataclass(frozen=True)
class OutlineChanged:
    """Modules or lessons of a course changed. `is_weight_changed`: required lessons or weights did, too.

    Progress listens in the same transaction: the sums of every enrollment must follow the new weights.
    """

    course_id: int
    outline_version: int
    is_weight_changed: bool

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


@event("courses.course_changes_published")
@dataclasses.dataclass(frozen=True)
class CourseChangesPublished:
    """The changes of a published course reached its learners."""

    course_id: int
    by_id: int | None


@event("courses.course_publish_failed")
@dataclasses.dataclass(frozen=True)
class CoursePublishFailed:
    """A scheduled course was not published. `codes` say why, `by_id` scheduled it."""

    course_id: int
    by_id: int | None
    codes: list[str]
    change_id: int


@event("courses.course_submitted")
@dataclasses.dataclass(frozen=True)
class CourseSubmitted:
    """A course, or the changes of a published one, was handed in for approval."""

    course_id: int
    request_id: int
    by_id: int | None


@event("courses.course_reviewed")
@dataclasses.dataclass(frozen=True)
class CourseReviewed:
    """A reviewer decided: `decision` is approved or changes_requested."""

    course_id: int
    request_id: int
    decision: str
    by_id: int | None


@event("courses.comment_written")
@dataclasses.dataclass(frozen=True)
class CommentWritten:
    """Somebody of the team wrote about a draft. `mentioned_ids` are called by name."""

    course_id: int
    comment_id: int
    by_id: int
    mentioned_ids: list[int]


@event("courses.staff_assigned")
@dataclasses.dataclass(frozen=True)
class StaffAssigned:
    """Somebody else gave a person a duty in a course."""

    course_id: int
    user_id: int
    duty: str
    by_id: int | None

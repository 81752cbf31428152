"""Row locks that other apps take on a course."""

from edusync.courses.models import Course
from edusync.kernel.problems import NotFound


def lock_course(course_id: int) -> Course:
    """The course, locked until the caller's transaction ends: seats are given one at a time. Raises NotFound."""
    course: Course | None = Course.objects.select_for_update().filter(pk=course_id, deleted_at=None).first()
    if course is None:
        raise NotFound
    return course

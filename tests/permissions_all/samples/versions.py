"""A version of the course that has everything."""

from edusync.assessment.models import Quiz
from edusync.courses.models import Lesson
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Its number, one of its lessons, and a kind of export."""
    course = Quiz.objects.latest("id").lesson.course
    page = Lesson.objects.filter(course=course, kind="page").first()
    return {"number": "1", "lesson_uuid": str(page.uuid) if page else "", "/api/v1/courses/:code": "backup"}

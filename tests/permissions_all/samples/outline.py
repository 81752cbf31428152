"""An act on an outline."""

from edusync.courses.services import outline
from edusync.courses.testing import make_course
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Id of a change that can be undone."""
    course = make_course("Undone", created_by_id=school.instructor.pk)
    _, change = outline.add_outline_module(course=course, by_id=school.instructor.pk, title="Module")
    return {"/api/v1/courses/:uuid": str(change.uuid)}

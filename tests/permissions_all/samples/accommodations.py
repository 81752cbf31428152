"""More time for a learner in all quizzes of a course."""

from edusync.assessment.services.accommodating import grant_accommodation
from edusync.courses.testing import make_course
from edusync.enrollment.testing import make_enrollment
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Its id."""
    course = make_course("With more time", modules=1, lessons=1, created_by_id=school.instructor.pk)
    row = grant_accommodation(
        course=course,
        quiz=None,
        whom=make_enrollment(school.learner, course),
        rules={"extra_time_percent": 25},
        by_id=school.instructor.pk,
    )
    return {"accommodation_id": str(row.pk)}

"""Ready-made enrollments for tests of this app and those above."""

from typing import Any

from edusync.courses.testing import make_course
from edusync.enrollment import services
from edusync.enrollment.models import Enrollment


def make_enrollment(learner: Any, course: Any = None, *, source: str = "staff", **values: Any) -> Enrollment:
    """An active enrollment of the learner, in a new published course unless one is given.

    `values` are written as they are afterwards, past the services: `make_enrollment(ada, status="suspended")`.
    """
    course = course or make_course()
    enrollment = services.enroll_learner(course_id=course.pk, learner_id=learner.pk, source=source)
    if values:
        Enrollment.objects.filter(pk=enrollment.pk).update(**values)
    fresh: Enrollment = Enrollment.objects.select_related("course", "learner").get(pk=enrollment.pk)
    return fresh

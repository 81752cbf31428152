"""Ready-made enrollments for tests of this app and those above."""

from typing import Any

from edusync.courses.testing import make_course
from edusync.enrollment import services
from edusync.enrollment.models import Enrollment
from edusync.enrollment.states import ALLOWED
from edusync.kernel import clock

# What the database asks for with a status.
FACTS_OF_STATUS: dict[str, dict[str, Any]] = {
    "rejected": {"rejection_reason": "Not this time."},
}


def make_enrollment(learner: Any, course: Any = None, *, source: str = "staff", **values: Any) -> Enrollment:
    """An active enrollment of the learner, in a new published course unless one is given.

    `values` are written as they are afterwards, past the services: `make_enrollment(ada, status="suspended")`. A status
    that does not follow from an active one is there from the beginning, without place in line or log.
    """
    course = course or make_course()
    status = values.get("status", "active")
    if status == "active" or status in ALLOWED["active"]:
        enrollment = services.enroll_learner(course_id=course.pk, learner_id=learner.pk, source=source)
    else:
        enrollment = begun_as(status, learner, course, source)
    if values:
        Enrollment.objects.filter(pk=enrollment.pk).update(**values)
    fresh: Enrollment = Enrollment.objects.select_related("course", "learner").get(pk=enrollment.pk)
    return fresh


def begun_as(status: str, learner: Any, course: Any, source: str) -> Enrollment:
    """An enrollment written straight into the status."""
    now = clock.now()
    facts: dict[str, Any] = dict(FACTS_OF_STATUS.get(status, {}))
    if status == "pending":
        facts["approval_requested_at"] = now
    row: Enrollment = Enrollment.objects.create(
        course=course, learner=learner, status=status, source=source, enrolled_at=now, **facts
    )
    return row

"""A column, a learner's place in the same course, and a grading scheme."""

from decimal import Decimal

from edusync.courses.models import Course
from edusync.courses.testing import make_course
from edusync.enrollment.testing import make_enrollment
from edusync.grading.models import AttendanceSession, RegradeRequest
from edusync.grading.services import save_scheme, save_session
from edusync.grading.testing import give, make_item
from edusync.kernel import clock
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Ids of what belongs to a gradebook."""
    course = make_course("Marks", modules=1, lessons=1, created_by_id=school.instructor.pk)
    item = make_item(course)
    enrollment = make_enrollment(school.learner, course)
    give(item, enrollment, 7, by_id=school.instructor.pk)
    scheme = save_scheme(
        organization_id=school.organization.pk,
        by_id=school.admin.pk,
        name="Letters",
        pass_percent=Decimal(50),
        bands=[(Decimal(50), "P")],
    )
    meeting = a_meeting(course, school)
    asked = RegradeRequest.objects.create(item=item, enrollment=enrollment, words="Page two.")
    place = "/api/v1/courses/:slug/gradebook/"
    return {
        f"{place}cells/:enrollment_id": str(enrollment.pk),
        f"{place}cells/:item_id": str(item.pk),
        f"{place}explain/:enrollment_id": str(enrollment.pk),
        "/api/v1/attendance-sessions/:session_id": str(meeting.pk),
        "/api/v1/regrade-requests/:request_id": str(asked.pk),
        "item_id": str(item.pk),
        "enrollment_id": str(enrollment.pk),
        "scheme_id": str(scheme.pk),
    }


def a_meeting(course: Course, school: School) -> AttendanceSession:
    """An hour of the course, now."""
    return save_session(
        course=course,
        by_id=school.instructor.pk,
        cohort_id=None,
        kind="lecture",
        title="",
        place="",
        starts_at=clock.now(),
        minutes=60,
    )

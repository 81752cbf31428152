"""A column, a learner's place in the same course, and a grading scheme."""

from decimal import Decimal

from edusync.courses.testing import make_course
from edusync.enrollment.testing import make_enrollment
from edusync.grading.services import save_scheme
from edusync.grading.testing import give, make_item
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
    place = "/api/v1/courses/:slug/gradebook/"
    return {
        f"{place}cells/:enrollment_id": str(enrollment.pk),
        f"{place}cells/:item_id": str(item.pk),
        f"{place}explain/:enrollment_id": str(enrollment.pk),
        "item_id": str(item.pk),
        "enrollment_id": str(enrollment.pk),
        "scheme_id": str(scheme.pk),
    }

"""Who teaches and writes a course."""

from django.db import transaction

from edusync.courses.models import Course, CourseStaff
from edusync.courses.services import fields
from edusync.identity.services import grant_role, revoke_role
from edusync.kernel import audit

# What each duty may do in the course comes with a role in the course's scope, so that one query tells it all.
ROLE_OF_DUTY = {
    CourseStaff.Duty.OWNER: "owner",
    CourseStaff.Duty.INSTRUCTOR: "instructor",
    CourseStaff.Duty.ASSISTANT: "assistant",
    CourseStaff.Duty.AUTHOR: "author",
    CourseStaff.Duty.REVIEWER: "reviewer",
}


@transaction.atomic
def assign_staff(
    *,
    course: Course,
    user_id: int,
    duty: str = "instructor",
    is_public: bool = True,
    by_id: int | None = None,
) -> CourseStaff:
    """Give a person a duty in a course, in place of an earlier one. Raises ValidationProblem for an unknown duty."""
    fields.choice_of(duty, CourseStaff.Duty.values, pointer="/duty")
    staff = CourseStaff.objects.filter(course=course, user_id=user_id).first()
    if staff is None:
        position = CourseStaff.objects.filter(course=course).count()
        staff = CourseStaff(
            organization_id=course.organization_id, course=course, user_id=user_id, position=position
        )
    elif staff.duty != duty:
        _revoke(staff, by_id)
    staff.duty, staff.is_public = duty, is_public
    staff.save()
    grant_role(
        user_id=user_id,
        role_code=ROLE_OF_DUTY[CourseStaff.Duty(duty)],
        scope="course",
        scope_id=course.pk,
        granted_by=by_id,
    )
    audit.record(
        "courses.staff.assigned",
        actor=by_id,
        target=("course", course.pk),
        facts={"user_id": user_id, "duty": duty},
    )
    return staff


@transaction.atomic
def remove_staff(*, course: Course, user_id: int, by_id: int | None = None) -> None:
    """Take a person's duty in a course away; nothing happens when there is none."""
    staff = CourseStaff.objects.filter(course=course, user_id=user_id).first()
    if staff is None:
        return
    _revoke(staff, by_id)
    staff.delete()
    audit.record(
        "courses.staff.removed", actor=by_id, target=("course", course.pk), facts={"user_id": user_id}
    )


def _revoke(staff: CourseStaff, by_id: int | None) -> None:
    revoke_role(
        user_id=staff.user_id,
        role_code=ROLE_OF_DUTY[CourseStaff.Duty(staff.duty)],
        scope="course",
        scope_id=staff.course_id,
        revoked_by=by_id,
    )

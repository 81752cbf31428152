"""Who teaches and writes a course."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from edusync.courses.events import StaffAssigned
from edusync.courses.models import Course, CourseStaff
from edusync.courses.problems import LastOwner, NotOnTheTeam
from edusync.courses.services import fields
from edusync.courses.services.locking import lock_course
from edusync.identity.services import grant_role, revoke_role
from edusync.kernel import audit, events
from edusync.kernel.problems import NotFound

# What each duty may do in the course comes with a role in the course's scope, so that one query tells it all.
ROLE_OF_DUTY = {
    CourseStaff.Duty.OWNER: "owner",
    CourseStaff.Duty.INSTRUCTOR: "instructor",
    CourseStaff.Duty.ASSISTANT: "assistant",
    CourseStaff.Duty.AUTHOR: "author",
    CourseStaff.Duty.REVIEWER: "reviewer",
}
OWNER = CourseStaff.Duty.OWNER


@transaction.atomic
def assign_staff(
    *,
    course: Course,
    user_id: int,
    duty: str = "instructor",
    is_public: bool = True,
    by_id: int | None = None,
) -> CourseStaff:
    """Give a member a duty in a course, in place of an earlier one.

    Raises ValidationProblem for an unknown duty, NotFound for nobody of the organization, LastOwner.
    """
    fields.choice_of(duty, CourseStaff.Duty.values, pointer="/duty")
    staff = CourseStaff.objects.filter(course=course, user_id=user_id).first()
    is_changed = staff is None or staff.duty != duty
    if staff is None:
        staff = CourseStaff(
            organization_id=course.organization_id,
            course=course,
            user_id=user_id,
            position=_next_position(course),
        )
    elif staff.duty != duty:
        lock_course(course.pk)
        _keep_an_owner(staff)
        _revoke(staff, by_id)
    staff.duty, staff.is_public = duty, is_public
    # Before the row: it refuses whoever is not of the organization.
    grant_role(
        user_id=user_id,
        role_code=ROLE_OF_DUTY[CourseStaff.Duty(duty)],
        scope="course",
        scope_id=course.pk,
        granted_by=by_id,
    )
    staff.save()
    audit.record(
        "courses.staff.assigned",
        actor=by_id,
        target=("course", course.pk),
        facts={"user_id": user_id, "duty": duty},
    )
    if is_changed and by_id is not None and by_id != user_id:
        events.publish(StaffAssigned(course_id=course.pk, user_id=user_id, duty=duty, by_id=by_id))
    return staff


def _next_position(course: Course) -> int:
    last = CourseStaff.objects.filter(course=course).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


@transaction.atomic
def remove_staff(*, course: Course, user_id: int, by_id: int | None = None) -> None:
    """Take a person's duty in a course away; nothing happens when there is none. Raises LastOwner."""
    lock_course(course.pk)
    staff = CourseStaff.objects.filter(course=course, user_id=user_id).first()
    if staff is None:
        return
    _keep_an_owner(staff)
    _revoke(staff, by_id)
    staff.delete()
    audit.record(
        "courses.staff.removed", actor=by_id, target=("course", course.pk), facts={"user_id": user_id}
    )


@transaction.atomic
def transfer_ownership(
    *, course: Course, from_id: int, to_id: int, duty: str = "instructor", by_id: int | None
) -> None:
    """Make somebody of the team owner in place of another, who keeps `duty`. Raises NotOnTheTeam, ValidationProblem."""
    lock_course(course.pk)
    team = {staff.user_id: staff for staff in CourseStaff.objects.filter(course=course)}
    if to_id not in team or from_id not in team or from_id == to_id:
        raise NotOnTheTeam(user_ids=[to_id])
    assign_staff(course=course, user_id=to_id, duty=OWNER.value, is_public=team[to_id].is_public, by_id=by_id)
    assign_staff(course=course, user_id=from_id, duty=duty, is_public=team[from_id].is_public, by_id=by_id)
    audit.record(
        "courses.course.owner_changed",
        actor=by_id,
        target=("course", course.pk),
        facts={"from_id": from_id, "to_id": to_id},
    )


@transaction.atomic
def order_staff(*, course: Course, user_ids: Sequence[int], by_id: int | None) -> None:
    """Put the team into this order, as the course page names it; who is not named follows. Raises NotOnTheTeam."""
    lock_course(course.pk)
    team = {row.user_id: row for row in CourseStaff.objects.filter(course=course).order_by("position", "id")}
    unknown = [user_id for user_id in user_ids if user_id not in team]
    if unknown:
        raise NotOnTheTeam(user_ids=unknown)
    order = list(dict.fromkeys([*user_ids, *team]))
    for position, user_id in enumerate(order):
        if team[user_id].position != position:
            team[user_id].position = position
            team[user_id].save(update_fields=["position", "updated_at"])
    audit.record("courses.staff.ordered", actor=by_id, target=("course", course.pk))


def _keep_an_owner(staff: CourseStaff) -> None:
    """Raise LastOwner if the course would be without one."""
    others = CourseStaff.objects.filter(course_id=staff.course_id, duty=OWNER).exclude(pk=staff.pk)
    if staff.duty == OWNER and not others.exists():
        raise LastOwner


def _revoke(staff: CourseStaff, by_id: int | None) -> None:
    """Take the role of the duty away; a person who left the organization holds none any more."""
    try:
        revoke_role(
            user_id=staff.user_id,
            role_code=ROLE_OF_DUTY[CourseStaff.Duty(staff.duty)],
            scope="course",
            scope_id=staff.course_id,
            revoked_by=by_id,
        )
    except NotFound:
        return

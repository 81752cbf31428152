"""Roles that belong to duties, brought in line where an older release granted others."""

from django.db.models import Exists, OuterRef

from edusync.courses.models import CourseStaff
from edusync.courses.services.staff import ROLE_OF_DUTY
from edusync.identity.models import OrganizationMembership, Role, RoleAssignment
from edusync.kernel import clock

Scope = RoleAssignment.Scope


def align_duty_roles(using: str = "default") -> int:
    """Give everybody on a team the role of their duty in that course; returns how many got one. Twice is once.

    Owners held the role "instructor" in their course before there was a role for them: that one is closed.
    """
    roles = {
        role.code: role for role in Role.objects.using(using).filter(organization=None, archived_at=None)
    }
    count = 0
    for duty, code in ROLE_OF_DUTY.items():
        role = roles.get(code)
        if role is None:
            continue
        for staff in _without_role(using, duty, code):
            RoleAssignment.unscoped.using(using).create(
                organization_id=staff.organization_id,
                user_id=staff.user_id,
                role=role,
                scope=Scope.COURSE,
                scope_id=staff.course_id,
            )
            count += 1
    owners = CourseStaff.unscoped.using(using).filter(
        duty=CourseStaff.Duty.OWNER, user_id=OuterRef("user_id"), course_id=OuterRef("scope_id")
    )
    stale = RoleAssignment.unscoped.using(using).filter(
        Exists(owners), scope=Scope.COURSE, role__code="instructor", closed_at=None
    )
    stale.update(closed_at=clock.now(), updated_at=clock.now())
    return count


def _without_role(using: str, duty: str, code: str) -> list[CourseStaff]:
    """People with the duty who are members and do not hold its role in the course."""
    held = RoleAssignment.unscoped.using(using).filter(
        user_id=OuterRef("user_id"),
        scope=Scope.COURSE,
        scope_id=OuterRef("course_id"),
        role__code=code,
        closed_at=None,
    )
    member = OrganizationMembership.unscoped.using(using).filter(
        user_id=OuterRef("user_id"), organization_id=OuterRef("organization_id")
    )
    rows = CourseStaff.unscoped.using(using).filter(~Exists(held), Exists(member), duty=duty)
    return list(rows.order_by("id"))

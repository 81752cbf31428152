"""Roles that belong to duties, brought in line where an older release granted others."""

from edusync.courses.models import CourseStaff
from edusync.courses.services.staff import ROLE_OF_DUTY
from edusync.identity.services.scoped_roles import align_scoped_roles


def align_duty_roles(using: str = "default") -> int:
    """Give everybody on a team the role of their duty in that course; returns how many got one. Twice is once.

    Owners held the role "instructor" in their course before there was a role for them: that one is closed.
    """
    rows = CourseStaff.unscoped.using(using).values_list("organization_id", "user_id", "course_id", "duty")
    team = list(rows)
    return align_scoped_roles(
        scope="course",
        wanted=[(*row[:3], ROLE_OF_DUTY[CourseStaff.Duty(row[3])]) for row in team],
        stale=[(*row[:3], "instructor") for row in team if row[3] == CourseStaff.Duty.OWNER],
        using=using,
    )

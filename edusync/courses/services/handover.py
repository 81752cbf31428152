"""Courses whose owner goes: somebody else owns them first, for a course keeps an owner."""

from edusync.courses.models import CourseStaff
from edusync.courses.services.locking import lock_course
from edusync.courses.services.staff import OWNER, assign_staff
from edusync.identity.queries import members
from edusync.kernel import audit
from edusync.kernel.tenancy import organization_context

# Who of the team is asked first.
_HEIRS = (CourseStaff.Duty.INSTRUCTOR, CourseStaff.Duty.AUTHOR, CourseStaff.Duty.ASSISTANT)


def leave_all_teams(*, user_id: int, organization_id: int | None = None) -> int:
    """Take a person off every team, of one organization or of all; returns how many duties there were.

    A course that only they own goes to another active member first: an instructor of it, an admin of the
    organization, another author or assistant. Where nobody is left, the row stays with its account.
    Works in the caller's transaction.
    """
    rows = CourseStaff.unscoped.filter(user_id=user_id).select_related("course").order_by("course_id")
    if organization_id is not None:
        rows = rows.filter(organization_id=organization_id)
    left = 0
    for row in rows:
        with organization_context(row.organization_id):
            if row.duty == OWNER and not _hand_over(row):
                continue
            row.delete()
            left += 1
    return left


def _hand_over(row: CourseStaff) -> bool:
    """Whether the course has another owner, now or already."""
    course, is_live = row.course, row.course.deleted_at is None
    if is_live:
        lock_course(course.pk)
    if CourseStaff.objects.filter(course=course, duty=OWNER).exclude(pk=row.pk).exists():
        return True
    heir_id = _heir_of(row)
    if heir_id is None:
        return False
    if is_live:
        assign_staff(course=course, user_id=heir_id, duty=OWNER.value, is_public=row.is_public)
    else:
        values = {"duty": OWNER.value, "organization_id": row.organization_id}
        CourseStaff.objects.update_or_create(course=course, user_id=heir_id, defaults=values)
    audit.record(
        "courses.course.owner_changed",
        actor=None,
        target=("course", course.pk),
        facts={"from_id": row.user_id, "to_id": heir_id},
    )
    return True


def _heir_of(row: CourseStaff) -> int | None:
    people = members(organization_id=row.organization_id).filter(status="active", user__is_active=True)
    active = people.exclude(user_id=row.user_id)
    team = CourseStaff.objects.filter(course_id=row.course_id, user_id__in=active.values("user_id"))
    by_duty: dict[str, int] = {}
    for duty, user_id in team.order_by("position", "id").values_list("duty", "user_id"):
        by_duty.setdefault(duty, user_id)
    admins = members(organization_id=row.organization_id, role="admin").filter(pk__in=active.values("pk"))
    found = [by_duty.get(duty) for duty in _HEIRS]
    admin_id = admins.order_by("user_id").values_list("user_id", flat=True).first()
    return next((one for one in (found[0], admin_id, *found[1:]) if one is not None), None)

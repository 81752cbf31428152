"""Who may see and do what with grades: those who teach the course, and learners with what is posted of their own."""

from typing import Any

from edusync.enrollment.policy import TEACHING, teaches
from edusync.kernel.policy import Actor, Permission, Policy

GRADE_ACTS = (
    Permission.GRADE_VIEW,
    Permission.GRADE_CHANGE,
    Permission.GRADE_POST,
    Permission.GRADEBOOK_MANAGE,
)


class GradebookPolicy(Policy):
    """The book of a course. The target is the course."""

    key_scope = Permission.GRADE_VIEW
    offered = GRADE_ACTS

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Courses whose book the actor may open."""
        if not actor.is_authenticated:
            return queryset.none()
        queryset = queryset.filter(organization_id=actor.organization_id)
        if actor.has(Permission.GRADE_VIEW):
            return queryset
        opened = {*actor.courses_with(Permission.GRADE_VIEW), *actor.courses_with(TEACHING)}
        return queryset.filter(pk__in=opened)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Who teaches the course does everything with its book; others what their role names, if they see it."""
        if not actor.is_authenticated:
            return False
        if target is None:
            return actor.has(permission)
        if target.organization_id != actor.organization_id:
            return False
        if teaches(actor, target.pk):
            return True
        return actor.has(permission, target.pk) and actor.has(Permission.GRADE_VIEW, target.pk)


def courses_to_grade(actor: Actor) -> list[int] | None:
    """Ids of the courses in whose book the actor may change marks; None means all of the organization."""
    needed = (Permission.GRADE_VIEW, Permission.GRADE_CHANGE)
    if all(actor.has(code) for code in needed):
        return None
    return [
        course_id
        for course_id in actor.course_permissions
        if teaches(actor, course_id) or all(actor.has(code, course_id) for code in needed)
    ]


class GradingSchemePolicy(Policy):
    """Schemes belong to the organization: its members see them, few change them."""

    key_scope = Permission.GRADE_VIEW
    offered = (Permission.GRADING_SCHEME_MANAGE,)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """All of the organization."""
        if not actor.is_authenticated:
            return queryset.none()
        return queryset.filter(organization_id=actor.organization_id)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Only with the permission in the whole organization."""
        if not actor.is_authenticated or not actor.has(permission):
            return False
        return target is None or target.organization_id == actor.organization_id

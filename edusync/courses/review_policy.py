"""Who may see, answer and moderate reviews of courses."""

from typing import Any

from django.db.models import Q

from edusync.courses.models import Course
from edusync.courses.policy import CoursePolicy, manages
from edusync.kernel.policy import Actor, Permission, Policy


def answers_reviews(actor: Actor, course_id: int) -> bool:
    """Whether the actor answers reviews for the course: its owners and instructors, and who keeps the catalog."""
    return actor.is_authenticated and manages(actor, Permission.COURSE_UPDATE, course_id)


class ReviewPolicy(Policy):
    """Reviews of courses: public ones are seen with the course, hidden ones by their author and moderators."""

    key_scope = Permission.COURSE_READ

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Rows by the rule above."""
        queryset = queryset.filter(organization_id=actor.organization_id, course__deleted_at=None)
        if actor.is_authenticated and actor.has(Permission.RATING_MODERATE):
            return queryset
        courses = CoursePolicy().visible(Course.objects.all(), actor).order_by().values("pk")
        condition = Q(is_hidden=False)
        if actor.is_authenticated:
            condition |= Q(author_id=actor.user_id)
        return queryset.filter(condition, course_id__in=courses)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Moderating by role; answering (COURSE_UPDATE) by duty in the course."""
        if not actor.is_authenticated:
            return False
        if target is None:
            return actor.has(permission)
        if actor.organization_id != target.organization_id or not self.sees(actor, target):
            return False
        if permission == Permission.COURSE_UPDATE:
            return answers_reviews(actor, target.course_id)
        return actor.has(permission)

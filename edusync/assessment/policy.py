"""Who may see and do what with quizzes and attempts."""

from typing import Any

from django.db.models import Q

from edusync.assessment.models import Quiz, QuizAttempt
from edusync.courses.models import CourseStaff
from edusync.enrollment.models import Enrollment
from edusync.kernel.policy import Actor, Permission, Policy

OPEN_STATUSES = ("active", "completed")
STAFF_ACTS = frozenset({Permission.ATTEMPT_READ, Permission.QUIZ_MANAGE})


def taught_courses(actor: Actor) -> Any:
    """Ids of the courses on whose staff the actor is, as a subquery."""
    return CourseStaff.unscoped.filter(user_id=actor.user_id).values("course_id")


class QuizPolicy(Policy):
    """Learners take the quizzes of courses they are enrolled in; staff of the course and administrators manage them."""

    offered = (Permission.ATTEMPT_TAKE, Permission.QUIZ_MANAGE)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Quizzes of courses the actor learns, teaches, or may read all of."""
        if not actor.is_authenticated:
            return queryset.none()
        queryset = queryset.filter(organization_id=actor.organization_id)
        if actor.has(Permission.ATTEMPT_READ):
            return queryset
        learned = Enrollment.unscoped.filter(
            learner_id=actor.user_id, status__in=OPEN_STATUSES, deleted_at__isnull=True
        ).values("course_id")
        return queryset.filter(
            Q(lesson__course_id__in=learned, lesson__is_published=True, lesson__deleted_at__isnull=True)
            | Q(lesson__course_id__in=taught_courses(actor))
        )

    def allows(self, actor: Actor, permission: str, target: Quiz | None) -> bool:
        """Taking needs an enrollment, managing a place on the staff or the right to read all attempts."""
        if not actor.is_authenticated:
            return False
        if target is None:
            return actor.has(permission)
        if permission == Permission.ATTEMPT_TAKE:
            return self.visible(Quiz.unscoped.filter(pk=target.pk), actor).exists() and actor.has(permission)
        return permission in STAFF_ACTS and _manages(
            actor, permission, target.organization_id, target.lesson.course_id
        )


class AttemptPolicy(Policy):
    """A learner's own attempts; staff of the course read them."""

    offered = (Permission.ATTEMPT_TAKE,)

    def own(self, queryset: Any, actor: Actor) -> Any:
        """Attempts the actor made: only those can be answered and submitted."""
        if not actor.is_authenticated:
            return queryset.none()
        return queryset.filter(organization_id=actor.organization_id, enrollment__learner_id=actor.user_id)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Own attempts, those in courses the actor teaches, or all for those who may read all."""
        if not actor.is_authenticated:
            return queryset.none()
        if actor.has(Permission.ATTEMPT_READ):
            return queryset.filter(organization_id=actor.organization_id)
        return queryset.filter(
            Q(enrollment__learner_id=actor.user_id) | Q(enrollment__course_id__in=taught_courses(actor)),
            organization_id=actor.organization_id,
        )

    def allows(self, actor: Actor, permission: str, target: QuizAttempt | None) -> bool:
        """Only the learner goes on with an attempt; staff may read it."""
        if not actor.is_authenticated:
            return False
        if target is None:
            return actor.has(permission) or permission == Permission.ATTEMPT_READ
        if target.organization_id != actor.organization_id:
            return False
        is_own = target.enrollment.learner_id == actor.user_id
        if permission == Permission.ATTEMPT_TAKE:
            return is_own and target.state == QuizAttempt.State.OPEN
        return permission == Permission.ATTEMPT_READ and (
            is_own or _manages(actor, permission, target.organization_id, target.enrollment.course_id)
        )


def _manages(actor: Actor, permission: str, organization_id: int, course_id: int) -> bool:
    """Whether the actor works on that course, or holds the right to read every attempt."""
    if actor.organization_id != organization_id:
        return False
    if actor.has(Permission.ATTEMPT_READ):
        return actor.has(permission)
    return bool(taught_courses(actor).filter(course_id=course_id).exists())

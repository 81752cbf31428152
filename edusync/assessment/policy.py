"""Who may see and do what with quizzes and attempts."""

from typing import Any

from django.db.models import Q

from edusync.assessment.bank_policy import BankPolicy
from edusync.assessment.models import Accommodation, Quiz, QuizAttempt
from edusync.courses.policy import is_staff, keeps_catalog, manages, staffed_courses
from edusync.enrollment.models import Enrollment
from edusync.kernel.policy import Actor, Permission, Policy

__all__ = [
    "OPEN_STATUSES",
    "AccommodationPolicy",
    "AttemptPolicy",
    "BankPolicy",
    "QuizPolicy",
    "learned_courses",
    "own_enrollments",
    "reads_attempts",
    "reads_everything",
]
OPEN_STATUSES = ("active", "completed")


def reads_everything(actor: Actor) -> bool:
    """Whether the actor may see all quizzes and attempts of the organization."""
    return keeps_catalog(actor) or actor.has(Permission.ATTEMPT_READ)


def learned_courses(actor: Actor) -> Any:
    """Ids of the courses whose lessons the actor opens as a learner, as a subquery."""
    learned = Enrollment.unscoped.filter(
        learner_id=actor.user_id, status__in=OPEN_STATUSES, deleted_at__isnull=True
    )
    return learned.values("course_id")


def own_enrollments(actor: Actor) -> Any:
    """Ids of the actor's own enrollments, as a subquery: nobody judges themselves."""
    return Enrollment.unscoped.filter(learner_id=actor.user_id).values("pk")


def reads_attempts(actor: Actor, course_id: int) -> bool:
    """Whether the actor may read the attempts of all learners of the course."""
    return _is_permitted(actor, Permission.ATTEMPT_READ, course_id)


def _is_permitted(actor: Actor, permission: str, course_id: int) -> bool:
    """Whether the actor may do it in the course by duty; every duty in a course lets read its attempts."""
    if permission == Permission.ATTEMPT_READ:
        return actor.has(permission) or is_staff(actor, course_id)
    return manages(actor, permission, course_id)


class QuizPolicy(Policy):
    """Learners take the quizzes of courses they are enrolled in; staff of the course and administrators manage them."""

    key_scope = Permission.ATTEMPT_TAKE
    offered = (Permission.ATTEMPT_TAKE, Permission.QUIZ_MANAGE)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Quizzes of courses the actor learns, teaches, or may read all of."""
        if not actor.is_authenticated:
            return queryset.none()
        queryset = queryset.filter(organization_id=actor.organization_id)
        if reads_everything(actor):
            return queryset
        is_shown = Q(lesson__is_published=True, lesson__deleted_at__isnull=True)
        return queryset.filter(
            (Q(lesson__course_id__in=learned_courses(actor)) & is_shown)
            | Q(lesson__course_id__in=staffed_courses(actor))
        )

    def allows(self, actor: Actor, permission: str, target: Quiz | None) -> bool:
        """Taking is for everyone who sees the quiz, managing for staff of its course."""
        if not actor.is_authenticated:
            return False
        if target is None:
            return actor.has(permission)
        if permission == Permission.ATTEMPT_TAKE:
            return actor.has(permission) and self.sees(actor, target)
        return target.organization_id == actor.organization_id and _is_permitted(
            actor, permission, target.lesson.course_id
        )


class AttemptPolicy(Policy):
    """A learner's own attempts; staff of the course read them."""

    key_scope = Permission.ATTEMPT_READ
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
        queryset = queryset.filter(organization_id=actor.organization_id)
        if reads_everything(actor):
            return queryset
        taught = staffed_courses(actor)
        own = Q(enrollment__learner_id=actor.user_id)
        return queryset.filter(own | Q(enrollment__course_id__in=taught) if taught else own)

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
            is_own or _is_permitted(actor, permission, target.enrollment.course_id)
        )


class AccommodationPolicy(Policy):
    """Who has other rules, and why, is for those who manage the quizzes of the course alone."""

    key_scope = Permission.QUIZ_MANAGE
    offered = (Permission.QUIZ_MANAGE,)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Rows of courses whose quizzes the actor manages."""
        if not actor.is_authenticated:
            return queryset.none()
        queryset = queryset.filter(organization_id=actor.organization_id)
        if keeps_catalog(actor) and actor.has(Permission.QUIZ_MANAGE):
            return queryset
        return queryset.filter(course_id__in=actor.courses_with(Permission.QUIZ_MANAGE))

    def allows(self, actor: Actor, permission: str, target: Accommodation | None) -> bool:
        """Managing the quizzes of the course is what it takes."""
        if not actor.is_authenticated or permission != Permission.QUIZ_MANAGE:
            return False
        if target is None:
            return actor.has(permission) or bool(actor.courses_with(Permission.QUIZ_MANAGE))
        return target.organization_id == actor.organization_id and manages(
            actor, permission, target.course_id
        )

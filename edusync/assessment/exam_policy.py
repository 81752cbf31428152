"""Who may see and do what with exams and the sessions of their candidates."""

from typing import Any

from edusync.assessment.models import ExamSitting, ProctorSession
from edusync.courses.policy import keeps_catalog, manages
from edusync.kernel.policy import Actor, Permission, Policy


def invigilates(actor: Actor, course_id: int) -> bool:
    """Whether the actor watches over exams of the course."""
    return actor.is_authenticated and manages(actor, Permission.EXAM_INVIGILATE, course_id)


class ProctorSessionPolicy(Policy):
    """Sessions of others, for those who invigilate in their course. Nobody watches over themselves."""

    key_scope = Permission.EXAM_INVIGILATE

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Sessions in courses where the actor invigilates."""
        if not actor.is_authenticated:
            return queryset.none()
        queryset = queryset.filter(organization_id=actor.organization_id).exclude(
            enrollment__learner_id=actor.user_id
        )
        if keeps_catalog(actor) and actor.has(Permission.EXAM_INVIGILATE):
            return queryset
        return queryset.filter(enrollment__course_id__in=actor.courses_with(Permission.EXAM_INVIGILATE))

    def allows(self, actor: Actor, permission: str, target: ProctorSession | None) -> bool:
        """Everything with a session is invigilating."""
        if not actor.is_authenticated or permission != Permission.EXAM_INVIGILATE:
            return False
        if target is None:
            return actor.has(permission) or bool(actor.courses_with(permission))
        return (
            target.organization_id == actor.organization_id
            and target.enrollment.learner_id != actor.user_id
            and invigilates(actor, target.enrollment.course_id)
        )


class ExamSittingPolicy(Policy):
    """Sittings, for those who manage the quizzes of their course."""

    key_scope = Permission.QUIZ_MANAGE

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Sittings in courses where the actor manages quizzes."""
        if not actor.is_authenticated:
            return queryset.none()
        queryset = queryset.filter(organization_id=actor.organization_id)
        if keeps_catalog(actor) and actor.has(Permission.QUIZ_MANAGE):
            return queryset
        return queryset.filter(exam__quiz__lesson__course_id__in=actor.courses_with(Permission.QUIZ_MANAGE))

    def allows(self, actor: Actor, permission: str, target: ExamSitting | None) -> bool:
        """A duty in the course."""
        if not actor.is_authenticated:
            return False
        if target is None:
            return actor.has(permission) or bool(actor.courses_with(permission))
        return target.organization_id == actor.organization_id and manages(
            actor, permission, target.exam.quiz.lesson.course_id
        )

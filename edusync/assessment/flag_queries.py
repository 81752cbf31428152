"""Reads of learners' reports on questions, and who may answer them."""

from typing import Any

from edusync.assessment.duties import managed_courses
from edusync.assessment.models import QuestionFlag, QuizAttempt, QuizSlot
from edusync.courses.policy import manages
from edusync.kernel.policy import Actor, Permission, Policy


def flag_rows() -> Any:
    """Reports with everything that they are shown with."""
    return QuestionFlag.objects.select_related(
        "question_version__question", "attempt__quiz__lesson", "answered_by"
    )


def own_flags(attempt: QuizAttempt) -> list[tuple[QuestionFlag, int]]:
    """Reports made in an attempt, each with its slot; two queries."""
    slots = dict(QuizSlot.objects.filter(edition=attempt.edition).values_list("question_version_id", "pk"))
    flags = QuestionFlag.objects.filter(attempt=attempt).order_by("pk")
    return [(flag, slots[flag.question_version_id]) for flag in flags if flag.question_version_id in slots]


class FlagPolicy(Policy):
    """Whoever writes the quiz of the attempt reads and answers what learners report in it."""

    key_scope = Permission.QUIZ_MANAGE
    offered = (Permission.QUIZ_MANAGE,)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Reports in quizzes that the actor sees, by courses where quizzes are theirs to write."""
        if not actor.is_authenticated:
            return queryset.none()
        queryset = queryset.filter(organization_id=actor.organization_id)
        courses = managed_courses(actor, Permission.QUIZ_MANAGE)
        return queryset if courses is None else queryset.filter(attempt__quiz__lesson__course_id__in=courses)

    def allows(self, actor: Actor, permission: str, target: QuestionFlag | None) -> bool:
        """Making the course's quizzes is what it takes."""
        if not actor.is_authenticated or permission != Permission.QUIZ_MANAGE:
            return False
        if target is None:
            return actor.has(permission) or bool(actor.courses_with(permission))
        return self.sees(actor, target) and manages(actor, permission, target.attempt.quiz.lesson.course_id)

"""Who may see and fill question banks."""

from typing import Any

from django.db.models import Q

from edusync.assessment.models import QuestionBank
from edusync.courses.policy import keeps_catalog
from edusync.kernel.policy import Actor, Permission, Policy

MANAGE = Permission.QUIZ_MANAGE


def seen_banks(actor: Actor) -> Q:
    """Banks of the organization for everybody who makes quizzes, of a course for those who make its quizzes, one's own.

    A bank of a person is nobody else's business, whatever they may.
    """
    seen = Q(course_id__in=actor.courses_with(MANAGE))
    if actor.has(MANAGE):
        seen |= Q(kind=QuestionBank.Kind.ORGANIZATION) | Q(
            owner_id=actor.user_id, kind=QuestionBank.Kind.PERSON
        )
        if keeps_catalog(actor):
            seen |= Q(kind=QuestionBank.Kind.COURSE)
    return seen


class BankPolicy(Policy):
    """Banks: whoever sees one fills it."""

    key_scope = MANAGE
    offered = (MANAGE,)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Banks by the rules above."""
        if not actor.is_authenticated:
            return queryset.none()
        return queryset.filter(seen_banks(actor), organization_id=actor.organization_id)

    def allows(self, actor: Actor, permission: str, target: QuestionBank | None) -> bool:
        """Making quizzes is what it takes."""
        if not actor.is_authenticated or permission != MANAGE:
            return False
        if target is None:
            return actor.has(MANAGE) or bool(actor.courses_with(MANAGE))
        return self.sees(actor, target)


class BankRowPolicy(BankPolicy):
    """Questions and categories: as their bank."""

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Rows whose bank the actor sees."""
        if not actor.is_authenticated:
            return queryset.none()
        banks = BankPolicy().visible(QuestionBank.unscoped, actor)
        return queryset.filter(bank_id__in=banks.values("pk"))

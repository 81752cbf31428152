"""Who may see and change relationships of guardians, and what a guardian may see of a learner."""

from typing import Any, ClassVar

from django.db.models import Q

from edusync.identity.guardian_queries import guardian_scopes
from edusync.kernel import clock
from edusync.kernel.policy import Actor, Permission, Policy
from edusync.kernel.problems import Forbidden, NotFound


class GuardianshipPolicy(Policy):
    """Staff by permission; a learner the own guardians; a guardian the own relationships, to read or end."""

    key_scope = Permission.GUARDIAN_MANAGE
    offered: ClassVar[tuple[Permission, ...]] = (Permission.GUARDIAN_MANAGE,)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """All of the organization for staff, else those one is part of."""
        if not actor.is_authenticated:
            return queryset.none()
        own = queryset.filter(organization_id=actor.organization_id)
        if actor.has(Permission.GUARDIAN_MANAGE):
            return own
        return own.filter(Q(learner_id=actor.user_id) | Q(guardian_id=actor.user_id))

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """By permission, and the learner for themselves."""
        if permission != Permission.GUARDIAN_MANAGE or not actor.is_authenticated:
            return False
        if target is None:
            return actor.has(permission)
        if target.organization_id != actor.organization_id:
            return False
        return actor.has(permission) or target.learner_id == actor.user_id


class MyChildrenPolicy(Policy):
    """For routes of guardians: every one asks `require_scope` for the child it shows."""

    key_scope = Permission.PROFILE_UPDATE

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """The relationships in which the actor is the guardian."""
        if not actor.is_authenticated:
            return queryset.none()
        return queryset.filter(guardian_id=actor.user_id, organization_id=actor.organization_id)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Every signed-in person, for the own children."""
        return actor.is_authenticated and (target is None or target.guardian_id == actor.user_id)


def require_scope(actor: Actor, *, learner_id: int, scope: str | None) -> frozenset[str]:
    """The scopes in force for the actor as guardian of the learner.

    Raises NotFound if the actor is not a verified guardian of the learner, Forbidden if the scope is not consented to.
    """
    if actor.user_id is None or actor.organization_id is None:
        raise NotFound
    scopes = guardian_scopes(
        guardian_id=actor.user_id,
        learner_id=learner_id,
        organization_id=actor.organization_id,
        today=clock.now().date(),
    )
    if scopes is None:
        raise NotFound
    if scope is not None and scope not in scopes:
        raise Forbidden(permission=f"guardian:{scope}")
    return scopes

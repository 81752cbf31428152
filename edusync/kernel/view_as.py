"""Seeing the site as another person: what is refused meanwhile."""

from typing import Any

from edusync.kernel import audit
from edusync.kernel.policy import Actor, Permission, SignedIn
from edusync.kernel.problems import NotWhileViewing

FORBIDDEN = frozenset(
    str(permission)
    for permission in (
        Permission.PERSON_IMPERSONATE,
        Permission.PERSON_EXPORT,
        Permission.PERSON_MERGE,
        Permission.PERSON_IMPORT,
        Permission.PERSON_INVITE,
        Permission.ROLE_MANAGE,
        Permission.ROLE_GRANT,
        Permission.ORGANIZATION_MANAGE,
        Permission.GUARDIAN_MANAGE,
        Permission.SIGN_IN_MANAGE,
        Permission.APPLICATION_MANAGE,
        Permission.API_KEY_MANAGE,
        Permission.PROVISIONING_MANAGE,
        Permission.COURSE_DELETE,
        Permission.CONSENT_MANAGE,
        Permission.PRIVACY_REQUEST_MANAGE,
        Permission.RETENTION_MANAGE,
        Permission.ATTEMPT_TAKE,
        Permission.AUDIT_EXPORT,
        Permission.SITE_MANAGE,
    )
)
# What an actor who is really somebody else may hold at most.
CEILING = frozenset(str(permission) for permission in Permission) - FORBIDDEN
SAFE_METHODS = frozenset({"get", "head"})


def refuse_forbidden(view: Any, actor: Actor, method: str) -> None:
    """Raise NotWhileViewing if the method is none for somebody who sees the site as another person.

    Refused are deletion, every change of the person's own things, what needs a fresh proof of who one is, and what the
    view names in `refused_while_viewing`. A view says `open_while_viewing` for the rest.
    """
    if actor.impersonator_id is None or method in view.open_while_viewing:
        return
    is_own = (view.public or isinstance(view.policy, SignedIn)) and method not in SAFE_METHODS
    named = view.refused_while_viewing | view.needs_step_up
    if method == "delete" or is_own or method in named:
        raise NotWhileViewing


def record_act(view: Any, actor: Actor, method: str) -> None:
    """Note a change that somebody is about to make as another person, whatever else the act itself records."""
    if actor.impersonator_id is None or method in SAFE_METHODS or method in view.open_while_viewing:
        return
    facts = {"method": method.upper(), "path": view.request.path[:300]}
    audit.record("identity.view_as.acted", actor=actor, target=("user", actor.user_id), facts=facts)

"""Seeing the site as another person: begun with a reason, bounded in time, on record."""

import dataclasses
from datetime import datetime, timedelta

from django.db import transaction

from edusync.identity.models import ImpersonationSession, OrganizationMembership, User
from edusync.identity.problems import ViewAsRefused
from edusync.identity.roles import ADMIN
from edusync.identity.standing import Standing, person_with_standing, work_in
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.tenancy import organization_context
from edusync.kernel.texts import clean_line

LONGEST_MINUTES = 60
SESSION_KEY = "view_as"


@dataclasses.dataclass(frozen=True, slots=True)
class Viewing:
    """An open session as another person, as `/me` tells of it."""

    id: int
    impersonator_id: int
    impersonator: str
    expires_at: datetime


@transaction.atomic
def start_view_as(*, actor: Actor, membership: OrganizationMembership, reason: str) -> ImpersonationSession:
    """Begin to see the site as a member, for an hour at most; the person can read of it.

    Raises ViewAsRefused, ValidationProblem (no reason).
    """
    reason = clean_line(reason)
    if not reason:
        raise ValidationProblem(errors=[FieldError("/reason", "blank", "Say why.")])
    person = person_with_standing(membership.user_id)
    standing = work_in(person, [membership.organization_id]) if person else None
    if actor.impersonator_id is not None or person is None or standing is None:
        raise ViewAsRefused
    refuse_view(actor, person, standing)
    now = clock.now()
    session = ImpersonationSession.unscoped.create(
        organization_id=membership.organization_id,
        actor_id=actor.user_id,
        target_id=membership.user_id,
        reason=reason,
        started_at=now,
        expires_at=now + timedelta(minutes=LONGEST_MINUTES),
    )
    facts = {"reason": reason, "expires_at": session.expires_at}
    audit.record("identity.view_as.started", actor=actor, target=("user", membership.user_id), facts=facts)
    return session


@transaction.atomic
def end_view_as(*, session_id: int, actor_id: int) -> None:
    """End a session as another person, unless it has ended. Its end is never later than it was bound to be."""
    session = ImpersonationSession.unscoped.filter(pk=session_id, actor_id=actor_id).first()
    if session is None:
        return
    ended_at = min(clock.now(), session.expires_at)
    ended = ImpersonationSession.unscoped.filter(pk=session_id, ended_at__isnull=True).update(
        ended_at=ended_at
    )
    if ended:
        with organization_context(session.organization_id):
            audit.record("identity.view_as.ended", actor=actor_id, target=("user", session.target_id))


def viewed_person(*, session_id: int, user: User, actor: Actor) -> User | None:
    """The person as whom the actor sees the site, with standing and `viewing`; None once that is over.

    Asked with every request: it is also over when either lost or gained what decides it.
    """
    session = ImpersonationSession.unscoped.filter(
        pk=session_id,
        actor_id=user.pk,
        organization_id=actor.organization_id,
        ended_at__isnull=True,
        expires_at__gt=clock.now(),
    ).first()
    person = person_with_standing(session.target_id) if session else None
    if session is None or person is None:
        return None
    standing = work_in(person, [session.organization_id])
    try:
        refuse_view(actor, person, standing)
    except ViewAsRefused:
        return None
    person.viewing = Viewing(session.pk, user.pk, user.display_name, session.expires_at)  # type: ignore[attr-defined]
    return person


def refuse_view(actor: Actor, person: User, standing: Standing) -> None:
    """Raise ViewAsRefused unless the actor may see the site as the person."""
    is_same_place = standing.organization is not None and standing.organization.id == actor.organization_id
    is_admin = person.is_superuser or person.is_staff or ADMIN in standing.roles
    held = _everything(standing)
    if (
        not is_same_place
        or not standing.is_member
        or person.pk == actor.user_id
        or is_admin
        or str(Permission.PERSON_IMPERSONATE) in held
        or not actor.has(Permission.PERSON_IMPERSONATE)
        or not _covers(actor, standing)
    ):
        raise ViewAsRefused


def _everything(standing: Standing) -> set[str]:
    scoped = [*standing.course_permissions.values(), *standing.unit_permissions.values()]
    return set(standing.permissions).union(*scoped)


def _covers(actor: Actor, standing: Standing) -> bool:
    """Whether the actor holds all that the person holds, where they hold it."""
    known = {str(permission) for permission in Permission}
    return (
        all(actor.has(code) for code in standing.permissions & known)
        and all(
            actor.has(code, course_id)
            for course_id, codes in standing.course_permissions.items()
            for code in codes & known
        )
        and all(
            actor.has_in_unit(code, unit_id)
            for unit_id, codes in standing.unit_permissions.items()
            for code in codes & known
        )
    )

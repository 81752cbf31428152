"""Tells the kernel who makes a request."""

import dataclasses

from django.http import HttpRequest

from edusync.identity.models import User
from edusync.identity.problems import ViewAsEnded
from edusync.identity.services import view_as
from edusync.identity.standing import Standing, work_in
from edusync.kernel import tenancy
from edusync.kernel.policy import Actor
from edusync.kernel.view_as import CEILING

# In the session, not in the person's row: two browsers may work in two organizations.
CHOSEN_ORGANIZATION = "organization_id"
# Whoever signed in by an organization's own service works in that organization alone: it vouches for nobody elsewhere.
BOUND_ORGANIZATION = "bound_organization_id"
ME = "/api/v1/me"


def actor_of_request(request: HttpRequest) -> Actor | None:
    """The signed-in person as an actor; None for visitors and for people whose access ended.

    Somebody who sees the site as another person is that person here, also in `request.user`, but for what a ceiling
    takes away. Raises ViewAsEnded once after that is over.
    """
    # A visitor without a session cookie costs no query.
    user = request.user
    if not user.is_authenticated:
        return None
    bound = request.session.get(BOUND_ORGANIZATION)
    chosen = bound or request.session.get(CHOSEN_ORGANIZATION)
    standing = work_in(user, (chosen, tenancy.organization_id_of_host(request)))
    is_elsewhere = bound is not None and (standing.organization is None or standing.organization.id != bound)
    if not standing.is_member or is_elsewhere:
        return None
    actor = _actor_of(user, standing)
    session_id = request.session.get(view_as.SESSION_KEY)
    return actor if session_id is None else _as_another(request, actor, session_id)


def _as_another(request: HttpRequest, actor: Actor, session_id: int) -> Actor:
    user: User = request.user  # type: ignore[assignment]
    person = view_as.viewed_person(session_id=session_id, user=user, actor=actor)
    if person is not None:
        request.real_user, request.user = user, person  # type: ignore[attr-defined]
        seen = _actor_of(person, person.standing)  # type: ignore[attr-defined]
        return dataclasses.replace(seen, impersonator_id=user.pk, ceiling=CEILING)
    # Only the page that loads anew learns that it is oneself again: no act meant for the other is done as oneself.
    if request.path != ME:
        raise ViewAsEnded
    view_as.end_view_as(session_id=session_id, actor_id=user.pk)
    del request.session[view_as.SESSION_KEY]
    return actor


def _actor_of(user: User, standing: Standing) -> Actor:
    return Actor(
        user_id=user.pk,
        organization_id=standing.organization.id if standing.organization else None,
        permissions=standing.permissions,
        course_permissions=standing.course_permissions,
        unit_permissions=standing.unit_permissions,
        is_superuser=user.is_superuser,
        label=user.display_name,
        roles=standing.roles,
    )

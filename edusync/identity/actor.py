"""Tells the kernel who makes a request."""

from django.http import HttpRequest

from edusync.identity.standing import standing_of
from edusync.kernel.policy import Actor


def actor_of_request(request: HttpRequest) -> Actor | None:
    """The signed-in person as an actor; None for visitors and for people whose access ended."""
    # A visitor without a session cookie costs no query.
    user = request.user
    if not user.is_authenticated:
        return None
    standing = standing_of(user)
    if not standing.is_member:
        return None
    return Actor(
        user_id=user.pk,
        organization_id=standing.organization.id if standing.organization else None,
        permissions=standing.permissions,
        course_permissions=standing.course_permissions,
        is_superuser=user.is_superuser,
        label=user.display_name,
    )

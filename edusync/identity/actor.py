"""Tells the kernel who makes a request."""

from django.http import HttpRequest

from edusync.identity.standing import work_in
from edusync.kernel import tenancy
from edusync.kernel.policy import Actor

# In the session, not in the person's row: two browsers may work in two organizations.
CHOSEN_ORGANIZATION = "organization_id"


def actor_of_request(request: HttpRequest) -> Actor | None:
    """The signed-in person as an actor; None for visitors and for people whose access ended."""
    # A visitor without a session cookie costs no query.
    user = request.user
    if not user.is_authenticated:
        return None
    standing = work_in(
        user, (request.session.get(CHOSEN_ORGANIZATION), tenancy.organization_id_of_host(request))
    )
    if not standing.is_member:
        return None
    return Actor(
        user_id=user.pk,
        organization_id=standing.organization.id if standing.organization else None,
        permissions=standing.permissions,
        course_permissions=standing.course_permissions,
        unit_permissions=standing.unit_permissions,
        is_superuser=user.is_superuser,
        label=user.display_name,
    )

"""How a person shows in a list."""

from typing import Any

from edusync.identity import queries
from edusync.identity.models import OrganizationMembership
from edusync.kernel import clock


def person_row(membership: OrganizationMembership, roles: list[str]) -> dict[str, Any]:
    """A person as lists show them."""
    user = membership.user
    return {
        "id": user.pk,
        "uuid": str(user.uuid),
        "display_name": user.display_name,
        "email": user.email,
        "username": user.username,
        "avatar_url": queries.avatar_url_of(user),
        "roles": roles,
        "status": status_of(membership),
        "last_login_at": user.last_login,
        "joined_at": membership.created_at,
    }


def status_of(membership: OrganizationMembership) -> str:
    """The first thing that keeps the person out, else `active`."""
    user = membership.user
    if not user.is_active:
        return "inactive"
    if membership.status != OrganizationMembership.Status.ACTIVE:
        return str(membership.status)
    is_locked = user.account_locked_until is not None and user.account_locked_until > clock.now()
    return "locked" if is_locked else "active"

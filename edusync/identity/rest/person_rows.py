"""How a person shows in a list."""

from datetime import datetime
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
    return status_word(
        is_active=user.is_active, status=membership.status, locked_until=user.account_locked_until
    )


def status_word(*, is_active: bool, status: str, locked_until: datetime | None) -> str:
    """`status_of` from the columns themselves."""
    if not is_active:
        return "inactive"
    if status != OrganizationMembership.Status.ACTIVE:
        return str(status)
    return "locked" if locked_until is not None and locked_until > clock.now() else "active"


# What `listed_person` reads. As columns, not as objects: of a page's cost, making three objects a row was the half.
LISTED = (
    "user_id", "created_at", "status", "sort_name", "last_seen_at", "unit_id", "unit__name", "student_number",
    "has_second_factor", "user__uuid", "user__username", "user__email", "user__first_name", "user__last_name",
    "user__is_active", "user__account_locked_until", "user__last_login", "user__profile__avatar_url",
)  # fmt: skip


def listed_person(row: dict[str, Any], roles: list[str]) -> dict[str, Any]:
    """A person as the list shows them, from the columns LISTED of `with_facts`."""
    name = f"{row['user__first_name']} {row['user__last_name']}".strip()
    return {
        "id": row["user_id"],
        "uuid": str(row["user__uuid"]),
        "display_name": name or row["user__username"].partition("@")[0],
        "email": row["user__email"],
        "username": row["user__username"],
        "avatar_url": row["user__profile__avatar_url"] or None,
        "roles": roles,
        "status": status_word(
            is_active=row["user__is_active"],
            status=row["status"],
            locked_until=row["user__account_locked_until"],
        ),
        "last_login_at": row["user__last_login"],
        "joined_at": row["created_at"],
        "unit": {"id": row["unit_id"], "name": row["unit__name"]} if row["unit_id"] else None,
        "student_number": row["student_number"],
        "has_second_factor": row["has_second_factor"],
    }

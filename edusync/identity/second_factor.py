"""Whether a person has a second factor, and whether their organization wants one: read from the rows of their standing."""

import dataclasses
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from edusync.identity.models.sign_in import (
    LONGEST_IDLE_HOURS,
    LONGEST_SESSION_HOURS,
    SignInPolicy,
    default_second_factor_roles,
)
from edusync.kernel import clock


@dataclasses.dataclass(frozen=True, slots=True)
class SignInTerms:
    """What holds for the person's sign-ins in one organization.

    `second_factor_due_at` is when they may do nothing else any more; None where no second factor is asked of them.
    """

    has_second_factor: bool
    second_factor_due_at: datetime | None
    idle_seconds: int
    longest_seconds: int

    @property
    def is_overdue(self) -> bool:
        """Whether the person must set up a second factor before anything else."""
        due_at = self.second_factor_due_at
        return due_at is not None and not self.has_second_factor and due_at <= clock.now()


# What the standing's query selects for this module. Recovery codes alone are no second factor.
COLUMNS = """EXISTS (SELECT 1 FROM mfa_authenticator f WHERE f.user_id = u.id AND f.type IN ('totp', 'webauthn')) AS f_is_set,
  g.second_factor_roles AS g_roles, g.second_factor_grace_days AS g_grace_days, g.second_factor_since AS g_since,
  g.session_idle_hours AS g_idle_hours, g.session_longest_hours AS g_longest_hours, a.created_at AS a_created_at"""
JOIN = "LEFT JOIN identity_sign_in_policy g ON g.organization_id = o.id"


def terms_of(first: Any, held: list[Any]) -> SignInTerms:
    """The terms from the first row of a standing and those of its rows that hold a role."""
    return SignInTerms(
        has_second_factor=bool(first.f_is_set),
        second_factor_due_at=_due_at(first, held),
        idle_seconds=3600 * (first.g_idle_hours or LONGEST_IDLE_HOURS),
        longest_seconds=3600 * (first.g_longest_hours or LONGEST_SESSION_HOURS),
    )


def _due_at(first: Any, held: list[Any]) -> datetime | None:
    wanted = default_second_factor_roles() if first.g_roles is None else _texts(first.g_roles)
    granted = [_instant(row.a_created_at) for row in held if row.r_code in wanted]
    if not granted:
        return None
    days = first.g_grace_days
    if days is None:
        days = SignInPolicy._meta.get_field("second_factor_grace_days").default
    since = _instant(first.g_since) if first.g_since is not None else min(granted)
    return max(min(granted), since) + timedelta(days=days)


def _texts(value: Any) -> list[str]:
    """A JSON list as drivers give it: text, or read already."""
    return list(json.loads(value) if isinstance(value, str | bytes) else value)


def _instant(value: Any) -> datetime:
    """An instant in UTC as drivers give it: text on SQLite, without a zone on MySQL."""
    instant = datetime.fromisoformat(value) if isinstance(value, str) else value
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)

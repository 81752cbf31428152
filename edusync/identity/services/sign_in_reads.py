"""Reads of sessions, attempts and second factors."""

from collections.abc import Sequence

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from edusync.identity.models import LoginAttempt, OrganizationMembership, RoleAssignment, User, UserSession
from edusync.kernel import audit
from edusync.kernel.policy import Actor

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def open_sessions(user_id: int) -> QuerySet[UserSession]:
    """Sessions of a person that have not ended."""
    return UserSession.objects.filter(user_id=user_id, ended_at__isnull=True)


def login_attempts(user_id: int) -> QuerySet[LoginAttempt]:
    """Attempts to sign in as a person."""
    return LoginAttempt.objects.filter(user_id=user_id)


def has_second_factor(user_id: int) -> bool:
    """Whether the person has an authenticator app or a passkey."""
    return Authenticator.objects.filter(user_id=user_id, type__in=SECOND_FACTORS).exists()


def people_without_second_factor(*, organization_id: int, role_codes: Sequence[str]) -> int:
    """Active members who hold one of the roles and have no second factor."""
    if not role_codes:
        return 0
    holders = RoleAssignment.unscoped.filter(
        organization_id=organization_id, role__code__in=role_codes, closed_at__isnull=True
    )
    members = OrganizationMembership.unscoped.filter(
        organization_id=organization_id, status=OrganizationMembership.Status.ACTIVE
    )
    factors = Authenticator.objects.filter(user_id=OuterRef("pk"), type__in=SECOND_FACTORS)
    return (
        User.objects.filter(pk__in=holders.values("user_id"), is_active=True, deleted_at__isnull=True)
        .filter(pk__in=members.values("user_id"))
        .filter(~Exists(factors))
        .count()
    )


def sign_in_facts(user: User) -> dict[str, object]:
    """How the account is doing: failures, lock, last sign-in, second factor."""
    return {
        "failed_login_attempts": user.failed_login_attempts,
        "account_locked_until": user.account_locked_until,
        "last_login_at": user.last_login,
        "last_login_address": user.last_login_ip,
        "has_second_factor": has_second_factor(user.pk),
    }


def note_read(*, kind: str, user_id: int, actor: Actor) -> None:
    """Record that somebody looked at where another person signs in."""
    if actor.user_id != user_id:
        audit.record_read(f"identity.{kind}.read", actor=actor, target=("user", user_id))

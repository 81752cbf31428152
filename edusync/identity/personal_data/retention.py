"""How long rows of identity and the kernel are kept."""

from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import Q

from edusync.identity.models import Invitation, LoginAttempt, OneTimeToken, User, UserSession
from edusync.kernel.models import IdempotencyRecord, OutboxEvent
from edusync.kernel.retention import RetentionKind, register_retention


def old_sessions(cutoff: Any, organization_id: int) -> Any:
    """Sessions that ended before the cutoff."""
    return Session.objects.filter(expire_date__lt=cutoff)


def old_devices(cutoff: Any, organization_id: int) -> Any:
    """Entries of device lists that ended before the cutoff."""
    return UserSession.objects.filter(ended_at__lt=cutoff)


def old_attempts(cutoff: Any, organization_id: int) -> Any:
    """Attempts to sign in before the cutoff."""
    return LoginAttempt.objects.filter(occurred_at__lt=cutoff)


def old_tokens(cutoff: Any, organization_id: int) -> Any:
    """One-time tokens that ended before the cutoff."""
    return OneTimeToken.objects.filter(expires_at__lt=cutoff)


def old_invitations(cutoff: Any, organization_id: int) -> Any:
    """Invitations that ended before the cutoff, accepted or not."""
    return Invitation.unscoped.filter(organization_id=organization_id, expires_at__lt=cutoff)


def old_addresses(cutoff: Any, organization_id: int) -> Any:
    """People whose last sign-in, with its network address, lies before the cutoff."""
    return User.objects.filter(last_login__lt=cutoff, last_login_ip__isnull=False)


def clear_addresses(batch: Any) -> int:
    """Forget the network address of the last sign-in."""
    return int(batch.update(last_login_ip=None))


def old_answers(cutoff: Any, organization_id: int) -> Any:
    """Kept answers to repeated requests that ran out before the cutoff."""
    return IdempotencyRecord.objects.filter(expires_at__lt=cutoff)


def old_events(cutoff: Any, organization_id: int) -> Any:
    """Events delivered, or given up, before the cutoff."""
    return OutboxEvent.objects.filter(Q(delivered_at__lt=cutoff) | Q(failed_at__lt=cutoff))


register_retention(
    RetentionKind("identity.sessions", "Sessions that have ended", 1, old_sessions, is_platform=True),
    RetentionKind(
        "identity.attempts",
        "Attempts to sign in",
        365,
        old_attempts,
        minimum_days=LoginAttempt.KEPT_DAYS,
        person="user_id",
        is_platform=True,
    ),
    RetentionKind(
        "identity.devices",
        "Devices that were signed out",
        90,
        old_devices,
        person="user_id",
        is_platform=True,
    ),
    RetentionKind(
        "identity.tokens", "Links that work once", 30, old_tokens, person="user_id", is_platform=True
    ),
    RetentionKind(
        "identity.invitations", "Invitations that have ended", 180, old_invitations, minimum_days=7
    ),
    RetentionKind(
        "identity.sign_in_addresses",
        "Network address of the last sign-in",
        365,
        old_addresses,
        minimum_days=30,
        action="clear",
        remove=clear_addresses,
        person="pk",
        is_platform=True,
    ),
    RetentionKind("kernel.answers", "Answers kept for repeated requests", 2, old_answers, is_platform=True),
    RetentionKind(
        "kernel.events", "Delivered events and tasks", 30, old_events, minimum_days=7, is_platform=True
    ),
)

"""Tables of sign-ins: what an organization wants, who is signed in where, and every attempt."""

from typing import Any, ClassVar

from django.db import models

from edusync.identity.models.organizations import Organization
from edusync.identity.models.people import User
from edusync.kernel.base import TimestampedModel, VersionedMixin

LONGEST_IDLE_HOURS = 14 * 24
LONGEST_SESSION_HOURS = 60 * 24


def default_second_factor_roles() -> list[str]:
    """Admins can do the most harm."""
    return ["admin"]


class SignInPolicy(VersionedMixin, TimestampedModel):
    """What an organization asks of sign-ins. Without a row the defaults hold."""

    organization = models.OneToOneField(
        Organization, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    # Codes of roles whose holders need a second factor.
    second_factor_roles = models.JSONField(default=default_second_factor_roles)
    # Days a person has to set it up, from when the role was granted or the policy was made, whichever is later.
    second_factor_grace_days = models.PositiveSmallIntegerField(default=7)
    second_factor_since = models.DateTimeField()
    session_idle_hours = models.PositiveIntegerField(default=LONGEST_IDLE_HOURS)
    session_longest_hours = models.PositiveIntegerField(default=LONGEST_SESSION_HOURS)

    class Meta:
        db_table = "identity_sign_in_policy"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(second_factor_grace_days__lte=30), name="sign_in_policy_grace_check"
            ),
            models.CheckConstraint(
                condition=models.Q(session_idle_hours__gte=1, session_idle_hours__lte=LONGEST_IDLE_HOURS),
                name="sign_in_policy_idle_check",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    session_longest_hours__gte=1, session_longest_hours__lte=LONGEST_SESSION_HOURS
                ),
                name="sign_in_policy_longest_check",
            ),
        ]


class UserSession(TimestampedModel):
    """A person is, or was, signed in on a device. `session_key` names Django's session while it lasts."""

    class EndReason(models.TextChoices):
        SIGNED_OUT = "signed-out"
        REVOKED = "revoked"
        EXPIRED = "expired"
        SECURITY = "security"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    session_key = models.CharField(max_length=40, unique=True, null=True, blank=True)
    # SHA-256 of the random value in the browser's `device` cookie.
    device_hash = models.CharField(max_length=64, default="", blank=True)
    agent = models.CharField(max_length=300, default="", blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    method = models.CharField(max_length=20, default="", blank=True)
    last_seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=12, choices=EndReason.choices, default="", blank=True)

    class Meta:
        db_table = "identity_user_session"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, session_key__isnull=False)
                | models.Q(ended_at__isnull=False, session_key__isnull=True),
                name="user_session_key_iff_open",
            ),
            models.CheckConstraint(
                condition=models.Q(end_reason__in=["", "signed-out", "revoked", "expired", "security"]),
                name="user_session_end_reason_check",
            ),
        ]
        indexes = [models.Index(fields=["user", "ended_at", "last_seen_at"], name="user_session_user_idx")]


class LoginAttempt(models.Model):
    """Somebody tried to sign in. Append-only: triggers refuse changes, and deletion before `KEPT_DAYS` are over."""

    KEPT_DAYS: ClassVar[int] = 30

    class Outcome(models.TextChoices):
        SUCCEEDED = "succeeded"
        WRONG_PASSWORD = "wrong-password"  # noqa: S105 - an outcome
        WRONG_CODE = "wrong-code"
        LOCKED = "locked"

    # Nobody's where the login belongs to nobody: what was typed is not kept, people type passwords there.
    # The table is divided by months, and divided tables have no foreign keys: the nightly check looks after it.
    user: Any = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    method = models.CharField(max_length=20)
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    address = models.GenericIPAddressField(null=True, blank=True)
    agent = models.CharField(max_length=300, default="", blank=True)
    occurred_at = models.DateTimeField()

    class Meta:
        db_table = "identity_login_attempt"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=["succeeded", "wrong-password", "wrong-code", "locked"]),
                name="login_attempt_outcome_check",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-occurred_at"], name="login_attempt_user_idx"),
            models.Index(fields=["occurred_at"], name="login_attempt_when_idx"),
        ]

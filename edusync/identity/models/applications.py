"""Tables of programs that act for people: what they may, and the tokens they hold.

allauth's `Client` is the OAuth client itself; the tables here bind it to an organization and remember which token came
from which consent, so that ending one ends all that came of it.
"""

from allauth.idp.oidc.models import Client
from django.db import models

from edusync.identity.models.people import User
from edusync.kernel.base import TenantModel, TimestampedModel
from edusync.kernel.crypto import SealedTextField


class Application(TenantModel):
    """A program of an organization that signs people in here or calls the API."""

    client = models.OneToOneField(Client, on_delete=models.PROTECT, related_name="application")
    description = models.CharField(max_length=300, default="", blank=True)
    # For whom the program acts when it signs in by itself (client credentials).
    acts_for = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_enabled = models.BooleanField(default=True)
    secret_changed_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "identity_application"

    def __str__(self) -> str:
        return self.client.name


class ApplicationGrant(TenantModel):
    """What a person allowed an application once: all tokens that follow from it end with it."""

    class EndReason(models.TextChoices):
        REVOKED = "revoked"
        REUSED_CODE = "reused-code"
        REUSED_REFRESH_TOKEN = "reused-refresh-token"  # noqa: S105
        DISABLED = "disabled"
        CREDENTIALS_CHANGED = "credentials-changed"

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="grants")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    scopes = models.CharField(max_length=500)
    # The person's at that time: whatever raises it (a new password) ends the grant.
    token_version = models.PositiveIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=24, default="", blank=True)

    class Meta(TenantModel.Meta):
        db_table = "identity_application_grant"
        indexes = [
            models.Index(fields=["user", "ended_at"], name="application_grant_user_idx"),
            models.Index(fields=["application", "ended_at"], name="application_grant_app_idx"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, end_reason="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(end_reason="")),
                name="application_grant_end_check",
            ),
        ]


class ApplicationToken(TimestampedModel):
    """A code or token that was handed out, by its SHA-256. With its grant it is the list of what was revoked."""

    class Kind(models.TextChoices):
        CODE = "code"
        REFRESH = "refresh"
        ACCESS = "access"

    grant = models.ForeignKey(ApplicationGrant, on_delete=models.CASCADE, related_name="tokens")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)
    # Codes and refresh tokens work once; an access token that has it was revoked.
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "identity_application_token"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["code", "refresh", "access"]),
                name="application_token_kind_check",
            ),
        ]


class SigningKey(TimestampedModel):
    """An RSA key that signs tokens from `activates_at`, and is published until `retires_at`."""

    key_id = models.CharField(max_length=64, unique=True)
    private_pem = SealedTextField()
    activates_at = models.DateTimeField()
    retires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "identity_signing_key"

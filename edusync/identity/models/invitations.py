"""Tables of invitations and of tokens that work once."""

from django.db import models

from edusync.identity.models.people import User
from edusync.kernel.base import PublicIdMixin, TenantModel, TimestampedModel


class OneTimeToken(TimestampedModel):
    """A secret sent to a person, stored as SHA-256 of 256 random bits. Works once and not for long."""

    purpose = models.CharField(max_length=40)
    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    subject_id = models.BigIntegerField(null=True, blank=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "identity_one_time_token"
        indexes = [models.Index(fields=["token_hash", "expires_at"], name="one_time_token_hash_idx")]


class Invitation(PublicIdMixin, TenantModel):
    """Somebody was asked to join. Whoever opens the link sets a password and is in."""

    class Status(models.TextChoices):
        SENT = "sent"
        ACCEPTED = "accepted"
        REVOKED = "revoked"
        EXPIRED = "expired"

    email = models.EmailField(max_length=254)
    first_name = models.CharField(max_length=100, default="", blank=True)
    last_name = models.CharField(max_length=100, default="", blank=True)
    language = models.CharField(max_length=16, default="en")
    # What accepting means: `membership`, or a purpose that another subject registered (`guardian`).
    purpose = models.CharField(max_length=40, default="membership")
    facts = models.JSONField(default=dict, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.SENT)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["sent", "accepted", "revoked", "expired"]),
                name="invitation_status_check",
            ),
            models.CheckConstraint(
                condition=models.Q(status="accepted", accepted_at__isnull=False, user__isnull=False)
                | ~models.Q(status="accepted"),
                name="invitation_accepted_check",
            ),
        ]
        indexes = [models.Index(fields=["organization", "status", "email"], name="invitation_status_idx")]

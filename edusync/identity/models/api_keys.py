"""Table of API keys."""

from django.db import models

from edusync.identity.models.people import User
from edusync.kernel.base import PublicIdMixin, TenantModel


class ApiKey(PublicIdMixin, TenantModel):
    """A machine acts as `owner`, and only what `scopes` names. Of the secret only its SHA-256 is kept; it has 256 random bits.

    Never deleted: `revoked_at` ends it, rotation gives it an early `expires_at`.
    """

    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    # The beginning of the secret, by which people tell their keys apart.
    prefix = models.CharField(max_length=16)
    key_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    requests_per_minute = models.PositiveIntegerField(default=600)
    expires_at = models.DateTimeField(null=True, blank=True)
    # Written at most every five minutes.
    last_used_at = models.DateTimeField(null=True, blank=True)
    last_used_address = models.GenericIPAddressField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    rotated_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(TenantModel.Meta):
        db_table = "identity_api_key"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(requests_per_minute__gte=1), name="api_key_requests_check"
            ),
        ]
        indexes = [models.Index(fields=["organization", "owner"], name="api_key_org_owner_idx")]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

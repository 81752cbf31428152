"""Table of other services that people of an organization sign in with."""

from django.db import models

from edusync.identity.models.people import User
from edusync.kernel.base import TenantModel
from edusync.kernel.crypto import SealedTextField


class IdentityProvider(TenantModel):
    """An OpenID Connect or SAML service that says who somebody is. Whom it lets in is set here."""

    class Protocol(models.TextChoices):
        OIDC = "oidc"
        SAML = "saml"

    class CheckStatus(models.TextChoices):
        NEVER = "never"
        OK = "ok"
        FAILED = "failed"

    protocol = models.CharField(max_length=4, choices=Protocol.choices)
    name = models.CharField(max_length=80)
    # Part of the callback address and of each external identity: unique on the whole site, made once, never changed.
    slug = models.CharField(max_length=60, unique=True)
    # OpenID Connect: the issuer. SAML: where the metadata is.
    address = models.CharField(max_length=500)
    client_id = models.CharField(max_length=255, default="", blank=True)
    client_secret = SealedTextField(default="", blank=True)
    scopes = models.CharField(max_length=300, default="openid profile email")
    # Addresses of these domains only may be linked or lead to a new account.
    email_domains = models.JSONField(default=list, blank=True)
    # Our field (email, first_name, last_name, username, uid) to the provider's claim or attribute.
    attribute_mapping = models.JSONField(default=dict, blank=True)
    default_role = models.CharField(max_length=64, default="learner")
    creates_people = models.BooleanField(default=False)
    links_people = models.BooleanField(default=True)
    # The provider's addresses count as proved although it does not say so: SAML has no word for it.
    vouches_for_email = models.BooleanField(default=False)
    trusts_second_factor = models.BooleanField(default=False)
    is_enabled = models.BooleanField(default=False)
    # What the metadata told at the last check (SAML): entity_id, sso_url, certificate.
    metadata_facts = models.JSONField(default=dict, blank=True)
    check_status = models.CharField(max_length=6, choices=CheckStatus.choices, default=CheckStatus.NEVER)
    check_problem = models.CharField(max_length=60, default="", blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta(TenantModel.Meta):
        db_table = "identity_provider"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(protocol__in=["oidc", "saml"]), name="identity_provider_protocol_check"
            ),
            models.CheckConstraint(
                condition=models.Q(check_status__in=["never", "ok", "failed"]),
                name="identity_provider_checked_check",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "is_enabled", "name"], name="identity_provider_list_idx")
        ]

    def __str__(self) -> str:
        return self.name

"""Tables of organizations and who belongs to them."""

from datetime import UTC, datetime

from django.db import models

from edusync.identity.models.people import User
from edusync.kernel.base import PublicIdMixin, TenantModel, TimestampedModel, VersionedMixin, flag_where

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Organization(PublicIdMixin, VersionedMixin, TimestampedModel):
    """A tenant: school, company or seller of courses. One exists from the install and is the default."""

    class Status(models.TextChoices):
        ACTIVE = "active"
        SUSPENDED = "suspended"

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    locale = models.CharField(max_length=16, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.ACTIVE)
    is_default = models.BooleanField(default=False)
    is_sign_up_open = models.BooleanField(default=True)
    # Only people with an address at one of the organization's verified e-mail domains may sign up.
    is_sign_up_by_domain = models.BooleanField(default=False)
    # Colors as `#rrggbb`, empty for the site's own. A dark one left empty is made from the light one.
    primary_color = models.CharField(max_length=7, default="", blank=True)
    primary_dark_color = models.CharField(max_length=7, default="", blank=True)
    accent_color = models.CharField(max_length=7, default="", blank=True)
    accent_dark_color = models.CharField(max_length=7, default="", blank=True)
    # Where the pictures are served. The app of files writes these four columns.
    logo_file_id = models.BigIntegerField(null=True, blank=True)
    logo_url = models.CharField(max_length=300, default="", blank=True)
    icon_file_id = models.BigIntegerField(null=True, blank=True)
    icon_url = models.CharField(max_length=300, default="", blank=True)
    # Ages in years: nobody younger may sign up (0: everybody may); below the second a guardian has to agree.
    minimum_age = models.PositiveSmallIntegerField(default=0)
    digital_consent_age = models.PositiveSmallIntegerField(default=16)
    # From this age on a guardian sees nothing by an earlier consent.
    majority_age = models.PositiveSmallIntegerField(default=18)
    is_birth_date_asked = models.BooleanField(default=False)
    # Counts the mandatory policies published so far; a membership below it has some to accept.
    policies_version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["active", "suspended"]), name="organization_status_check"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    minimum_age__lte=99,
                    digital_consent_age__lte=21,
                    majority_age__gte=14,
                    majority_age__lte=25,
                ),
                name="organization_ages_check",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def look_version(self) -> int:
        """Part of the address of the style sheet: it changes with the colors. 0: the site's own."""
        return self.row_version if self.primary_color or self.accent_color else 0


class OrganizationMembership(TenantModel):
    """A person belongs to an organization."""

    class Status(models.TextChoices):
        ACTIVE = "active"
        SUSPENDED = "suspended"
        LEFT = "left"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.ACTIVE)
    local_id = models.CharField(max_length=80, default="", blank=True)
    unit = models.ForeignKey(
        "identity.OrganizationUnit", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    accepted_policies_version = models.PositiveIntegerField(default=0)
    # What the list of people is sorted by, copied here so that one index serves every page of it: the name by
    # `services.directory`, the last sign-in by trigger (1970 for "never": NULL would take the index away).
    sort_name = models.CharField(max_length=205, default="", blank=True)
    last_seen_at = models.DateTimeField(default=NEVER)
    # When the words for the search were made; a trigger empties it when a name changes by any way.
    indexed_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "identity_organization_membership"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user"], name="organization_membership_org_user_uniq"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["active", "suspended", "left"]),
                name="organization_membership_status_check",
            ),
        ]
        indexes = [
            # The state is in each of them, so that those who are left out cost no look at the row.
            models.Index(fields=["organization", "user", "status"], name="membership_newest_idx"),
            models.Index(fields=["organization", "sort_name", "user", "status"], name="membership_name_idx"),
            models.Index(
                fields=["organization", "last_seen_at", "user", "status"], name="membership_last_seen_idx"
            ),
            models.Index(fields=["indexed_at"], name="membership_indexed_idx"),
        ]


class OrganizationDomain(TenantModel):
    """A host name that leads visitors to the organization, or an e-mail domain whose people belong to it.

    It has no effect until verified. Any organization may name a domain; one at a time can have it verified.
    """

    class Kind(models.TextChoices):
        HOST = "host"
        EMAIL = "email"

    class Proof(models.TextChoices):
        FILE = "file"
        ADMIN = "admin"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=253)
    token = models.CharField(max_length=64)
    is_joining_allowed = models.BooleanField(default=False)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.CharField(max_length=8, choices=Proof.choices, default="", blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    last_failure = models.CharField(max_length=40, default="", blank=True)
    # 1 on a verified row, else NULL: a plain unique key then ignores claims.
    verified = flag_where(verified_at__isnull=False)

    class Meta(TenantModel.Meta):
        db_table = "identity_organization_domain"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "name"], name="organization_domain_org_name_uniq"
            ),
            models.UniqueConstraint(
                fields=["kind", "name", "verified"], name="organization_domain_verified_uniq"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["host", "email"]), name="organization_domain_kind_check"
            ),
            models.CheckConstraint(
                condition=models.Q(verified_at__isnull=True, verified_by="")
                | models.Q(verified_at__isnull=False, verified_by__in=["file", "admin"]),
                name="organization_domain_verified_check",
            ),
        ]

    def __str__(self) -> str:
        return self.name

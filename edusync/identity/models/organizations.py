"""Tables of organizations and who belongs to them."""

from django.db import models

from edusync.identity.models.people import User
from edusync.kernel.base import PublicIdMixin, TenantModel, TimestampedModel, VersionedMixin


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

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["active", "suspended"]), name="organization_status_check"
            ),
        ]

    def __str__(self) -> str:
        return self.name


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

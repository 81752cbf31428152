"""Tables of roles and who holds them."""

from django.db import models

from edusync.identity.models.organizations import Organization
from edusync.identity.models.people import User
from edusync.kernel import clock
from edusync.kernel.base import TenantModel, TimestampedModel, VersionedMixin, flag_where


class Role(VersionedMixin, TimestampedModel):
    """A named set of permissions. System roles (no organization) ship with the code.

    An organization's own role with the code of a system role takes its place there.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=100)
    description = models.CharField(max_length=500, default="", blank=True)
    is_system = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "code"], name="role_org_code_uniq")]

    def __str__(self) -> str:
        return self.name


class RolePermission(models.Model):
    """A role holds a permission (its code from the kernel's enum)."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="permissions")
    permission = models.CharField(max_length=100)

    class Meta:
        db_table = "identity_role_permission"
        constraints = [models.UniqueConstraint(fields=["role", "permission"], name="role_permission_uniq")]


class RoleAssignment(TenantModel):
    """A person holds a role in a scope. `scope_id` is 0 where the scope is the organization or the platform.

    Never deleted: `closed_at` says when it was taken away, or after its end replaced by a new one.
    """

    class Scope(models.TextChoices):
        PLATFORM = "platform"
        ORGANIZATION = "organization"
        UNIT = "unit"
        COURSE = "course"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_assignments")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=16, choices=Scope.choices, default=Scope.ORGANIZATION)
    scope_id = models.BigIntegerField(default=0)
    granted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # 1 on an open row, NULL on a closed one, so that a plain unique key ignores history.
    is_open = flag_where(closed_at__isnull=True)

    class Meta(TenantModel.Meta):
        db_table = "identity_role_assignment"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user", "role", "scope", "scope_id", "is_open"],
                name="role_assignment_open_uniq",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True)
                | models.Q(starts_at__isnull=True)
                | models.Q(ends_at__gt=models.F("starts_at")),
                name="role_assignment_dates_check",
            ),
            models.CheckConstraint(
                condition=models.Q(scope__in=["platform", "organization", "unit", "course"]),
                name="role_assignment_scope_check",
            ),
        ]
        indexes = [models.Index(fields=["organization", "role", "user"], name="role_assignment_role_idx")]

    @staticmethod
    def current() -> models.Q:
        """Condition for what holds now: begun, not run out, not taken away."""
        now = clock.now()
        return (
            models.Q(closed_at__isnull=True)
            & (models.Q(starts_at__isnull=True) | models.Q(starts_at__lte=now))
            & (models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=now))
        )

"""Tables of roles and who holds them."""

from django.db import models

from edusync.identity.models.organizations import Organization
from edusync.identity.models.people import User
from edusync.kernel.base import TenantModel, TimestampedModel


class Role(TimestampedModel):
    """A named set of permissions. System roles (no organization) ship with the code."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=100)
    is_system = models.BooleanField(default=False)

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
    """A person holds a role in a scope. `scope_id` is 0 where the scope is the organization or the platform."""

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

    class Meta(TenantModel.Meta):
        db_table = "identity_role_assignment"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user", "role", "scope", "scope_id"], name="role_assignment_uniq"
            ),
            models.CheckConstraint(
                condition=models.Q(scope__in=["platform", "organization", "unit", "course"]),
                name="role_assignment_scope_check",
            ),
        ]

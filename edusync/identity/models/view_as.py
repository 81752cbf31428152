"""Table of who saw the site as another person."""

from typing import ClassVar

from django.db import models

from edusync.identity.models.organizations import Organization
from edusync.identity.models.people import User
from edusync.kernel.tenancy import TenantManager, UnscopedManager


class ImpersonationSession(models.Model):
    """An admin saw the site as another person, and why. Append-only by trigger: only `ended_at` is set, once."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[TenantManager] = TenantManager()
    unscoped: ClassVar[UnscopedManager] = UnscopedManager()

    class Meta:
        db_table = "identity_impersonation_session"
        base_manager_name = "unscoped"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(actor=models.F("target")), name="impersonation_session_two_people_check"
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("started_at")),
                name="impersonation_session_dates_check",
            ),
        ]

"""Tables of the audit log."""

from typing import ClassVar

from django.db import models

from edusync.kernel.tenancy import UnscopedManager


class AuditEvent(models.Model):
    """One audited act. Append-only by trigger; `digest` covers the row and the digest before it."""

    organization_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200, default="")
    action = models.CharField(max_length=100)
    target_type = models.CharField(max_length=100, default="")
    target_id = models.CharField(max_length=64, default="")
    facts = models.JSONField(default=dict)
    address = models.CharField(max_length=45, default="")
    request_id = models.CharField(max_length=64, default="")
    created_at = models.DateTimeField()
    previous_digest = models.CharField(max_length=64, default="")
    digest = models.CharField(max_length=64)

    objects: ClassVar[UnscopedManager] = UnscopedManager()

    class Meta:
        db_table = "audit_audit_event"
        indexes = [
            models.Index(fields=["organization_id", "created_at", "id"], name="audit_event_org_created_idx"),
            models.Index(fields=["target_type", "target_id"], name="audit_event_target_idx"),
        ]


class AuditChain(models.Model):
    """Head of an organization's chain of events. Locked while an event is added, so that two never follow the same one.

    `length` and `digest` also betray events cut off at the end. `organization_id` 0 is the platform.
    """

    organization_id = models.BigIntegerField(primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")

    objects: ClassVar[UnscopedManager] = UnscopedManager()

    class Meta:
        db_table = "audit_audit_chain"

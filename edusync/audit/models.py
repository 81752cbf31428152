"""Tables of the audit log."""

from typing import ClassVar

from django.db import models

from edusync.kernel.tenancy import UnscopedManager


class AuditEvent(models.Model):
    """One audited act. Append-only by trigger; `digest` covers the row and the digest before it.

    `subject_id` is the person concerned, `impersonator_id` who acted while seeing the site as the actor.
    """

    class Kind(models.TextChoices):
        CHANGE = "change"
        READ = "read"

    organization_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200, default="")
    action = models.CharField(max_length=100)
    target_type = models.CharField(max_length=100, default="")
    target_id = models.CharField(max_length=64, default="")
    facts = models.JSONField(default=dict)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.CHANGE)
    subject_id = models.BigIntegerField(null=True)
    impersonator_id = models.BigIntegerField(null=True)
    credential = models.CharField(max_length=16, default="")
    address = models.CharField(max_length=45, default="")
    agent = models.CharField(max_length=200, default="")
    request_id = models.CharField(max_length=64, default="")
    created_at = models.DateTimeField()
    previous_digest = models.CharField(max_length=64, default="")
    digest = models.CharField(max_length=64)

    objects: ClassVar[UnscopedManager] = UnscopedManager()

    class Meta:
        db_table = "audit_audit_event"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["change", "read"]), name="audit_event_kind_check"
            )
        ]
        indexes = [
            models.Index(fields=["organization_id", "created_at", "id"], name="audit_event_org_created_idx"),
            models.Index(fields=["organization_id", "actor_id", "created_at"], name="audit_event_actor_idx"),
            models.Index(fields=["subject_id", "created_at"], name="audit_event_subject_idx"),
            models.Index(fields=["target_type", "target_id"], name="audit_event_target_idx"),
        ]


class AuditChain(models.Model):
    """Head of an organization's chain of events. Locked while an event is added, so that two never follow the same one.

    `length` and `digest` also betray events cut off at the end; `stamp` that the head itself was written by this site
    and not by somebody who has the database alone. `organization_id` 0 is the platform.
    """

    organization_id = models.BigIntegerField(primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")
    stamp = models.CharField(max_length=100, default="")

    objects: ClassVar[UnscopedManager] = UnscopedManager()

    class Meta:
        db_table = "audit_audit_chain"


class AuditAnchor(models.Model):
    """The state of a chain at a moment, checked then. Append-only; a copy of its line lies outside the database."""

    class Reason(models.TextChoices):
        DAILY = "daily"
        ASKED = "asked"

    organization_id = models.BigIntegerField()
    created_at = models.DateTimeField()
    reason = models.CharField(max_length=8, choices=Reason.choices, default=Reason.DAILY)
    length = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    is_intact = models.BooleanField()
    faults = models.JSONField(default=list)
    previous_stamp = models.CharField(max_length=100, default="")
    stamp = models.CharField(max_length=100)

    objects: ClassVar[UnscopedManager] = UnscopedManager()

    class Meta:
        db_table = "audit_audit_anchor"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason__in=["daily", "asked"]), name="audit_anchor_reason_check"
            )
        ]
        indexes = [models.Index(fields=["organization_id", "id"], name="audit_anchor_org_idx")]

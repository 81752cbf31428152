"""Tables of the kernel."""

from django.db import models

from edusync.kernel.base import TimestampedModel


class OutboxEvent(models.Model):
    """A domain event to deliver after commit, at least once. Triggers write rows here too.

    A trigger names event_type, payload, organization_id, created_at and available_at (both the present instant in UTC).
    """

    event_type = models.CharField(max_length=100)
    payload = models.JSONField(default=dict)
    organization_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    available_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    claimed_by = models.CharField(max_length=64, default="", db_default="")
    claimed_until = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=2000, default="", db_default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["delivered_at", "failed_at", "available_at", "id"], name="outbox_pending_idx"
            ),
        ]


class IdempotencyRecord(TimestampedModel):
    """Answer already given to a write, kept so that a retry gets the same one."""

    key = models.CharField(max_length=120)
    actor = models.CharField(max_length=80)
    route = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    content_type = models.CharField(max_length=100, default="")
    body = models.BinaryField(default=bytes)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "key"], name="idempotency_record_actor_key_uniq"),
        ]
        indexes = [models.Index(fields=["expires_at"], name="idempotency_expires_idx")]


class SqlObject(models.Model):
    """Digest of an installed trigger, view, procedure or event, to install again only what changed."""

    name = models.CharField(max_length=120, primary_key=True)
    kind = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    installed_at = models.DateTimeField()


class ScheduledJob(models.Model):
    """When a periodic job ran last and who holds the right to run it now."""

    name = models.CharField(max_length=100, primary_key=True)
    next_run_at = models.DateTimeField()
    leased_by = models.CharField(max_length=64, default="")
    leased_until = models.DateTimeField(null=True)
    last_run_at = models.DateTimeField(null=True)
    last_result = models.CharField(max_length=200, default="")


class RateCounter(models.Model):
    """How much of a limit was used in the window that ends at `ends_at` (seconds since 1970). One row a key."""

    key = models.CharField(max_length=64, primary_key=True)
    ends_at = models.BigIntegerField()
    used = models.PositiveIntegerField()

    class Meta:
        db_table = "kernel_rate_counter"
        indexes = [models.Index(fields=["ends_at"], name="rate_counter_ends_idx")]


class SharedValue(models.Model):
    """Table of Django's cache `shared`: what all processes must see alike where there is no Redis."""

    cache_key = models.CharField(max_length=250, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "kernel_shared_value"


class LiveMessage(models.Model):
    """News for one person's open pages. Written by triggers too, read by the live listeners, gone after a quarter hour.

    A trigger names organization_id, user_id, kind, payload and created_at (the present instant in UTC).
    """

    organization_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_live_message"
        indexes = [
            models.Index(fields=["user_id", "id"], name="live_message_user_idx"),
            models.Index(fields=["created_at"], name="live_message_created_idx"),
        ]


class OrphanCheck(models.Model):
    """What the nightly check of one pointer without a foreign key found last."""

    reference = models.CharField(max_length=200, primary_key=True)
    orphans = models.PositiveBigIntegerField(default=0)
    # Keys of the first rows that point nowhere.
    examples = models.JSONField(default=list)
    checked_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_orphan_check"


class BackfillRun(models.Model):
    """How far the filling of a new column is. `last_key` is the last primary key whose batch was committed."""

    name = models.CharField(max_length=80, primary_key=True)
    last_key = models.BigIntegerField(default=0)
    rows_total = models.PositiveBigIntegerField(default=0)
    rows_seen = models.PositiveBigIntegerField(default=0)
    rows_changed = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "kernel_backfill_run"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rows_changed__lte=models.F("rows_seen")), name="backfill_run_changed_check"
            ),
        ]

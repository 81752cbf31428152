"""Tables of operations: what was measured of the site, kept for a month."""

from django.db import models

# Measurements older than this are removed.
KEPT_DAYS = 31


class HealthSample(models.Model):
    """How the site was at one moment, taken every five minutes."""

    taken_at = models.DateTimeField(unique=True)
    # Time of one SELECT, in microseconds.
    database_us = models.PositiveIntegerField()
    database_bytes = models.PositiveBigIntegerField()
    connections = models.PositiveIntegerField(null=True)
    waiting_events = models.PositiveIntegerField()
    oldest_wait_seconds = models.PositiveIntegerField()
    failed_events = models.PositiveIntegerField()
    free_disk_mb = models.PositiveIntegerField()
    replication_lag_seconds = models.PositiveIntegerField(null=True)

    class Meta:
        db_table = "operations_health_sample"


class TableSize(models.Model):
    """How large one table was on one day. `row_count` is the engine's estimate on servers, counted on SQLite."""

    day = models.DateField()
    table_name = models.CharField(max_length=64)
    row_count = models.PositiveBigIntegerField()
    size_bytes = models.PositiveBigIntegerField()

    class Meta:
        db_table = "operations_table_size"
        constraints = [models.UniqueConstraint(fields=["table_name", "day"], name="table_size_name_day_uniq")]
        indexes = [models.Index(fields=["day"], name="table_size_day_idx")]

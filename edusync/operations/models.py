"""Tables of operations: what was measured of the site, kept for a month, and which features are switched for whom."""

from django.conf import settings
from django.db import models

from edusync.kernel.base import VersionedMixin
from edusync.kernel.flags import State

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


STATES = [(state.value, state.value) for state in State]


def percent_check(table: str) -> models.CheckConstraint:
    """A percentage is one."""
    return models.CheckConstraint(
        condition=models.Q(percent__gte=0, percent__lte=100), name=f"{table}_percent_check"
    )


def state_check(table: str) -> models.CheckConstraint:
    """A state is one of those that the code knows."""
    return models.CheckConstraint(
        condition=models.Q(state__in=[state.value for state in State]), name=f"{table}_state_check"
    )


class FeatureFlag(VersionedMixin, models.Model):
    """What was decided for a flag that the code declares; no row: nothing yet. `percent` is of those no rule names.

    Never deleted: the sum of the versions tells a process that something changed.
    """

    key = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=8, choices=STATES)
    percent = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        db_table = "operations_feature_flag"
        constraints = [percent_check("feature_flag"), state_check("feature_flag")]

    def __str__(self) -> str:
        return self.key


class FeatureFlagRule(models.Model):
    """A feature is on, or off, for one organization or for all who hold a role of that code."""

    flag = models.ForeignKey(FeatureFlag, on_delete=models.CASCADE, related_name="rules")
    organization = models.ForeignKey(
        "identity.Organization", on_delete=models.CASCADE, null=True, related_name="+"
    )
    # NULL, not empty, where the rule is of an organization: a plain unique key then binds roles only.
    role_code = models.CharField(max_length=60, null=True)
    is_on = models.BooleanField()

    class Meta:
        db_table = "operations_feature_flag_rule"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organization__isnull=False, role_code__isnull=True)
                | models.Q(organization__isnull=True, role_code__isnull=False),
                name="feature_flag_rule_subject_check",
            ),
            models.UniqueConstraint(
                fields=["flag", "organization"], name="feature_flag_rule_organization_uniq"
            ),
            models.UniqueConstraint(fields=["flag", "role_code"], name="feature_flag_rule_role_uniq"),
        ]


class FeatureFlagChange(models.Model):
    """What was decided for a flag at one moment, with its rules as they were then. Only ever added."""

    flag = models.ForeignKey(FeatureFlag, on_delete=models.PROTECT, related_name="changes")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    state = models.CharField(max_length=8, choices=STATES)
    percent = models.PositiveSmallIntegerField()
    rules = models.JSONField(default=list)
    # Why, in the words of whoever decided.
    note = models.CharField(max_length=300, default="")

    class Meta:
        db_table = "operations_feature_flag_change"
        constraints = [percent_check("feature_flag_change"), state_check("feature_flag_change")]

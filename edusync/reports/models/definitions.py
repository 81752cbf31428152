"""Reports that people made, with whom they share them, when they are sent, and the files made of reports."""

from django.db import models
from django.db.models import Q

from edusync.kernel.base import PublicIdMixin, SoftDeleteMixin, TenantModel, VersionedMixin, live_flag

FORMATS = ["pdf", "csv", "xlsx"]


class ReportDefinition(PublicIdMixin, VersionedMixin, SoftDeleteMixin, TenantModel):
    """A report of the studio: one governed SELECT over report views. Built-in reports are files, not rows."""

    name = models.CharField(max_length=120)
    description = models.CharField(max_length=500, default="", blank=True)
    statement = models.TextField()
    # [{name, kind, title}] in the order of the SELECT.
    columns = models.JSONField(default=list)
    # {kind, label, values: [column]}; empty for none.
    chart = models.JSONField(default=dict, blank=True)
    owner = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    # Whether everybody who may see reports sees it.
    is_shared = models.BooleanField(default=False)
    live = live_flag()

    class Meta(TenantModel.Meta):
        db_table = "reports_report_definition"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "owner", "name", "live"], name="report_definition_name_uniq"
            ),
        ]


class ReportShare(TenantModel):
    """A report of the studio is shown to one person or to those with one role."""

    definition = models.ForeignKey(ReportDefinition, on_delete=models.CASCADE, related_name="shares")
    user = models.ForeignKey(
        "identity.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    role = models.ForeignKey(
        "identity.Role", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(TenantModel.Meta):
        db_table = "reports_report_share"
        constraints = [
            models.UniqueConstraint(fields=["definition", "user"], name="report_share_user_uniq"),
            models.UniqueConstraint(fields=["definition", "role"], name="report_share_role_uniq"),
            models.CheckConstraint(
                condition=Q(user__isnull=False, role__isnull=True) | Q(user__isnull=True, role__isnull=False),
                name="report_share_target_check",
            ),
        ]


class ReportSchedule(PublicIdMixin, VersionedMixin, SoftDeleteMixin, TenantModel):
    """A report that is sent by mail again and again. `report` names a built-in one, else `definition` counts."""

    class Cadence(models.TextChoices):
        DAILY = "daily"
        WEEKLY = "weekly"
        MONTHLY = "monthly"

    report = models.CharField(max_length=60, default="", blank=True)
    definition = models.ForeignKey(
        ReportDefinition, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    filters = models.JSONField(default=dict, blank=True)
    format = models.CharField(max_length=4, default="pdf")
    cadence = models.CharField(max_length=8, choices=Cadence.choices)
    # Monday is 0; for weekly ones.
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    # 1 to 28; for monthly ones.
    day_of_month = models.PositiveSmallIntegerField(null=True, blank=True)
    # In the organization's time zone.
    hour = models.PositiveSmallIntegerField(default=7)
    is_on = models.BooleanField(default=True)
    owner = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    next_run_at = models.DateTimeField()
    last_run_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "reports_report_schedule"
        constraints = [
            models.CheckConstraint(condition=Q(format__in=FORMATS), name="report_schedule_format_check"),
            models.CheckConstraint(
                condition=Q(report="", definition__isnull=False)
                | (~Q(report="") & Q(definition__isnull=True)),
                name="report_schedule_report_check",
            ),
            models.CheckConstraint(
                condition=Q(cadence="daily")
                | Q(cadence="weekly", weekday__isnull=False, weekday__lte=6)
                | Q(cadence="monthly", day_of_month__gte=1, day_of_month__lte=28),
                name="report_schedule_cadence_check",
            ),
            models.CheckConstraint(condition=Q(hour__lte=23), name="report_schedule_hour_check"),
        ]
        indexes = [models.Index(fields=["is_on", "next_run_at"], name="report_schedule_next_idx")]


class ReportReceiver(TenantModel):
    """Who gets a scheduled report. What they get is what they may see themselves."""

    schedule = models.ForeignKey(ReportSchedule, on_delete=models.CASCADE, related_name="receivers")
    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    # Their own wish, which nobody else takes back.
    unsubscribed_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "reports_report_receiver"
        constraints = [
            models.UniqueConstraint(fields=["schedule", "user"], name="report_receiver_user_uniq"),
        ]


class ReportExport(PublicIdMixin, TenantModel):
    """One file made of a report in the background. Private to who asked; gone when `expires_at` is past."""

    class State(models.TextChoices):
        WAITING = "waiting"
        PROCESSING = "processing"
        COMPLETED = "completed"
        FAILED = "failed"
        EXPIRED = "expired"

    report = models.CharField(max_length=60, default="", blank=True)
    definition = models.ForeignKey(
        ReportDefinition, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    schedule = models.ForeignKey(
        ReportSchedule, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    filters = models.JSONField(default=dict, blank=True)
    format = models.CharField(max_length=4)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    requested_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(null=True, blank=True)
    size_bytes = models.BigIntegerField(null=True, blank=True)
    storage_key = models.CharField(max_length=120, default="", blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    problem = models.JSONField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "reports_report_export"
        constraints = [
            models.CheckConstraint(condition=Q(format__in=FORMATS), name="report_export_format_check"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "processing", "completed", "failed", "expired"]),
                name="report_export_state_check",
            ),
            models.CheckConstraint(
                condition=Q(report="", definition__isnull=False)
                | (~Q(report="") & Q(definition__isnull=True)),
                name="report_export_report_check",
            ),
            models.CheckConstraint(
                condition=~Q(state="completed") | (Q(expires_at__isnull=False) & ~Q(storage_key="")),
                name="report_export_completed_check",
            ),
        ]
        indexes = [
            models.Index(fields=["requested_by", "state", "-id"], name="report_export_user_idx"),
            models.Index(fields=["state", "expires_at"], name="report_export_expiry_idx"),
        ]

"""What became of a scheduled report for each of its receivers, each time it was due."""

from django.db import models
from django.db.models import Q

from edusync.kernel.base import TenantModel
from edusync.reports.models.definitions import ReportExport, ReportSchedule


class ReportDelivery(TenantModel):
    """One scheduled report for one receiver at one time. The file is theirs alone: what they may see themselves.

    `run_at` is the instant that was due, or when somebody asked for it; one instant makes one delivery for each person.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        # The receiver may not see the report any more, or is gone.
        NO_ACCESS = "no-access"
        # The file is there, but the receiver has no address.
        NO_ADDRESS = "no-address"
        FAILED = "failed"

    schedule = models.ForeignKey(ReportSchedule, on_delete=models.CASCADE, related_name="deliveries")
    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    run_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    # The next try of one that failed before.
    next_try_at = models.DateTimeField(null=True, blank=True)
    export = models.ForeignKey(
        ReportExport, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_attached = models.BooleanField(default=False)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Why the last try came to nothing.
    problem = models.JSONField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "reports_report_delivery"
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "user", "run_at"], name="report_delivery_schedule_uniq"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sent", "no-access", "no-address", "failed"]),
                name="report_delivery_state_check",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", finished_at__isnull=True)
                | (~Q(state="waiting") & Q(finished_at__isnull=False)),
                name="report_delivery_finished_check",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="report_delivery_try_idx"),
            models.Index(fields=["finished_at"], name="report_delivery_finished_idx"),
        ]

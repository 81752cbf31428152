"""Data sets about learning that were made for researchers."""

from django.db import models
from django.db.models import Q

from edusync.kernel.base import PublicIdMixin, TenantModel

SMALLEST_GROUP = 5


class ResearchExport(PublicIdMixin, TenantModel):
    """One data set without names: private to who asked for it, gone when `expires_at` is past.

    The key by which its pseudonyms were made is kept nowhere: nobody can lead them back, nor join two data sets.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        PROCESSING = "processing"
        COMPLETED = "completed"
        FAILED = "failed"
        EXPIRED = "expired"

    # No combination of facts by which somebody could be known is shared by fewer people.
    group_size = models.PositiveSmallIntegerField(default=SMALLEST_GROUP)
    # Courses (ids) and days of enrolling it is about; empty: all.
    courses = models.JSONField(default=list, blank=True)
    enrolled_from = models.DateField(null=True, blank=True)
    enrolled_to = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    requested_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(null=True, blank=True)
    # What the check of groups found and did, as numbers only.
    check_report = models.JSONField(default=dict, blank=True)
    size_bytes = models.BigIntegerField(null=True, blank=True)
    storage_key = models.CharField(max_length=120, default="", blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    problem = models.JSONField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "reports_research_export"
        constraints = [
            models.CheckConstraint(
                condition=Q(group_size__gte=SMALLEST_GROUP), name="research_export_group_check"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "processing", "completed", "failed", "expired"]),
                name="research_export_state_check",
            ),
            models.CheckConstraint(
                condition=~Q(state="completed") | (Q(expires_at__isnull=False) & ~Q(storage_key="")),
                name="research_export_completed_check",
            ),
        ]
        indexes = [
            models.Index(fields=["requested_by", "-id"], name="research_export_user_idx"),
            models.Index(fields=["state", "expires_at"], name="research_export_expiry_idx"),
        ]

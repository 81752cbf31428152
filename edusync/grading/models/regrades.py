"""Table of requests to look at a mark again."""

from django.db import models
from django.db.models import Q

from edusync.grading.models.books import GradeItem
from edusync.kernel.base import TenantModel, VersionedMixin, flag_where


class RegradeRequest(VersionedMixin, TenantModel):
    """A learner asks for a second look at a cell; one at a time. Staff answer, with another mark or with the same."""

    class State(models.TextChoices):
        OPEN = "open"
        CHANGED = "changed"
        KEPT = "kept"

    item = models.ForeignKey(GradeItem, on_delete=models.PROTECT, related_name="+")
    enrollment = models.ForeignKey("enrollment.Enrollment", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=2000)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    points_before = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True)
    points_after = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True)
    answer = models.CharField(max_length=2000, default="", blank=True)
    answered_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    open_once = flag_where(state="open")

    class Meta(TenantModel.Meta):
        db_table = "grading_regrade_request"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "enrollment", "open_once"], name="regrade_request_open_uniq"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "changed", "kept"]), name="regrade_request_state_check"
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True)
                | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="regrade_request_answered_check",
            ),
        ]
        indexes = [models.Index(fields=["state", "item"], name="regrade_request_state_idx")]

"""Tables of course exports."""

from django.db import models
from django.db.models import Q

from edusync.kernel.base import PublicIdMixin, TenantModel


class ContentExportJob(PublicIdMixin, TenantModel):
    """One export of a course into a file. `code` names the exporter; the file goes when `expires_at` is past."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        FINISHED = "finished"
        FAILED = "failed"
        EXPIRED = "expired"

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    file = models.ForeignKey("files.FileObject", on_delete=models.PROTECT, null=True, related_name="+")
    requested_by = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    # What did not come along, in words: [{path, detail}].
    losses = models.JSONField(default=list, blank=True)
    problem = models.JSONField(null=True)

    class Meta(TenantModel.Meta):
        db_table = "integrations_content_export_job"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "finished", "failed", "expired"]),
                name="content_export_job_state_check",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "expires_at"], name="content_export_job_expiry_idx"),
            models.Index(fields=["course", "-id"], name="content_export_job_course_idx"),
        ]

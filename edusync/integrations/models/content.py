"""Tables of course imports."""

from django.db import models
from django.db.models import Q

from edusync.kernel.base import PublicIdMixin, TenantModel


class ContentImportJob(PublicIdMixin, TenantModel):
    """One import of a foreign course: its source, its state and its counts.

    `package_sha256` knows the same upload again, `source_digest` the same files however packed, `source_identity` the
    same course in another state. `outline` keeps the titles as the source had them.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        FINISHED = "finished"
        FAILED = "failed"

    class Format(models.TextChoices):
        UNKNOWN = ""
        OLX = "olx"
        MARKDOWN = "markdown"
        CARTRIDGE = "cartridge"
        MOODLE = "moodle"
        BACKUP = "backup"
        CODE = "code"

    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    format = models.CharField(max_length=12, choices=Format.choices, default=Format.UNKNOWN, blank=True)
    file = models.ForeignKey("files.FileObject", on_delete=models.PROTECT, null=True, related_name="+")
    source_name = models.CharField(max_length=255)
    package_sha256 = models.CharField(max_length=64, default="", blank=True)
    source_digest = models.CharField(max_length=64, default="", blank=True)
    source_identity = models.CharField(max_length=200, default="", blank=True)
    outline = models.JSONField(default=list, blank=True)
    is_dry_run = models.BooleanField(default=False)
    is_copy_wanted = models.BooleanField(default=False)
    course = models.ForeignKey("courses.Course", on_delete=models.SET_NULL, null=True, related_name="+")
    requested_by = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    nodes_total = models.PositiveIntegerField(default=0)
    nodes_done = models.PositiveIntegerField(default=0)
    imported_count = models.PositiveIntegerField(default=0)
    lossy_count = models.PositiveIntegerField(default=0)
    skipped_count = models.PositiveIntegerField(default=0)
    problem = models.JSONField(null=True)

    class Meta(TenantModel.Meta):
        db_table = "integrations_content_import_job"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "finished", "failed"]),
                name="content_import_job_state_check",
            ),
            models.CheckConstraint(
                condition=Q(format__in=["", "olx", "markdown", "cartridge", "moodle", "backup", "code"]),
                name="content_import_job_format_check",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "source_digest"], name="content_import_job_digest_idx"),
            models.Index(fields=["organization", "package_sha256"], name="content_import_job_package_idx"),
            models.Index(fields=["organization", "source_identity"], name="content_import_job_source_idx"),
        ]


class ContentImportNode(TenantModel):
    """What became of one node of the source: the line of the fidelity report."""

    class Outcome(models.TextChoices):
        IMPORTED = "imported"
        LOSSY = "lossy"
        SKIPPED = "skipped"

    job = models.ForeignKey(ContentImportJob, on_delete=models.CASCADE, related_name="nodes")
    position = models.PositiveIntegerField()
    path = models.CharField(max_length=500)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200, default="")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    code = models.CharField(max_length=60, default="")
    detail = models.CharField(max_length=500, default="")
    lesson = models.ForeignKey("courses.Lesson", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        db_table = "integrations_content_import_node"
        constraints = [
            models.UniqueConstraint(fields=["job", "position"], name="content_import_node_position_uniq"),
            models.CheckConstraint(
                condition=Q(outcome__in=["imported", "lossy", "skipped"]),
                name="content_import_node_outcome_check",
            ),
        ]

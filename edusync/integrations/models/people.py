"""Tables of people imports: the job, what became of each row, what an organization remembers."""

from django.db import models
from django.db.models import Q

from edusync.kernel.base import PublicIdMixin, TenantModel


class UserImportJob(PublicIdMixin, TenantModel):
    """One file of people: how its columns are read, how far it is, its counts.

    `mapping` is the field of each column, in the order of `columns`. `grantable_roles` are the codes that whoever asked
    for the last step could hand out. `rows_done` counts rows whose chunk was committed: a run goes on there.
    """

    class State(models.TextChoices):
        MAPPING = "mapping"
        CHECKING = "checking"
        CHECKED = "checked"
        RUNNING = "running"
        FINISHED = "finished"
        FAILED = "failed"
        CANCELLED = "cancelled"

    class Format(models.TextChoices):
        CSV = "csv"
        ONEROSTER = "oneroster"

    class Mode(models.TextChoices):
        CREATE = "create"
        UPDATE = "update"
        CREATE_AND_UPDATE = "create-and-update"

    class Conflict(models.TextChoices):
        SKIP = "skip"
        ERROR = "error"

    state = models.CharField(max_length=10, choices=State.choices, default=State.MAPPING)
    format = models.CharField(max_length=10, choices=Format.choices, default=Format.CSV)
    # The upload goes when the run ends. Rows with an error keep their cells for the error file.
    file = models.ForeignKey("files.FileObject", on_delete=models.PROTECT, null=True, related_name="+")
    source_name = models.CharField(max_length=255)
    encoding = models.CharField(max_length=20, default="", blank=True)
    delimiter = models.CharField(max_length=1, default="", blank=True)
    columns = models.JSONField(default=list, blank=True)
    mapping = models.JSONField(default=list, blank=True)
    sample = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    mode = models.CharField(max_length=17, choices=Mode.choices, default=Mode.CREATE_AND_UPDATE)
    on_conflict = models.CharField(max_length=5, choices=Conflict.choices, default=Conflict.SKIP)
    default_role = models.CharField(max_length=60, default="learner", blank=True)
    are_invitations_sent = models.BooleanField(default=True)
    are_groups_created = models.BooleanField(default=False)
    grantable_roles = models.JSONField(default=list, blank=True)
    requested_by = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    # Whether rows were written for good: then the job can go on, but not be set up anew.
    is_begun = models.BooleanField(default=False)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    created_count = models.PositiveIntegerField(default=0)
    updated_count = models.PositiveIntegerField(default=0)
    skipped_count = models.PositiveIntegerField(default=0)
    error_count = models.PositiveIntegerField(default=0)
    problem = models.JSONField(null=True)

    class Meta(TenantModel.Meta):
        db_table = "integrations_user_import_job"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "mapping",
                        "checking",
                        "checked",
                        "running",
                        "finished",
                        "failed",
                        "cancelled",
                    ]
                ),
                name="user_import_job_state_check",
            ),
            models.CheckConstraint(
                condition=Q(format__in=["csv", "oneroster"]), name="user_import_job_format_check"
            ),
            models.CheckConstraint(
                condition=Q(mode__in=["create", "update", "create-and-update"]),
                name="user_import_job_mode_check",
            ),
            models.CheckConstraint(
                condition=Q(on_conflict__in=["skip", "error"]), name="user_import_job_conflict_check"
            ),
        ]


class UserImportRow(TenantModel):
    """What became of one row of the file, or will: after a dry run `outcome` is a forecast.

    `problems` are `{column, code, detail, is_error}`; `cells` are kept of rows with an error only, never a password.
    """

    class Outcome(models.TextChoices):
        CREATE = "create"
        UPDATE = "update"
        SKIP = "skip"
        ERROR = "error"

    job = models.ForeignKey(UserImportJob, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    file_name = models.CharField(max_length=60, default="", blank=True)
    line = models.PositiveIntegerField()
    label = models.CharField(max_length=254, default="", blank=True)
    outcome = models.CharField(max_length=6, choices=Outcome.choices)
    problems = models.JSONField(default=list, blank=True)
    cells = models.JSONField(null=True)
    user = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        db_table = "integrations_user_import_row"
        constraints = [
            models.UniqueConstraint(fields=["job", "position"], name="user_import_row_position_uniq"),
            models.CheckConstraint(
                condition=Q(outcome__in=["create", "update", "skip", "error"]),
                name="user_import_row_outcome_check",
            ),
        ]
        indexes = [
            models.Index(fields=["job", "outcome", "position"], name="user_import_row_outcome_idx"),
        ]


class UserImportSetting(TenantModel):
    """What an organization wants of its imports. `mapping` remembers the field of a heading that somebody chose."""

    mapping = models.JSONField(default=dict, blank=True)
    are_passwords_allowed = models.BooleanField(default=False)
    mails_per_minute = models.PositiveIntegerField(default=120)

    class Meta(TenantModel.Meta):
        db_table = "integrations_user_import_setting"
        constraints = [
            models.UniqueConstraint(fields=["organization"], name="user_import_setting_org_uniq"),
            models.CheckConstraint(
                condition=Q(mails_per_minute__gte=1, mails_per_minute__lte=6000),
                name="user_import_setting_rate_check",
            ),
        ]


class RosterLink(TenantModel):
    """Which of our rows a `sourcedId` of OneRoster stands for. `facts` keep what has no place here yet (a class's course)."""

    class Kind(models.TextChoices):
        ORG = "org"
        SESSION = "session"
        USER = "user"
        CLASS = "class"

    kind = models.CharField(max_length=7, choices=Kind.choices)
    external_id = models.CharField(max_length=255)
    target_id = models.BigIntegerField()
    facts = models.JSONField(default=dict, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "integrations_roster_link"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "external_id"], name="roster_link_external_uniq"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["org", "session", "user", "class"]), name="roster_link_kind_check"
            ),
        ]
        indexes = [models.Index(fields=["organization", "kind", "target_id"], name="roster_link_target_idx")]

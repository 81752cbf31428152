"""Ways into a course beside asking: keys, links, and rules that bring people in by themselves."""

from django.db import models
from django.db.models import F, Q

from edusync.enrollment.models.cohorts import Cohort
from edusync.enrollment.models.enrollment import Enrollment
from edusync.kernel.base import PublicIdMixin, SoftDeleteMixin, TenantModel


class EnrollmentKey(PublicIdMixin, TenantModel):
    """A word or a link that lets people in. Only its hash is kept."""

    class Kind(models.TextChoices):
        KEY = "key"
        LINK = "link"

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    label = models.CharField(max_length=120)
    secret_hash = models.CharField(max_length=64)
    # Its last characters, to tell it from others.
    hint = models.CharField(max_length=8, default="")
    valid_from = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)
    max_uses = models.PositiveIntegerField(null=True, blank=True)
    use_count = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(TenantModel.Meta):
        db_table = "enrollment_enrollment_key"
        constraints = [
            models.UniqueConstraint(fields=["course", "secret_hash"], name="enrollment_key_secret_uniq"),
            models.CheckConstraint(condition=Q(kind__in=["key", "link"]), name="enrollment_key_kind_check"),
            models.CheckConstraint(
                condition=Q(max_uses__isnull=True) | Q(use_count__lte=F("max_uses")),
                name="enrollment_key_uses_check",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gt=F("valid_from")),
                name="enrollment_key_dates_check",
            ),
        ]
        indexes = [models.Index(fields=["secret_hash"], name="enrollment_key_secret_idx")]


class EnrollmentRule(SoftDeleteMixin, TenantModel):
    """Whoever fits is brought into the course by itself: members of a group, a unit, a job role, an e-mail domain."""

    class Kind(models.TextChoices):
        GROUP = "group"
        UNIT = "unit"
        JOB_ROLE = "job_role"
        EMAIL_DOMAIN = "email_domain"
        EVERYBODY = "everybody"

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    # Id of the group, unit or job role; 0 where the kind has none.
    target_id = models.BigIntegerField(default=0)
    # The e-mail domain; empty for other kinds.
    value = models.CharField(max_length=120, default="", blank=True)
    is_on = models.BooleanField(default=True)
    # Whether who no longer fits is withdrawn; progress stays.
    withdraws = models.BooleanField(default=False)
    # Days after joining by which they should be through.
    due_days = models.PositiveSmallIntegerField(null=True, blank=True)
    last_run_at = models.DateTimeField(null=True, blank=True)
    # What the last run did: {"fit": …, "enrolled": …, "withdrawn": …, "refused": …}
    last_result = models.JSONField(default=dict, blank=True)
    created_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(TenantModel.Meta):
        db_table = "enrollment_enrollment_rule"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["group", "unit", "job_role", "email_domain", "everybody"]),
                name="enrollment_rule_kind_check",
            ),
        ]
        indexes = [models.Index(fields=["course", "deleted_at"], name="enrollment_rule_course_idx")]


class EnrollmentRuleMember(TenantModel):
    """A rule brought this enrollment about; only such may the rule end again."""

    rule = models.ForeignKey(EnrollmentRule, on_delete=models.PROTECT, related_name="members")
    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="+")
    # When the rule ended it because the person did not fit any more; empty while it stands.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "enrollment_enrollment_rule_member"
        constraints = [
            models.UniqueConstraint(fields=["rule", "enrollment"], name="enrollment_rule_member_uniq"),
        ]
        indexes = [models.Index(fields=["enrollment"], name="enrollment_rule_member_idx")]


class EnrollmentImport(PublicIdMixin, TenantModel):
    """A CSV of people to bring into one course (or out of it); first tried, then done."""

    class State(models.TextChoices):
        CHECKED = "checked"
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    file_name = models.CharField(max_length=200, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKED)
    row_count = models.PositiveIntegerField(default=0)
    error_count = models.PositiveIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "enrollment_enrollment_import"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["checked", "queued", "running", "done", "failed"]),
                name="enrollment_import_state_check",
            ),
        ]
        indexes = [models.Index(fields=["course", "id"], name="enrollment_import_course_idx")]


class EnrollmentImportRow(TenantModel):
    """One line of an enrollment CSV and what became of it."""

    class Result(models.TextChoices):
        READY = "ready"
        ERROR = "error"
        DONE = "done"
        SKIPPED = "skipped"

    job = models.ForeignKey(EnrollmentImport, on_delete=models.CASCADE, related_name="rows")
    line_number = models.PositiveIntegerField()
    # {"person": "…", "act": "enroll", "cohort": "…", "due": "…"} as they were in the file.
    cells = models.JSONField(default=dict)
    learner = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    result = models.CharField(max_length=8, choices=Result.choices)
    # Code and cell of the error, or what was done.
    code = models.CharField(max_length=40, default="", blank=True)
    field_name = models.CharField(max_length=40, default="", blank=True)

    class Meta(TenantModel.Meta):
        db_table = "enrollment_enrollment_import_row"
        constraints = [
            models.UniqueConstraint(fields=["job", "line_number"], name="enrollment_import_row_uniq"),
            models.CheckConstraint(
                condition=Q(result__in=["ready", "error", "done", "skipped"]),
                name="enrollment_import_row_result_check",
            ),
        ]

"""Who takes which course, and how that came about."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Mod

from edusync.kernel.base import PublicIdMixin, SoftDeleteMixin, TenantModel, live_flag


class Enrollment(PublicIdMixin, SoftDeleteMixin, TenantModel):
    """One learner's place in one course. Never deleted: leaving sets `status`.

    `done_weight` and `required_weight` are kept by the progress app; a database trigger makes the certificate due
    when the first reaches the second.
    """

    class Status(models.TextChoices):
        """One machine; which change is possible says `enrollment.states`.

        Only active and completed open the lessons. Paused is the learner's own wish, suspended the staff's.
        """

        INVITED = "invited"
        PENDING = "pending"
        WAITLISTED = "waitlisted"
        ACTIVE = "active"
        PAUSED = "paused"
        SUSPENDED = "suspended"
        COMPLETED = "completed"
        WITHDRAWN = "withdrawn"
        REJECTED = "rejected"
        EXPIRED = "expired"

    class Source(models.TextChoices):
        SELF = "self"
        STAFF = "staff"
        IMPORT = "import"
        KEY = "key"
        LINK = "link"
        RULE = "rule"
        INVITATION = "invitation"

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    learner = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    cohort = models.ForeignKey(
        "enrollment.Cohort", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    attempt_number = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.ACTIVE)
    source = models.CharField(max_length=16, choices=Source.choices, default=Source.SELF)
    done_weight = models.PositiveIntegerField(default=0)
    required_weight = models.PositiveIntegerField(default=0)
    percent = models.GeneratedField(
        expression=models.Case(
            models.When(required_weight=0, then=models.Value(0)),
            models.When(done_weight__gte=F("required_weight"), then=models.Value(100)),
            # Integer division differs between engines, subtraction of the remainder does not.
            default=(F("done_weight") * 100 - Mod(F("done_weight") * 100, F("required_weight")))
            / F("required_weight"),
            output_field=models.IntegerField(),
        ),
        output_field=models.IntegerField(),
        db_persist=False,
    )
    seconds = models.PositiveIntegerField(default=0)
    week_starts_on = models.DateField(
        null=True, blank=True, help_text="Monday of the week `week_seconds` counts."
    )
    week_seconds = models.PositiveIntegerField(default=0)
    last_lesson = models.ForeignKey(
        "courses.Lesson", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    enrolled_at = models.DateTimeField()
    last_access_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    # When access ends by itself; empty for never.
    expires_at = models.DateTimeField(null=True, blank=True)
    # By when the learner should be through; empty for no date.
    due_at = models.DateTimeField(null=True, blank=True)
    approval_requested_at = models.DateTimeField(null=True, blank=True)
    request_message = models.CharField(max_length=1000, default="", blank=True)
    approved_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    rejection_reason = models.CharField(max_length=1000, default="", blank=True)
    # 0 to 1, written by the progress app; empty until there is something to judge.
    engagement_score = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)
    live = live_flag()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["course", "learner", "attempt_number", "live"], name="enrollment_course_learner_uniq"
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "invited",
                        "pending",
                        "waitlisted",
                        "active",
                        "paused",
                        "suspended",
                        "completed",
                        "withdrawn",
                        "rejected",
                        "expired",
                    ]
                ),
                name="enrollment_status_check",
            ),
            models.CheckConstraint(
                condition=Q(status="completed", completed_at__isnull=False) | ~Q(status="completed"),
                name="enrollment_completed_at_check",
            ),
            models.CheckConstraint(
                condition=Q(source__in=["self", "staff", "import", "key", "link", "rule", "invitation"]),
                name="enrollment_source_check",
            ),
            models.CheckConstraint(
                condition=~Q(status="pending") | Q(approval_requested_at__isnull=False),
                name="enrollment_pending_check",
            ),
            # Who asked for approval takes the course only after it was given.
            models.CheckConstraint(
                condition=Q(approval_requested_at__isnull=True)
                | Q(approved_at__isnull=False)
                | ~Q(status__in=["active", "paused", "suspended", "completed"]),
                name="enrollment_approved_check",
            ),
            models.CheckConstraint(
                condition=~Q(status="rejected") | ~Q(rejection_reason=""), name="enrollment_rejected_check"
            ),
            models.CheckConstraint(
                condition=Q(engagement_score__isnull=True)
                | Q(engagement_score__gte=0, engagement_score__lte=1),
                name="enrollment_engagement_check",
            ),
        ]
        indexes = [
            models.Index(fields=["learner", "status", "last_access_at"], name="enrollment_learner_idx"),
            models.Index(fields=["course", "status", "id"], name="enrollment_course_idx"),
            models.Index(fields=["course", "status", "last_access_at"], name="enrollment_access_idx"),
            models.Index(fields=["status", "approval_requested_at"], name="enrollment_request_idx"),
            models.Index(fields=["status", "expires_at"], name="enrollment_expiry_idx"),
            models.Index(fields=["cohort", "status"], name="enrollment_cohort_idx"),
        ]


class EnrollmentTransition(TenantModel):
    """A change of status. Append-only by trigger."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="transitions")
    from_status = models.CharField(max_length=16, default="")
    to_status = models.CharField(max_length=16)
    by = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=200, default="")

    class Meta(TenantModel.Meta):
        db_table = "enrollment_enrollment_transition"
        indexes = [models.Index(fields=["enrollment", "id"], name="enrollment_transition_idx")]

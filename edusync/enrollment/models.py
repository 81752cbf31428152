"""Tables of enrollment."""

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
        ACTIVE = "active"
        COMPLETED = "completed"
        WITHDRAWN = "withdrawn"
        SUSPENDED = "suspended"

    class Source(models.TextChoices):
        SELF = "self"
        STAFF = "staff"
        IMPORT = "import"

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    learner = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
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
    live = live_flag()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["course", "learner", "attempt_number", "live"], name="enrollment_course_learner_uniq"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["active", "completed", "withdrawn", "suspended"]),
                name="enrollment_status_check",
            ),
            models.CheckConstraint(
                condition=Q(status="completed", completed_at__isnull=False) | ~Q(status="completed"),
                name="enrollment_completed_at_check",
            ),
        ]
        indexes = [
            models.Index(fields=["learner", "status", "last_access_at"], name="enrollment_learner_idx"),
            models.Index(fields=["course", "status", "id"], name="enrollment_course_idx"),
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

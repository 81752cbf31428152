"""People who take one course together."""

from django.db import models
from django.db.models import F, Q

from edusync.enrollment.models.enrollment import Enrollment
from edusync.kernel.base import PublicIdMixin, SoftDeleteMixin, TenantModel, VersionedMixin, live_flag


class Cohort(PublicIdMixin, VersionedMixin, SoftDeleteMixin, TenantModel):
    """One run of a course with dates, seats and pace of its own."""

    class Pacing(models.TextChoices):
        """Self: everybody in their own time. Scheduled: dates count from the day the cohort begins."""

        SELF = "self"
        SCHEDULED = "scheduled"

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    enrollment_opens_at = models.DateTimeField(null=True, blank=True)
    enrollment_closes_at = models.DateTimeField(null=True, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    # Kept by triggers: enrollments that hold a seat, and offers that keep one free.
    seats_taken = models.PositiveIntegerField(default=0)
    seats_offered = models.PositiveIntegerField(default=0)
    pacing = models.CharField(max_length=12, choices=Pacing.choices, default=Pacing.SELF)
    # Whether learners may choose it themselves.
    is_open = models.BooleanField(default=True)
    live = live_flag()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["course", "name", "live"], name="cohort_course_name_uniq"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gt=0), name="cohort_capacity_check"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="cohort_dates_check",
            ),
            models.CheckConstraint(
                condition=Q(enrollment_opens_at__isnull=True)
                | Q(enrollment_closes_at__isnull=True)
                | Q(enrollment_closes_at__gt=F("enrollment_opens_at")),
                name="cohort_enrollment_dates_check",
            ),
            models.CheckConstraint(condition=Q(pacing__in=["self", "scheduled"]), name="cohort_pacing_check"),
            models.CheckConstraint(
                condition=Q(pacing="self") | Q(starts_at__isnull=False), name="cohort_scheduled_check"
            ),
        ]
        indexes = [models.Index(fields=["course", "starts_at"], name="cohort_course_idx")]

    def __str__(self) -> str:
        return self.name


class LearnerGroup(PublicIdMixin, SoftDeleteMixin, TenantModel):
    """A named group of learners inside one course, for work in groups."""

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    live = live_flag()

    class Meta(TenantModel.Meta):
        db_table = "enrollment_learner_group"
        constraints = [
            models.UniqueConstraint(fields=["course", "name", "live"], name="learner_group_course_name_uniq"),
        ]


class LearnerGroupMember(TenantModel):
    """An enrollment is in a group of its course."""

    group = models.ForeignKey(LearnerGroup, on_delete=models.CASCADE, related_name="members")
    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        db_table = "enrollment_learner_group_member"
        constraints = [
            models.UniqueConstraint(fields=["group", "enrollment"], name="learner_group_member_uniq"),
        ]
        indexes = [models.Index(fields=["enrollment"], name="learner_group_enrollment_idx")]


class EnrollmentExtension(TenantModel):
    """More time for one person. Append-only by trigger; the latest of a kind counts."""

    class Kind(models.TextChoices):
        DUE = "due"
        ACCESS = "access"

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="extensions")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    # Empty: no end.
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, default="", blank=True)
    granted_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(TenantModel.Meta):
        db_table = "enrollment_enrollment_extension"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["due", "access"]), name="enrollment_extension_kind_check"
            ),
        ]
        indexes = [models.Index(fields=["enrollment", "id"], name="enrollment_extension_idx")]

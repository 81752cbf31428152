"""Tables of marks: cells, their history, and what a course comes to."""

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from edusync.grading.models.books import GradeItem
from edusync.kernel.base import TenantModel, VersionedMixin
from edusync.kernel.ids import BinUUIDField


class Grade(VersionedMixin, TenantModel):
    """One cell. `points` come from the work itself, `override_points` from somebody who knows better, with a reason.

    Triggers fill `points` from quizzes and write every change into `GradeEvent` with the `changed_by`, `change_reason`
    and `change_batch` they find here.
    """

    class State(models.TextChoices):
        NONE = "none"
        NEEDS_MARKING = "needs_marking"
        GRADED = "graded"
        MISSING = "missing"
        EXCUSED = "excused"

    item = models.ForeignKey(GradeItem, on_delete=models.PROTECT, related_name="+")
    enrollment = models.ForeignKey("enrollment.Enrollment", on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True)
    override_points = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True)
    max_points = models.DecimalField(max_digits=9, decimal_places=3)
    state = models.CharField(max_length=16, choices=State.choices, default=State.NONE)
    percentage = models.GeneratedField(
        expression=models.Case(
            models.When(state="excused", then=Value(None)),
            default=Coalesce(models.F("override_points"), models.F("points"))
            * 100.0
            / models.F("max_points"),
            output_field=models.DecimalField(max_digits=14, decimal_places=4),
        ),
        output_field=models.DecimalField(max_digits=14, decimal_places=4),
        db_persist=False,
        null=True,
    )
    changed_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    change_reason = models.CharField(max_length=300, default="", blank=True)
    change_batch = BinUUIDField(null=True, blank=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["item", "enrollment"], name="grade_item_enrollment_uniq"),
            models.CheckConstraint(
                condition=Q(state__in=["none", "needs_marking", "graded", "missing", "excused"]),
                name="grade_state_check",
            ),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0), name="grade_points_check"
            ),
            models.CheckConstraint(
                condition=Q(override_points__isnull=True) | Q(override_points__gte=0),
                name="grade_override_check",
            ),
            models.CheckConstraint(condition=Q(max_points__gte=0.01), name="grade_max_points_check"),
        ]
        indexes = [models.Index(fields=["enrollment", "item"], name="grade_enrollment_idx")]


class GradeEvent(models.Model):
    """A change of a cell, before and after. Append-only; written by trigger alone."""

    organization = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="+")
    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, related_name="events")
    version = models.PositiveIntegerField()
    points_before = models.DecimalField(max_digits=9, decimal_places=3, null=True)
    points_after = models.DecimalField(max_digits=9, decimal_places=3, null=True)
    override_before = models.DecimalField(max_digits=9, decimal_places=3, null=True)
    override_after = models.DecimalField(max_digits=9, decimal_places=3, null=True)
    max_points_after = models.DecimalField(max_digits=9, decimal_places=3)
    state_before = models.CharField(max_length=16, default="")
    state_after = models.CharField(max_length=16)
    by = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=300, default="")
    batch = BinUUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "grading_grade_event"
        indexes = [
            models.Index(fields=["grade", "version"], name="grade_event_grade_idx"),
            models.Index(fields=["batch"], name="grade_event_batch_idx"),
        ]


class CourseGrade(TenantModel):
    """What a learner's cells come to. A trigger marks it stale when a cell changes; services compute it anew.

    `current` counts what is marked, `final` takes what is not for zero, `shown` is `current` over what the learner sees.
    """

    enrollment = models.OneToOneField("enrollment.Enrollment", on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    current_percent = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    final_percent = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    shown_percent = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    is_stale = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        db_table = "grading_course_grade"
        indexes = [
            models.Index(fields=["course", "is_stale"], name="course_grade_stale_idx"),
            models.Index(fields=["is_stale", "id"], name="course_grade_due_idx"),
        ]

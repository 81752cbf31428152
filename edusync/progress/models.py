"""Tables of progress."""

from django.db import models
from django.db.models import Q

from edusync.kernel.base import TenantModel


class LessonProgress(TenantModel):
    """What one enrollment has done in one lesson. This is the fact; all percentages follow from it."""

    class State(models.TextChoices):
        STARTED = "started"
        COMPLETED = "completed"

    class Method(models.TextChoices):
        NONE = ""
        MANUAL = "manual"
        VIEW = "view"
        TIME = "time"
        SCORE = "score"

    enrollment = models.ForeignKey("enrollment.Enrollment", on_delete=models.PROTECT, related_name="+")
    lesson = models.ForeignKey("courses.Lesson", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.STARTED)
    method = models.CharField(max_length=12, choices=Method.choices, default=Method.NONE, blank=True)
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    seconds = models.PositiveIntegerField(default=0)
    views = models.PositiveIntegerField(default=0)
    last_viewed_at = models.DateTimeField(null=True)
    position_seconds = models.PositiveIntegerField(default=0)
    watched_share = models.PositiveSmallIntegerField(default=0)
    # Watched stretches of a film, [[from, to], …] in seconds, ascending and apart.
    watched = models.JSONField(default=list, blank=True)
    best_score = models.DecimalField(max_digits=9, decimal_places=3, null=True)

    class Meta(TenantModel.Meta):
        db_table = "progress_lesson_progress"
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment", "lesson"], name="lesson_progress_enrollment_lesson_uniq"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["started", "completed"]), name="lesson_progress_state_check"
            ),
            models.CheckConstraint(
                condition=Q(state="completed", completed_at__isnull=False)
                | Q(state="started", completed_at__isnull=True),
                name="lesson_progress_completed_at_check",
            ),
            models.CheckConstraint(condition=Q(watched_share__lte=100), name="lesson_progress_watched_check"),
        ]
        indexes = [models.Index(fields=["lesson", "state"], name="lesson_progress_lesson_idx")]


class ModuleProgress(TenantModel):
    """Summary of one enrollment in one module: a maintained projection of lesson progress."""

    enrollment = models.ForeignKey("enrollment.Enrollment", on_delete=models.PROTECT, related_name="+")
    module = models.ForeignKey("courses.Module", on_delete=models.PROTECT, related_name="+")
    done_weight = models.PositiveIntegerField(default=0)
    required_weight = models.PositiveIntegerField(default=0)
    completed_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        db_table = "progress_module_progress"
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment", "module"], name="module_progress_enrollment_module_uniq"
            ),
        ]


class Completion(TenantModel):
    """A course was completed. Append-only by trigger."""

    enrollment = models.ForeignKey("enrollment.Enrollment", on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField()
    done_weight = models.PositiveIntegerField()
    required_weight = models.PositiveIntegerField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["enrollment"], name="completion_enrollment_uniq")]

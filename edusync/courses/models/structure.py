"""Modules and lessons."""

from django.db import models
from django.db.models import Q

from edusync.courses.models.course import Course
from edusync.kernel.base import PublicIdMixin, SoftDeleteMixin, TenantModel, VersionedMixin
from edusync.kernel.ids import BinUUIDField


class Module(PublicIdMixin, VersionedMixin, SoftDeleteMixin, TenantModel):
    """Ordered group of lessons."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="modules")
    title = models.CharField(max_length=200)
    summary = models.TextField(default="", blank=True)
    position = models.PositiveIntegerField()
    is_published = models.BooleanField(default=True)
    # The module of the course this one was copied from, by its UUID.
    origin_uuid = BinUUIDField(null=True, blank=True, editable=False)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["course", "position"], name="module_course_position_idx")]


class Lesson(PublicIdMixin, VersionedMixin, SoftDeleteMixin, TenantModel):
    """One activity placed in a module. Its kind names the detail row."""

    class Kind(models.TextChoices):
        PAGE = "page"
        VIDEO = "video"
        DOCUMENT = "document"
        LINK = "link"
        QUIZ = "quiz"
        ASSIGNMENT = "assignment"
        PACKAGE = "package"
        LIVE = "live"

    class Completion(models.TextChoices):
        VIEW = "view"
        TIME = "time"
        SCORE = "score"
        MANUAL = "manual"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="lessons")
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="lessons")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    title = models.CharField(max_length=200)
    group_title = models.CharField(max_length=200, default="", blank=True)
    position = models.PositiveIntegerField()
    is_required = models.BooleanField(default=True)
    is_published = models.BooleanField(default=True)
    is_preview = models.BooleanField(default=False)
    weight = models.PositiveIntegerField(default=1)
    estimated_minutes = models.PositiveIntegerField(default=0)
    completion = models.CharField(max_length=16, choices=Completion.choices, default=Completion.MANUAL)
    completion_value = models.PositiveIntegerField(default=0)
    # The lesson this one was copied from, by its UUID.
    origin_uuid = BinUUIDField(null=True, blank=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=["page", "video", "document", "link", "quiz", "assignment", "package", "live"]
                ),
                name="lesson_kind_check",
            ),
            models.CheckConstraint(
                condition=Q(completion__in=["view", "time", "score", "manual"]),
                name="lesson_completion_check",
            ),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=1000), name="lesson_weight_check"),
        ]
        indexes = [models.Index(fields=["course", "module", "position"], name="lesson_course_module_idx")]

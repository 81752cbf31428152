"""Tables of questions: identity, wordings, choices."""

from django.db import models
from django.db.models import Q

from edusync.kernel.base import PublicIdMixin, SoftDeleteMixin, TenantModel, TimestampedModel


class Question(PublicIdMixin, SoftDeleteMixin, TenantModel):
    """Identity of a question; its wording lives in versions."""

    class Kind(models.TextChoices):
        SINGLE_CHOICE = "single_choice"
        MULTIPLE_CHOICE = "multiple_choice"
        DROPDOWN = "dropdown"
        NUMERICAL = "numerical"
        TEXT = "text"
        FORMULA = "formula"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    course = models.ForeignKey(
        "courses.Course", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=200, default="", blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=["single_choice", "multiple_choice", "dropdown", "numerical", "text", "formula"]
                ),
                name="question_kind_check",
            ),
        ]


class QuestionVersion(TimestampedModel):
    """One wording of a question. Never edited once an attempt shows it; `settings` by kind, see `scoring`."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    stem = models.JSONField(default=dict)
    settings = models.JSONField(default=dict)
    points = models.DecimalField(max_digits=9, decimal_places=3, default=1)
    feedback_correct = models.TextField(default="", blank=True)
    feedback_incorrect = models.TextField(default="", blank=True)
    explanation = models.TextField(default="", blank=True)
    hints = models.JSONField(default=list, blank=True)

    class Meta:
        db_table = "assessment_question_version"
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="question_version_number_uniq"),
            models.CheckConstraint(condition=Q(points__gt=0), name="question_version_points_check"),
        ]


class QuestionOption(models.Model):
    """One choice of a question. `weight` is the share of the points it earns: 1 right, 0 wrong."""

    version = models.ForeignKey(QuestionVersion, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    html = models.TextField()
    weight = models.DecimalField(max_digits=6, decimal_places=5, default=0)
    feedback = models.TextField(default="", blank=True)

    class Meta:
        db_table = "assessment_question_option"
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="question_option_position_uniq")
        ]

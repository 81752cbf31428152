"""Tables of rubrics and of their use, and of remarks kept for the next time."""

from django.db import models
from django.db.models import Q

from edusync.assessment.models.assignments import Submission
from edusync.kernel.base import PublicIdMixin, SoftDeleteMixin, TenantModel, TimestampedModel, VersionedMixin


class Rubric(PublicIdMixin, VersionedMixin, SoftDeleteMixin, TenantModel):
    """Criteria with levels, to be used again. Without a course it is for the whole organization."""

    course = models.ForeignKey(
        "courses.Course", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=200)
    description = models.TextField(default="", blank=True)
    created_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organization", "course", "title"], name="rubric_course_idx")]


class RubricCriterion(PublicIdMixin, TimestampedModel):
    """One thing that is looked at. It is worth as much as its best level."""

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    description = models.TextField(default="", blank=True)

    class Meta:
        db_table = "assessment_rubric_criterion"
        constraints = [
            models.UniqueConstraint(fields=["rubric", "position"], name="rubric_criterion_position_uniq")
        ]


class RubricLevel(PublicIdMixin, TimestampedModel):
    """How well a criterion can be met, and what that is worth."""

    criterion = models.ForeignKey(RubricCriterion, on_delete=models.CASCADE, related_name="levels")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    description = models.TextField(default="", blank=True)
    points = models.DecimalField(max_digits=9, decimal_places=3)

    class Meta:
        db_table = "assessment_rubric_level"
        constraints = [
            models.UniqueConstraint(fields=["criterion", "position"], name="rubric_level_position_uniq"),
            models.CheckConstraint(condition=Q(points__gte=0), name="rubric_level_points_check"),
        ]


class RubricAssessment(TenantModel):
    """A submission judged by a rubric. `points` is the sum of its scores in the rubric's own measure."""

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="rubric_assessment")
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="+")
    assessed_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    points = models.DecimalField(max_digits=9, decimal_places=3, default=0)
    max_points = models.DecimalField(max_digits=9, decimal_places=3, default=0)

    class Meta(TenantModel.Meta):
        db_table = "assessment_rubric_assessment"
        constraints = [
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=models.F("max_points")),
                name="rubric_assessment_points_check",
            )
        ]


class RubricScore(TimestampedModel):
    """The level a submission reached in one criterion."""

    assessment = models.ForeignKey(RubricAssessment, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(RubricCriterion, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(RubricLevel, on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=9, decimal_places=3)
    comment = models.TextField(default="", blank=True)

    class Meta:
        db_table = "assessment_rubric_score"
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="rubric_score_criterion_uniq"),
            models.CheckConstraint(condition=Q(points__gte=0), name="rubric_score_points_check"),
        ]


class AnswerLevel(TimestampedModel):
    """The level that the answer to a question of a quiz reached in one criterion of the question's rubric.

    The triggers `answer_level_rubric_on_*` refuse levels of another criterion, and criteria of another rubric.
    """

    answer = models.ForeignKey("assessment.QuizAnswer", on_delete=models.CASCADE, related_name="levels")
    criterion = models.ForeignKey(RubricCriterion, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(RubricLevel, on_delete=models.PROTECT, related_name="+")
    # In the rubric's own measure.
    points = models.DecimalField(max_digits=9, decimal_places=3)
    comment = models.TextField(default="", blank=True)

    class Meta:
        db_table = "assessment_answer_level"
        constraints = [
            models.UniqueConstraint(fields=["answer", "criterion"], name="answer_level_criterion_uniq"),
            models.CheckConstraint(condition=Q(points__gte=0), name="answer_level_points_check"),
        ]


class CommentBankEntry(PublicIdMixin, TenantModel):
    """A remark that its owner writes often."""

    owner = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    # Where it belongs; empty: everywhere.
    course = models.ForeignKey(
        "courses.Course", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField()
    used_count = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        db_table = "assessment_comment_bank_entry"
        indexes = [models.Index(fields=["owner", "used_count"], name="comment_bank_owner_idx")]

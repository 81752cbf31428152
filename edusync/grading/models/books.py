"""Tables of a course's book: its rules, categories and columns."""

from django.db import models
from django.db.models import Q

from edusync.grading.models.schemes import GradingScheme
from edusync.kernel.base import SoftDeleteMixin, TenantModel, VersionedMixin, live_flag


class Gradebook(VersionedMixin, TenantModel):
    """The rules by which a course's grades add up. A course without a row has the defaults."""

    class Aggregation(models.TextChoices):
        POINTS = "points"
        WEIGHTS = "weights"

    class Missing(models.TextChoices):
        ZERO = "zero"
        IGNORED = "ignored"

    course = models.OneToOneField("courses.Course", on_delete=models.PROTECT, related_name="+")
    scheme = models.ForeignKey(
        GradingScheme, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Inside a category an item counts by its points times its weight, or by its weight alone.
    aggregation = models.CharField(max_length=12, choices=Aggregation.choices, default=Aggregation.POINTS)
    missing = models.CharField(max_length=12, choices=Missing.choices, default=Missing.ZERO)
    # Until when learners may ask for a second look at a mark. Empty: they may not.
    regrade_until = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(aggregation__in=["points", "weights"]), name="gradebook_aggregation_check"
            ),
            models.CheckConstraint(
                condition=Q(missing__in=["zero", "ignored"]), name="gradebook_missing_check"
            ),
        ]


class GradeCategory(TenantModel):
    """A share of the course grade. Weights are relative: 1, 1 and 2 mean 25, 25 and 50 percent."""

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    weight = models.DecimalField(max_digits=7, decimal_places=3, default=1)
    drop_lowest = models.PositiveSmallIntegerField(default=0)
    drop_highest = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        db_table = "grading_grade_category"
        constraints = [
            models.UniqueConstraint(fields=["course", "name"], name="grade_category_name_uniq"),
            models.CheckConstraint(condition=Q(weight__gte=0), name="grade_category_weight_check"),
        ]


class GradeItem(SoftDeleteMixin, VersionedMixin, TenantModel):
    """One column of the book. Title and order of an item with a lesson are the lesson's.

    Learners see marks once `posted_at` is set and while `is_visible`. `attempt_choice` says which try at a quiz counts.
    """

    class Source(models.TextChoices):
        QUIZ = "quiz"
        EXAM = "exam"
        ASSIGNMENT = "assignment"
        ATTENDANCE = "attendance"
        DISCUSSION = "discussion"
        CUSTOM = "custom"

    class Choice(models.TextChoices):
        HIGHEST = "highest"
        LATEST = "latest"
        FIRST = "first"
        AVERAGE = "average"

    class Curve(models.TextChoices):
        NONE = "none"
        ADD = "add"
        SCALE = "scale"
        SQRT = "sqrt"

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(
        GradeCategory, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    source_kind = models.CharField(max_length=12, choices=Source.choices, default=Source.CUSTOM)
    source_id = models.BigIntegerField(null=True, blank=True)
    lesson = models.ForeignKey(
        "courses.Lesson", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=200, default="", blank=True)
    max_points = models.DecimalField(max_digits=9, decimal_places=3, default=100)
    weight = models.DecimalField(max_digits=7, decimal_places=3, default=1)
    due_at = models.DateTimeField(null=True, blank=True)
    is_visible = models.BooleanField(default=True)
    is_extra_credit = models.BooleanField(default=False)
    posted_at = models.DateTimeField(null=True, blank=True)
    attempt_choice = models.CharField(max_length=12, choices=Choice.choices, default=Choice.HIGHEST)
    curve = models.CharField(max_length=8, choices=Curve.choices, default=Curve.NONE)
    # Percentage points for `add`, a factor for `scale`.
    curve_value = models.DecimalField(max_digits=7, decimal_places=3, default=0)
    position = models.PositiveIntegerField(default=0)
    live = live_flag()

    class Meta(TenantModel.Meta):
        db_table = "grading_grade_item"
        constraints = [
            models.UniqueConstraint(
                fields=["source_kind", "source_id", "live"], name="grade_item_source_uniq"
            ),
            models.CheckConstraint(
                condition=Q(
                    source_kind__in=["quiz", "exam", "assignment", "attendance", "discussion", "custom"]
                ),
                name="grade_item_source_check",
            ),
            models.CheckConstraint(
                condition=Q(source_kind="custom", source_id__isnull=True)
                | (~Q(source_kind="custom") & Q(source_id__isnull=False)),
                name="grade_item_source_id_check",
            ),
            models.CheckConstraint(condition=Q(max_points__gte=0.01), name="grade_item_points_check"),
            models.CheckConstraint(condition=Q(weight__gte=0), name="grade_item_weight_check"),
            models.CheckConstraint(
                condition=Q(attempt_choice__in=["highest", "latest", "first", "average"]),
                name="grade_item_choice_check",
            ),
            models.CheckConstraint(
                condition=Q(curve__in=["none", "add", "scale", "sqrt"]), name="grade_item_curve_check"
            ),
            models.CheckConstraint(condition=Q(curve_value__gte=0), name="grade_item_curve_value_check"),
        ]
        indexes = [models.Index(fields=["course", "source_kind", "position"], name="grade_item_course_idx")]

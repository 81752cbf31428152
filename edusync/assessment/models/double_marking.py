"""Tables of marking by two: each marker's own mark, blind to the other's, and how both become one."""

from django.db import models
from django.db.models import Q

from edusync.assessment.models.assignments import Assignment, Submission
from edusync.assessment.models.rubrics import RubricCriterion, RubricLevel
from edusync.kernel.base import TenantModel, TimestampedModel, VersionedMixin


class MarkingPlan(VersionedMixin, TenantModel):
    """Two people mark each submission of the assignment. Without a plan one does."""

    class Apart(models.TextChoices):
        """What happens to two marks that lie further apart than the threshold."""

        AVERAGE = "average"
        MODERATOR = "moderator"

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="marking_plan")
    # Marks that differ by at most this share of the points, in percent, become their average.
    threshold_percent = models.PositiveSmallIntegerField(default=10)
    when_apart = models.CharField(max_length=12, choices=Apart.choices, default=Apart.MODERATOR)
    # Who decides; nobody named: whoever marks in the course and is none of the two.
    moderator = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(TenantModel.Meta):
        db_table = "assessment_marking_plan"
        constraints = [
            models.CheckConstraint(
                condition=Q(threshold_percent__lte=100), name="marking_plan_threshold_check"
            ),
            models.CheckConstraint(
                condition=Q(when_apart__in=["average", "moderator"]), name="marking_plan_apart_check"
            ),
        ]


class MarkerMark(VersionedMixin, TenantModel):
    """What one marker says about a submission. `place` 1 and 2 are the two markers, 3 the moderator."""

    MODERATOR = 3

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="marker_marks")
    marker = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    # NULL while criteria are open.
    raw_points = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True)
    is_late_waived = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        db_table = "assessment_marker_mark"
        constraints = [
            models.UniqueConstraint(fields=["submission", "place"], name="marker_mark_place_uniq"),
            models.UniqueConstraint(fields=["submission", "marker"], name="marker_mark_marker_uniq"),
            models.CheckConstraint(condition=Q(place__in=[1, 2, 3]), name="marker_mark_place_check"),
            models.CheckConstraint(
                condition=Q(raw_points__isnull=True) | Q(raw_points__gte=0), name="marker_mark_points_check"
            ),
        ]


class MarkerScore(TimestampedModel):
    """The level that one marker saw reached in one criterion."""

    mark = models.ForeignKey(MarkerMark, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(RubricCriterion, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(RubricLevel, on_delete=models.PROTECT, related_name="+")
    comment = models.TextField(default="", blank=True)

    class Meta:
        db_table = "assessment_marker_score"
        constraints = [
            models.UniqueConstraint(fields=["mark", "criterion"], name="marker_score_criterion_uniq")
        ]

"""Tables of reviews by learners: of each other's work, of their own, and of samples that show how well they judge."""

from django.db import models
from django.db.models import F, Q

from edusync.assessment.models.assignments import Assignment, Submission
from edusync.assessment.models.rubrics import RubricCriterion, RubricLevel
from edusync.kernel.base import PublicIdMixin, TenantModel, TimestampedModel, VersionedMixin


class PeerPlan(VersionedMixin, TenantModel):
    """Learners review work of an assignment: how much each, until when, and who knows whom."""

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="peer_plan")
    reviews_each = models.PositiveSmallIntegerField(default=3)
    has_self_review = models.BooleanField(default=False)
    # What the review of the own work counts in the proposed mark, 0 to 100; the rest is what others say.
    self_review_percent = models.PositiveSmallIntegerField(default=0, db_default=0)
    opens_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    # Reviewers do not learn whose work it is; authors do not learn who reviewed.
    hides_authors = models.BooleanField(default=True)
    hides_reviewers = models.BooleanField(default=True)
    # The same seed and the same works give the same allocation.
    seed = models.PositiveIntegerField()
    allocated_at = models.DateTimeField(null=True, blank=True)
    # From then on authors read what was said about their work; with a posted mark they do anyway.
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "assessment_peer_plan"
        constraints = [
            models.CheckConstraint(condition=Q(reviews_each__lte=10), name="peer_plan_each_check"),
            models.CheckConstraint(
                condition=Q(reviews_each__gte=1) | Q(has_self_review=True), name="peer_plan_some_check"
            ),
            models.CheckConstraint(
                condition=Q(self_review_percent__lte=100), name="peer_plan_self_percent_check"
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(due_at__isnull=True) | Q(due_at__gt=F("opens_at")),
                name="peer_plan_due_check",
            ),
        ]


class PeerSample(TenantModel):
    """A work with a mark by staff that all reviewers judge, too: how near they come tells how much they count."""

    plan = models.ForeignKey(PeerPlan, on_delete=models.CASCADE, related_name="samples")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        db_table = "assessment_peer_sample"
        constraints = [
            models.UniqueConstraint(fields=["plan", "submission"], name="peer_sample_submission_uniq")
        ]


class PeerReview(PublicIdMixin, VersionedMixin, TenantModel):
    """One learner's review of one submission: given out, and later sent. `points` is in the assignment's measure."""

    class Kind(models.TextChoices):
        PEER = "peer"
        SELF = "self"
        SAMPLE = "sample"

    plan = models.ForeignKey(PeerPlan, on_delete=models.PROTECT, related_name="reviews")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="peer_reviews")
    reviewer = models.ForeignKey("enrollment.Enrollment", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.PEER)
    # What the reviewer calls the work while its author is hidden: Work 2.
    number = models.PositiveSmallIntegerField()
    points = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True)
    comment = models.TextField(default="", blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    # Staff keep it out of the proposed mark.
    is_left_out = models.BooleanField(default=False)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "assessment_peer_review"
        constraints = [
            models.UniqueConstraint(fields=["submission", "reviewer"], name="peer_review_reviewer_uniq"),
            models.UniqueConstraint(fields=["plan", "reviewer", "number"], name="peer_review_number_uniq"),
            models.CheckConstraint(
                condition=Q(kind__in=["peer", "self", "sample"]), name="peer_review_kind_check"
            ),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0), name="peer_review_points_check"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(points__isnull=False),
                name="peer_review_submitted_check",
            ),
        ]
        indexes = [models.Index(fields=["reviewer", "submitted_at"], name="peer_review_open_idx")]


class PeerScore(TimestampedModel):
    """The level that a reviewer saw reached in one criterion."""

    review = models.ForeignKey(PeerReview, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(RubricCriterion, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(RubricLevel, on_delete=models.PROTECT, related_name="+")
    comment = models.TextField(default="", blank=True)

    class Meta:
        db_table = "assessment_peer_score"
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="peer_score_criterion_uniq")
        ]

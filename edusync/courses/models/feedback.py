"""What people make of courses: saved ones, ratings with reviews, votes and reports on these, and views."""

from django.db import models
from django.db.models import Q

from edusync.courses.models.course import Course
from edusync.kernel.base import TenantModel, VersionedMixin


class SavedCourse(TenantModel):
    """A person keeps a course for later."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")

    class Meta(TenantModel.Meta):
        db_table = "courses_saved_course"
        constraints = [models.UniqueConstraint(fields=["user", "course"], name="saved_course_uniq")]
        indexes = [models.Index(fields=["user", "created_at", "id"], name="saved_course_user_idx")]


class CourseReview(VersionedMixin, TenantModel):
    """Stars and words of somebody who learned in the course: one for each enrollment, which a course has one of.

    Triggers keep the course's `rating_count` and `rating_sum` by the reviews that are not hidden.
    """

    class HiddenReason(models.TextChoices):
        """Why a moderator hid it."""

        SPAM = "spam"
        ABUSE = "abuse"
        PERSONAL = "personal"
        OFF_TOPIC = "off_topic"

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    stars = models.PositiveSmallIntegerField()
    text = models.TextField(default="", blank=True)
    # Share of the course the author had done when they wrote it, 0 to 100.
    percent = models.PositiveSmallIntegerField(default=0)
    edited_at = models.DateTimeField(null=True)
    answer = models.TextField(default="", blank=True)
    answered_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    is_hidden = models.BooleanField(default=False)
    hidden_reason = models.CharField(max_length=12, choices=HiddenReason.choices, default="", blank=True)
    # What the moderator says to the author.
    hidden_note = models.CharField(max_length=500, default="", blank=True)
    hidden_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    hidden_at = models.DateTimeField(null=True)
    # Both kept by triggers on votes and reports.
    helpful_count = models.PositiveIntegerField(default=0)
    open_report_count = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        db_table = "courses_course_review"
        constraints = [
            models.UniqueConstraint(fields=["course", "author"], name="course_review_author_uniq"),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="course_review_stars_check"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="course_review_percent_check"),
            models.CheckConstraint(
                condition=Q(is_hidden=False) | ~Q(hidden_reason=""), name="course_review_hidden_check"
            ),
        ]
        indexes = [
            models.Index(
                fields=["course", "is_hidden", "helpful_count", "id"], name="course_review_helpful_idx"
            ),
            models.Index(fields=["course", "is_hidden", "stars", "id"], name="course_review_stars_idx"),
            models.Index(
                fields=["organization", "open_report_count", "id"], name="course_review_reported_idx"
            ),
        ]


class ReviewVote(TenantModel):
    """Somebody found a review helpful."""

    review = models.ForeignKey(CourseReview, on_delete=models.CASCADE, related_name="votes")
    voter = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        db_table = "courses_review_vote"
        constraints = [models.UniqueConstraint(fields=["review", "voter"], name="review_vote_uniq")]


class ReviewReport(TenantModel):
    """Somebody asks a moderator to look at a review."""

    class Reason(models.TextChoices):
        """What is wrong with it."""

        SPAM = "spam"
        ABUSE = "abuse"
        PERSONAL = "personal"
        OFF_TOPIC = "off_topic"

    review = models.ForeignKey(CourseReview, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason.choices)
    note = models.CharField(max_length=500, default="", blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        db_table = "courses_review_report"
        constraints = [
            models.UniqueConstraint(fields=["review", "reporter"], name="review_report_uniq"),
            models.CheckConstraint(
                condition=Q(reason__in=["spam", "abuse", "personal", "off_topic"]),
                name="review_report_reason_check",
            ),
        ]


class CourseViewStat(TenantModel):
    """How often a course's page was opened on a day. Says nothing about anybody."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="+")
    viewed_on = models.DateField()
    views = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        db_table = "courses_course_view_stat"
        constraints = [
            models.UniqueConstraint(fields=["course", "viewed_on"], name="course_view_stat_day_uniq")
        ]
        indexes = [models.Index(fields=["organization", "viewed_on"], name="course_view_stat_day_idx")]

"""Totals that report views stand on: derived, brought up to date every hour, equal to their rebuild."""

from django.db import models
from django.db.models import Q

from edusync.kernel.base import TenantModel


class EnrollmentDay(TenantModel):
    """What one enrollment did on one day of the organization's time zone. The grain from which all sums are made."""

    enrollment = models.ForeignKey("enrollment.Enrollment", on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    sessions = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)
    focus_seconds = models.PositiveIntegerField(default=0)
    lessons_completed = models.PositiveIntegerField(default=0)
    attempts_submitted = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        db_table = "reports_enrollment_day"
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "day"], name="enrollment_day_enrollment_uniq"),
        ]
        indexes = [
            models.Index(fields=["course", "day", "user"], name="enrollment_day_course_idx"),
            models.Index(fields=["user", "day"], name="enrollment_day_user_idx"),
        ]


class CourseFigure(TenantModel):
    """Totals of one course. Who waits, was rejected or never came in is not enrolled."""

    course = models.OneToOneField("courses.Course", on_delete=models.PROTECT, related_name="+")
    # Places that are or were open, without those given back.
    enrolled = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    completed = models.PositiveIntegerField(default=0)
    certified = models.PositiveIntegerField(default=0)
    # 0 to 100; empty without anybody enrolled.
    completion_percent = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    certified_percent = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    # From enrolling to completing; empty as long as nobody has.
    median_days = models.DecimalField(max_digits=7, decimal_places=1, null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "reports_course_figure"


class CourseMonth(TenantModel):
    """How much one course was asked for in one month of the organization's time zone."""

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    # The first of the month.
    month = models.DateField()
    views = models.PositiveIntegerField(default=0)
    saved = models.PositiveIntegerField(default=0)
    enrolled = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        db_table = "reports_course_month"
        constraints = [models.UniqueConstraint(fields=["course", "month"], name="course_month_course_uniq")]
        indexes = [
            models.Index(fields=["organization", "month"], name="course_month_month_idx"),
            models.Index(fields=["organization", "views"], name="course_month_views_idx"),
            models.Index(fields=["organization", "saved"], name="course_month_saved_idx"),
            models.Index(fields=["organization", "enrolled"], name="course_month_enrolled_idx"),
        ]


class PersonFigure(TenantModel):
    """Totals of one learner over all courses of the organization."""

    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    enrolled = models.PositiveIntegerField(default=0)
    completed = models.PositiveIntegerField(default=0)
    sessions = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)
    focus_seconds = models.PositiveIntegerField(default=0)
    # 0 to 100: mean of the scores of their open enrollments; empty as long as none has one.
    engagement_percent = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    last_active_at = models.DateTimeField(null=True, blank=True)
    quizzes = models.PositiveIntegerField(default=0)
    # 0 to 100: mean over quizzes of the best submitted attempt; empty without any.
    quiz_percent = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    # Days of learning in a row, of the person's own calendar: up to now, and the most ever.
    streak_days = models.PositiveIntegerField(default=0)
    longest_streak_days = models.PositiveIntegerField(default=0)
    # Place among those with a quiz; equals share it.
    quiz_rank = models.PositiveIntegerField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "reports_person_figure"
        constraints = [
            models.UniqueConstraint(fields=["organization", "user"], name="person_figure_user_uniq"),
            models.CheckConstraint(
                condition=Q(longest_streak_days__gte=models.F("streak_days")),
                name="person_figure_streak_check",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "last_active_at"], name="person_figure_active_idx"),
            models.Index(fields=["organization", "focus_seconds"], name="person_figure_focus_idx"),
            models.Index(fields=["organization", "engagement_percent"], name="person_figure_score_idx"),
            models.Index(fields=["organization", "quiz_rank"], name="person_figure_rank_idx"),
            models.Index(fields=["organization", "streak_days"], name="person_figure_streak_idx"),
        ]


class InstructorFigure(TenantModel):
    """Totals of one person over the courses they own or teach."""

    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    courses = models.PositiveIntegerField(default=0)
    # Different people; who takes two of the courses counts once.
    learners = models.PositiveIntegerField(default=0)
    enrolled = models.PositiveIntegerField(default=0)
    completed = models.PositiveIntegerField(default=0)
    completion_percent = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    median_days = models.DecimalField(max_digits=7, decimal_places=1, null=True, blank=True)
    ratings = models.PositiveIntegerField(default=0)
    # 1 to 5: mean of all stars given to the courses.
    rating = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "reports_instructor_figure"
        constraints = [
            models.UniqueConstraint(fields=["organization", "user"], name="instructor_figure_user_uniq"),
        ]

"""Summary tables: derived, refreshed every hour by increments, equal to their rebuild."""

from django.db import models
from django.db.models import Q

from edusync.kernel.base import TenantModel, TimestampedModel


class UserDailyActivity(TenantModel):
    """What one person did on one day (day of the organization's time zone)."""

    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    sessions = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)
    focus_seconds = models.PositiveIntegerField(default=0)
    lessons_completed = models.PositiveIntegerField(default=0)
    attempts_submitted = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        db_table = "reports_user_daily_activity"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user", "day"], name="user_daily_activity_user_uniq"
            ),
            models.CheckConstraint(
                condition=Q(focus_seconds__lte=models.F("seconds")), name="user_daily_activity_focus_check"
            ),
        ]
        indexes = [models.Index(fields=["organization", "day"], name="user_daily_activity_day_idx")]


class CourseStatistic(TenantModel):
    """What happened in one course on one day."""

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    enrolled = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    completed = models.PositiveIntegerField(default=0)
    certified = models.PositiveIntegerField(default=0)
    active_learners = models.PositiveIntegerField(default=0)
    # Different people of the seven and thirty days that end with this one.
    active_in_week = models.PositiveIntegerField(default=0, db_default=0)
    active_in_month = models.PositiveIntegerField(default=0, db_default=0)
    sessions = models.PositiveIntegerField(default=0)
    seconds = models.PositiveBigIntegerField(default=0)

    class Meta(TenantModel.Meta):
        db_table = "reports_course_statistic"
        constraints = [
            models.UniqueConstraint(fields=["course", "day"], name="course_statistic_course_uniq"),
        ]
        indexes = [models.Index(fields=["organization", "day"], name="course_statistic_day_idx")]


class DashboardMetric(TenantModel):
    """One number of one person or course for dashboards. `reference_id` is 0 where the metric needs none."""

    class Metric(models.TextChoices):
        COURSE_PROGRESS = "course_progress"
        ASSIGNMENT_DUE = "assignment_due"
        GRADE_AVERAGE = "grade_average"
        LOGIN_STREAK = "login_streak"

    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    metric = models.CharField(max_length=24, choices=Metric.choices)
    reference_id = models.BigIntegerField(default=0, db_default=0)
    value = models.DecimalField(max_digits=12, decimal_places=3)
    calculated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        db_table = "reports_dashboard_metric"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user", "metric", "reference_id"], name="dashboard_metric_user_uniq"
            ),
            models.CheckConstraint(
                condition=Q(
                    metric__in=["course_progress", "assignment_due", "grade_average", "login_streak"]
                ),
                name="dashboard_metric_metric_check",
            ),
        ]
        indexes = [models.Index(fields=["user", "metric"], name="dashboard_metric_user_idx")]


class DashboardMetricDay(TenantModel):
    """The mean of a metric over everybody, as it stood at the end of a day (day of the organization's time zone).

    A record, not a sum: the numbers of people are written over every hour, and what they were is nowhere else.
    """

    metric = models.CharField(max_length=24, choices=DashboardMetric.Metric.choices)
    day = models.DateField()
    people = models.PositiveIntegerField(default=0)
    mean = models.DecimalField(max_digits=12, decimal_places=3)
    calculated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        db_table = "reports_dashboard_metric_day"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "metric", "day"], name="dashboard_metric_day_metric_uniq"
            ),
            models.CheckConstraint(
                condition=Q(
                    metric__in=["course_progress", "assignment_due", "grade_average", "login_streak"]
                ),
                name="dashboard_metric_day_metric_check",
            ),
        ]


class PipelineRun(TimestampedModel):
    """One run that filled or rebuilt a summary, with the stretch of time it covered."""

    class State(models.TextChoices):
        RUNNING = "running"
        FINISHED = "finished"
        FAILED = "failed"

    class Failure(models.TextChoices):
        """What stopped a run. Releases before wrote the words of exceptions; they are gone with their runs."""

        DATABASE = "database"
        STORAGE = "storage"
        ENDED = "ended"
        UNEXPECTED = "unexpected"

    # Empty: a run for the whole site.
    organization = models.ForeignKey(
        "identity.Organization", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    is_rebuild = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    covered_from = models.DateTimeField(null=True, blank=True)
    covered_until = models.DateTimeField(null=True, blank=True)
    rows_written = models.PositiveIntegerField(default=0)
    # A `Failure`; empty unless it failed.
    error = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        db_table = "reports_pipeline_run"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["running", "finished", "failed"]), name="pipeline_run_state_check"
            ),
            models.CheckConstraint(
                condition=Q(state="running", finished_at__isnull=True)
                | (~Q(state="running") & Q(finished_at__isnull=False)),
                name="pipeline_run_finished_check",
            ),
        ]
        indexes = [models.Index(fields=["name", "-started_at"], name="pipeline_run_name_idx")]

"""Pointers of metrics to what they are about."""

from edusync.kernel.schema.derived import declare_derived
from edusync.kernel.schema.references import declare_reference

# A metric about the person alone has 0.
for metric in ("course_progress", "grade_average"):
    declare_reference(
        "reports.DashboardMetric", "reference_id", "courses.Course", zero_means_none=True, metric=metric
    )

for label, columns in {
    "reports.UserDailyActivity": ("sessions", "seconds", "focus_seconds", "lessons_completed"),
    "reports.CourseStatistic": ("enrolled", "withdrawn", "completed"),
}.items():
    declare_derived(
        label,
        *columns,
        source="facts of learning of the day",
        owner="the hourly summary job",
        rebuild="`manage.py summaries rebuild`",
    )

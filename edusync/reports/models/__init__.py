"""Tables of reports."""

from edusync.reports.models.definitions import (
    ReportDefinition,
    ReportExport,
    ReportReceiver,
    ReportSchedule,
    ReportShare,
)
from edusync.reports.models.figures import (
    CourseFigure,
    CourseMonth,
    EnrollmentDay,
    InstructorFigure,
    PersonFigure,
)
from edusync.reports.models.summaries import (
    CourseStatistic,
    DashboardMetric,
    PipelineRun,
    UserDailyActivity,
)

__all__ = [
    "CourseFigure",
    "CourseMonth",
    "CourseStatistic",
    "DashboardMetric",
    "EnrollmentDay",
    "InstructorFigure",
    "PersonFigure",
    "PipelineRun",
    "ReportDefinition",
    "ReportExport",
    "ReportReceiver",
    "ReportSchedule",
    "ReportShare",
    "UserDailyActivity",
]

"""Tables of reports."""

from edusync.reports.models.definitions import (
    ReportDefinition,
    ReportExport,
    ReportReceiver,
    ReportSchedule,
    ReportShare,
)
from edusync.reports.models.deliveries import ReportDelivery
from edusync.reports.models.figures import (
    CourseFigure,
    CourseMonth,
    EnrollmentDay,
    InstructorFigure,
    PersonFigure,
)
from edusync.reports.models.research import ResearchExport
from edusync.reports.models.summaries import (
    CourseStatistic,
    DashboardMetric,
    DashboardMetricDay,
    PipelineRun,
    UserDailyActivity,
)

__all__ = [
    "CourseFigure",
    "CourseMonth",
    "CourseStatistic",
    "DashboardMetric",
    "DashboardMetricDay",
    "EnrollmentDay",
    "InstructorFigure",
    "PersonFigure",
    "PipelineRun",
    "ReportDefinition",
    "ReportDelivery",
    "ReportExport",
    "ReportReceiver",
    "ReportSchedule",
    "ReportShare",
    "ResearchExport",
    "UserDailyActivity",
]

"""Tables of reports."""

from edusync.reports.models.definitions import (
    ReportDefinition,
    ReportExport,
    ReportReceiver,
    ReportSchedule,
    ReportShare,
)
from edusync.reports.models.summaries import (
    ContentStatistic,
    CourseStatistic,
    DashboardMetric,
    PipelineRun,
    UserDailyActivity,
)

__all__ = [
    "ContentStatistic",
    "CourseStatistic",
    "DashboardMetric",
    "PipelineRun",
    "ReportDefinition",
    "ReportExport",
    "ReportReceiver",
    "ReportSchedule",
    "ReportShare",
    "UserDailyActivity",
]

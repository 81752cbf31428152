from django.db import migrations

from edusync.kernel.instants import GiveInstants


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_schedules_and_research")]

    operations = [
        GiveInstants(
            models=[
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
        ),
    ]

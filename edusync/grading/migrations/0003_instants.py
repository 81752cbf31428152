from django.db import migrations

from edusync.kernel.instants import GiveInstants


class Migration(migrations.Migration):
    dependencies = [("grading", "0002_attendance_and_regrades")]

    operations = [
        GiveInstants(
            models=[
                "AttendancePlan",
                "AttendanceRecord",
                "AttendanceSession",
                "CourseGrade",
                "Grade",
                "GradeCategory",
                "GradeItem",
                "Gradebook",
                "GradingScheme",
                "RegradeRequest",
            ]
        ),
    ]

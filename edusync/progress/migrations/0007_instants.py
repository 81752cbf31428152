from django.db import migrations

from edusync.kernel.instants import GiveInstants


class Migration(migrations.Migration):
    dependencies = [("progress", "0006_ranges")]

    operations = [
        GiveInstants(
            models=[
                "Completion",
                "Engagement",
                "LearningClock",
                "LearningDay",
                "LearningSession",
                "LessonProgress",
                "ModuleProgress",
            ]
        ),
    ]

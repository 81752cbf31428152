from django.db import migrations

from edusync.kernel.instants import GiveInstants


class Migration(migrations.Migration):
    dependencies = [("communication", "0002_calendar")]

    operations = [
        GiveInstants(
            models=[
                "CalendarEvent",
                "CalendarFeed",
                "LearningGoal",
                "OutgoingMail",
            ]
        ),
    ]

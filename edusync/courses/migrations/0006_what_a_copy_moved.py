"""A copy notes which of its dates moved, and what with a date it left behind."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0005_required_score")]

    operations = [
        migrations.AddField(
            model_name="coursecopy",
            name="moved",
            field=models.JSONField(blank=True, null=True),
        ),
    ]

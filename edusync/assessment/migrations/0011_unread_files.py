"""Why a file that was handed in has no text to compare."""

from django.db import migrations, models


class Migration(migrations.Migration):
    allows = {
        "checks-existing-rows": "The check speaks of the new column alone, which is empty in all rows that are there.",
    }

    dependencies = [("assessment", "0010_self_review_percent")]

    operations = [
        migrations.AddField(
            model_name="worktext",
            name="lack",
            field=models.CharField(
                blank=True,
                choices=[
                    ("no_text", "No Text"),
                    ("locked", "Locked"),
                    ("broken", "Broken"),
                    ("too_much", "Too Much"),
                ],
                db_default="",
                default="",
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="worktext",
            constraint=models.CheckConstraint(
                condition=models.Q(("lack__in", ["", "no_text", "locked", "broken", "too_much"])),
                name="work_text_lack_check",
            ),
        ),
    ]

"""Guardians may be let see deadlines: one scope of consent more."""

from django.db import migrations, models

SCOPES = ["progress", "grades", "attendance", "deadlines", "messages"]


class Migration(migrations.Migration):
    allows = {
        "checks-existing-rows": "The check takes more than before: no row that is there fails it.",
    }

    dependencies = [("identity", "0005_later_checks")]

    operations = [
        migrations.RemoveConstraint(
            model_name="guardianconsentscope",
            name="guardian_consent_scope_check",
        ),
        migrations.AlterField(
            model_name="guardianconsentscope",
            name="scope",
            field=models.CharField(
                choices=[
                    ("progress", "Progress"),
                    ("grades", "Grades"),
                    ("attendance", "Attendance"),
                    ("deadlines", "Deadlines"),
                    ("messages", "Messages"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="guardianconsentscope",
            constraint=models.CheckConstraint(
                condition=models.Q(("scope__in", SCOPES)), name="guardian_consent_scope_check"
            ),
        ),
    ]

"""What the review of the own work counts in a mark that reviews propose."""

from django.db import migrations, models


class Migration(migrations.Migration):
    allows = {
        "checks-existing-rows": "The check speaks of the new column alone, which is 0 in all rows that are there.",
    }

    dependencies = [("assessment", "0009_peers")]

    operations = [
        migrations.AddField(
            model_name="peerplan",
            name="self_review_percent",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddConstraint(
            model_name="peerplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("self_review_percent__lte", 100)), name="peer_plan_self_percent_check"
            ),
        ),
    ]

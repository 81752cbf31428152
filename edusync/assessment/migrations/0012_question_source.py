"""What the file calls a question that it came from: whoever brings it again brings no second one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessment", "0011_unread_files")]

    operations = [
        migrations.AddField(
            model_name="question",
            name="source_ref",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(fields=["bank", "source_ref"], name="question_bank_source_idx"),
        ),
    ]

from django.db import migrations

from edusync.kernel.instants import GiveInstants


class Migration(migrations.Migration):
    dependencies = [("files", "0004_later_checks")]

    operations = [
        GiveInstants(
            models=[
                "FileLink",
                "FileObject",
                "FileQuota",
                "FileRendition",
                "FileUpload",
                "FileVersion",
                "Transcript",
            ]
        ),
    ]

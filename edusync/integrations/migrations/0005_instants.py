from django.db import migrations

from edusync.kernel.instants import GiveInstants


class Migration(migrations.Migration):
    dependencies = [("integrations", "0004_later_checks")]

    operations = [
        GiveInstants(
            models=[
                "ContentExportJob",
                "ContentImportJob",
                "ContentImportNode",
                "RosterLink",
                "UserImportJob",
                "UserImportRow",
                "UserImportSetting",
            ]
        ),
    ]

from django.db import migrations

from edusync.kernel.instants import GiveInstants


class Migration(migrations.Migration):
    dependencies = [("kernel", "0005_backfill_run")]

    operations = [
        GiveInstants(
            models=[
                "IdempotencyRecord",
            ]
        ),
    ]

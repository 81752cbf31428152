from django.db import migrations

from edusync.kernel.instants import GiveInstants


class Migration(migrations.Migration):
    dependencies = [("credentials", "0001_initial")]

    operations = [
        GiveInstants(
            models=[
                "Certificate",
            ]
        ),
    ]

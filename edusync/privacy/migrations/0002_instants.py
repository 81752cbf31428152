from django.db import migrations

from edusync.kernel.instants import GiveInstants


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]

    operations = [
        GiveInstants(
            models=[
                "ConsentPurpose",
                "ConsentRecord",
                "DataSubjectRequest",
                "ErasureReceipt",
                "LegalHold",
                "PolicyAcceptance",
                "PolicyDocument",
                "RetentionRule",
            ]
        ),
    ]

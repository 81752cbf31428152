from django.db import migrations

from edusync.kernel.instants import GiveInstants


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0004_later_checks")]

    operations = [
        GiveInstants(
            models=[
                "Cohort",
                "Enrollment",
                "EnrollmentExtension",
                "EnrollmentImport",
                "EnrollmentImportRow",
                "EnrollmentKey",
                "EnrollmentRule",
                "EnrollmentRuleMember",
                "EnrollmentTransition",
                "LearnerGroup",
                "LearnerGroupMember",
                "WaitlistEntry",
                "WaitlistOffer",
            ]
        ),
    ]

from django.db import migrations

from edusync.kernel.instants import GiveInstants


class Migration(migrations.Migration):
    dependencies = [("identity", "0006_guardians_see_deadlines")]

    operations = [
        GiveInstants(
            models=[
                "AcademicTerm",
                "ApiKey",
                "Application",
                "ApplicationGrant",
                "ApplicationToken",
                "CustomField",
                "CustomFieldValue",
                "Group",
                "GroupMember",
                "GuardianConsentScope",
                "GuardianRelationship",
                "IdentityProvider",
                "InstructorProfile",
                "Invitation",
                "JobRole",
                "JobRoleAssignment",
                "OneTimeToken",
                "Organization",
                "OrganizationDomain",
                "OrganizationMembership",
                "OrganizationUnit",
                "ProvisioningEvent",
                "Role",
                "RoleAssignment",
                "SavedView",
                "ScimPendingMember",
                "ScimResource",
                "SignInPolicy",
                "SigningKey",
                "StudentProfile",
                "User",
                "UserProfile",
                "UserSession",
                "UserSetting",
            ]
        ),
    ]

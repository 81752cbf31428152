"""Tables of people, organizations and roles, a file per subject."""

from edusync.identity.models.api_keys import ApiKey
from edusync.identity.models.applications import (
    Application,
    ApplicationGrant,
    ApplicationToken,
    SigningKey,
)
from edusync.identity.models.directory import PersonSearchWord, SavedView
from edusync.identity.models.guardians import GuardianConsentScope, GuardianRelationship
from edusync.identity.models.identity_providers import IdentityProvider
from edusync.identity.models.invitations import Invitation, OneTimeToken
from edusync.identity.models.organizations import (
    Organization,
    OrganizationDomain,
    OrganizationMembership,
)
from edusync.identity.models.people import User, UserManager, UserProfile, UserSetting
from edusync.identity.models.profiles import (
    CustomField,
    CustomFieldValue,
    InstructorProfile,
    JobRole,
    JobRoleAssignment,
    StudentProfile,
)
from edusync.identity.models.provisioning import ProvisioningEvent, ScimPendingMember, ScimResource
from edusync.identity.models.roles import Role, RoleAssignment, RolePermission
from edusync.identity.models.sign_in import LoginAttempt, SignInPolicy, UserSession
from edusync.identity.models.structure import AcademicTerm, Group, GroupMember, OrganizationUnit
from edusync.identity.models.view_as import ImpersonationSession

__all__ = [
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
    "ImpersonationSession",
    "InstructorProfile",
    "Invitation",
    "JobRole",
    "JobRoleAssignment",
    "LoginAttempt",
    "OneTimeToken",
    "Organization",
    "OrganizationDomain",
    "OrganizationMembership",
    "OrganizationUnit",
    "PersonSearchWord",
    "ProvisioningEvent",
    "Role",
    "RoleAssignment",
    "RolePermission",
    "SavedView",
    "ScimPendingMember",
    "ScimResource",
    "SignInPolicy",
    "SigningKey",
    "StudentProfile",
    "User",
    "UserManager",
    "UserProfile",
    "UserSession",
    "UserSetting",
]

"""Tables of people, organizations and roles, a file per subject."""

from edusync.identity.models.organizations import Organization, OrganizationMembership
from edusync.identity.models.people import User, UserManager, UserProfile, UserSetting
from edusync.identity.models.roles import Role, RoleAssignment, RolePermission

__all__ = [
    "Organization",
    "OrganizationMembership",
    "Role",
    "RoleAssignment",
    "RolePermission",
    "User",
    "UserManager",
    "UserProfile",
    "UserSetting",
]

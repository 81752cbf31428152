"""Every change to people, organizations and roles."""

from edusync.identity.services.install import ensure_default_organization, ensure_system_roles
from edusync.identity.services.invitations import (
    accept_invitation,
    invite_people,
    invite_person,
    register_acceptance,
    resend_invitation,
    revoke_invitation,
)
from edusync.identity.services.people import (
    change_avatar,
    complete_sign_up,
    create_person,
    known_language,
    set_member_status,
    unlock_person,
    update_profile,
    update_settings,
)
from edusync.identity.services.roles import grant_role, revoke_role, role_named
from edusync.identity.services.setup import create_admin, setup_site
from edusync.identity.services.tokens import issue_token, use_token

__all__ = [
    "accept_invitation",
    "change_avatar",
    "complete_sign_up",
    "create_admin",
    "create_person",
    "ensure_default_organization",
    "ensure_system_roles",
    "grant_role",
    "invite_people",
    "invite_person",
    "issue_token",
    "known_language",
    "register_acceptance",
    "resend_invitation",
    "revoke_invitation",
    "revoke_role",
    "role_named",
    "set_member_status",
    "setup_site",
    "unlock_person",
    "update_profile",
    "update_settings",
    "use_token",
]

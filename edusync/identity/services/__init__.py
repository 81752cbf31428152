"""Every change to people, organizations and roles."""

from edusync.identity.merge_registry import MergeCount, register_merge
from edusync.identity.services.custom_fields import (
    archive_field,
    create_field,
    order_fields,
    set_values,
    update_field,
)
from edusync.identity.services.directory import index_people
from edusync.identity.services.guardians import look_at_child
from edusync.identity.services.install import ensure_default_organization, ensure_system_roles
from edusync.identity.services.invitations import (
    accept_invitation,
    invite_people,
    invite_person,
    register_acceptance,
    resend_invitation,
    revoke_invitation,
)
from edusync.identity.services.job_roles import archive_job_role, save_job_role, set_job_roles
from edusync.identity.services.merge import merge_people, preview_merge
from edusync.identity.services.organizations import (
    change_picture,
    create_organization,
    join_organization,
    leave_organization,
    set_organization_status,
    update_organization,
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
from edusync.identity.services.people_together import act_on_people, permission_of_act
from edusync.identity.services.person_care import move_to_unit, send_password_mail, update_person
from edusync.identity.services.roles import grant_role, revoke_role, role_named
from edusync.identity.services.saved_views import delete_view, save_view
from edusync.identity.services.setup import create_admin, setup_site
from edusync.identity.services.tokens import issue_token, use_token

__all__ = [
    "MergeCount",
    "accept_invitation",
    "act_on_people",
    "archive_field",
    "archive_job_role",
    "change_avatar",
    "change_picture",
    "complete_sign_up",
    "create_admin",
    "create_field",
    "create_organization",
    "create_person",
    "delete_view",
    "ensure_default_organization",
    "ensure_system_roles",
    "grant_role",
    "index_people",
    "invite_people",
    "invite_person",
    "issue_token",
    "join_organization",
    "known_language",
    "leave_organization",
    "look_at_child",
    "merge_people",
    "move_to_unit",
    "order_fields",
    "permission_of_act",
    "preview_merge",
    "register_acceptance",
    "register_merge",
    "resend_invitation",
    "revoke_invitation",
    "revoke_role",
    "role_named",
    "save_job_role",
    "save_view",
    "send_password_mail",
    "set_job_roles",
    "set_member_status",
    "set_organization_status",
    "set_values",
    "setup_site",
    "unlock_person",
    "update_field",
    "update_organization",
    "update_person",
    "update_profile",
    "update_settings",
    "use_token",
]

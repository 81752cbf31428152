"""What happens when somebody accepts an invitation that a directory caused."""

from edusync.identity.scim.accounts import PURPOSE, join_by_invitation
from edusync.identity.services.acceptance import register_acceptance

register_acceptance(PURPOSE, join_by_invitation)

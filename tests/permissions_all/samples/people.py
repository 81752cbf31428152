"""Invitations and what belongs to people."""

from edusync.identity.services import invite_person
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Ids of an invitation."""
    invitation = invite_person(
        email="invited@example.org", organization_id=school.organization.pk, invited_by=school.admin.pk
    )
    return {"/api/v1/invitations/:pk": str(invitation.pk)}

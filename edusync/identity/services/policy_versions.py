"""Which mandatory policies a member has accepted, as two numbers. The app of privacy keeps the policies themselves."""

from django.db.models import F

from edusync.identity.models import Organization, OrganizationMembership
from edusync.kernel.tenancy import current_organization_id


def raise_policies_version(organization_id: int) -> None:
    """A mandatory policy was published: every member of the organization has something to accept."""
    Organization.objects.filter(pk=organization_id).update(policies_version=F("policies_version") + 1)


def locked_policies_version(organization_id: int) -> int:
    """The organization's number, locked until the caller's transaction ends."""
    return int(Organization.objects.select_for_update().get(pk=organization_id).policies_version)


def note_accepted_policies(*, user_id: int, version: int) -> None:
    """The member accepted everything up to that number, in the organization in context."""
    OrganizationMembership.unscoped.filter(user_id=user_id, organization_id=current_organization_id()).update(
        accepted_policies_version=version
    )

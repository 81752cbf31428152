"""Who provisions: the directory of one organization, by its key."""

import dataclasses
from typing import Any

from django.conf import settings

from edusync.identity.models import Organization, OrganizationDomain, ProvisioningEvent, ScimResource
from edusync.kernel.policy import Actor


@dataclasses.dataclass(frozen=True, slots=True)
class Directory:
    """The organization whose people are kept up to date, the key, and its owner with all that they may.

    What the directory does to people is measured by its owner: nobody is shut out or renamed by a key whose owner
    could not do it themselves.
    """

    organization_id: int
    slug: str
    owner: Actor
    key_id: int

    @property
    def base(self) -> str:
        """Address of the service."""
        return base_of(self.slug)

    def location(self, resource: ScimResource) -> str:
        """Address of a resource."""
        return (
            f"{self.base}/{'Users' if resource.kind == ScimResource.Kind.USER else 'Groups'}/{resource.uuid}"
        )

    def note(self, action: str, kind: str, outcome: str, *, label: str = "", uuid: Any = "") -> None:
        """Tell the people who look after provisioning what happened."""
        ProvisioningEvent.unscoped.create(
            organization_id=self.organization_id,
            api_key_id=self.key_id,
            action=action,
            kind=kind,
            resource_uuid=str(uuid),
            label=label[:254],
            outcome=outcome[:40],
        )

    def trusts(self, address: str) -> bool:
        """Whether the directory may speak for an address: its organization proved that the domain is its own.

        Where there is one organization alone, there is nobody else whose address it could be.
        """
        domain = address.rpartition("@")[2]
        proved = OrganizationDomain.unscoped.filter(
            organization_id=self.organization_id,
            kind=OrganizationDomain.Kind.EMAIL,
            name=domain,
            verified_at__isnull=False,
        )
        return proved.exists() or not Organization.objects.exclude(pk=self.organization_id).exists()


def base_of(slug: str) -> str:
    """Address of the service for an organization."""
    return f"{settings.SITE_URL}/scim/v2/{slug}"

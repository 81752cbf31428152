"""Provisioning, for the people who look after it."""

import dataclasses
from typing import Any

from edusync.identity.models import Organization, ProvisioningEvent
from edusync.identity.provisioning_policy import ProvisioningPolicy
from edusync.identity.rest.api_keys_views import key_rows
from edusync.identity.rest.provisioning_serializers import (
    ProvisioningEventSerializer,
    ProvisioningSerializer,
)
from edusync.identity.scim.directory import base_of
from edusync.identity.services import provisioning_reads
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.kernel.tenancy import current_organization_id


def event_row(event: ProvisioningEvent) -> dict[str, Any]:
    """A change as the list shows it."""
    return {
        "id": event.pk,
        "created_at": event.created_at,
        "action": event.action,
        "kind": event.kind,
        "name": event.label,
        "outcome": event.outcome,
        "key": event.api_key.name,
    }


class ProvisioningView(ApiView):
    """How provisioning stands."""

    policy = ProvisioningPolicy()
    permissions = {"get": Permission.PROVISIONING_MANAGE}

    @schema(response=ProvisioningSerializer, summary="How provisioning by SCIM stands")
    def get(self, request: Any) -> FastResponse:
        """Address, keys, numbers, and for which domains people join at once."""
        organization_id = current_organization_id()
        overview = provisioning_reads.provisioning_overview(organization_id=organization_id)
        keys = provisioning_reads.provisioning_keys(organization_id=organization_id)
        slug = Organization.objects.values_list("slug", flat=True).get(pk=organization_id)
        return FastResponse(
            {
                "address": base_of(slug),
                "scope": str(Permission.PROVISIONING_MANAGE),
                **dataclasses.asdict(overview),
                "keys": key_rows(keys, self.actor),
            }
        )


class ProvisioningEventsView(ApiView):
    """What directories changed."""

    policy = ProvisioningPolicy()
    permissions = {"get": Permission.PROVISIONING_MANAGE}

    @schema(
        response=ProvisioningEventSerializer,
        paginated=True,
        query={"action": "`created`, `changed`, `deleted` or `refused`."},
        summary="What directories changed",
    )
    def get(self, request: Any) -> FastResponse:
        """The newest first, of the last three months."""
        events = provisioning_reads.provisioning_events(
            organization_id=current_organization_id(), action=request.GET.get("action", "")[:20]
        )
        return FastResponse(keyset_page(events, request=request, order=("-id",), serialize=event_row))
